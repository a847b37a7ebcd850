// Runs a function anew whenever what it reads changes, as a component would.

export function watch(read: () => void): () => void {
  return $effect.root(() => {
    $effect(read);
  });
}
