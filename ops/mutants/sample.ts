/** So many of a list, drawn by a seed: the same ones for the same list and seed. */
export function sampleOf<Item>(items: readonly Item[], size: number, seed: number): Item[] {
  const left = [...items];
  const random = mulberry32(seed);
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** Numbers from 0 up to 1 that look random (mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
