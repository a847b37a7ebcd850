// An order that looks random and is the same for the same seed, so that a practice can be resumed. Nothing secret.

export function shuffled<Value>(values: readonly Value[], seed: string): readonly Value[] {
  const next = generator(seed);
  const result = [...values];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = next() % (last + 1);
    const [a, b] = [result[last] as Value, result[other] as Value];
    result[last] = b;
    result[other] = a;
  }
  return result;
}

/** 32-bit numbers: SplitMix32 from an FNV-1a hash of the seed. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
