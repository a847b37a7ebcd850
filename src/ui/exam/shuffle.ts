// An order that looks like chance and is the same for the same seed: not for secrets.

/** A shuffled copy (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], seed: string): readonly Item[] {
  const order = [...items];
  const next = numbers(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = next() % (last + 1);
    const [a, b] = [order[at], order[last]] as [Item, Item];
    order[last] = a;
    order[at] = b;
  }
  return order;
}

/** FNV-1a of the seed, then SplitMix32. */
function numbers(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
