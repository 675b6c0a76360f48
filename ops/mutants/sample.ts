import { dice } from '../dice';

/** So many of a list, drawn by a seed: the same ones for the same list and seed. */
export function sampleOf<Item>(items: readonly Item[], size: number, seed: number): Item[] {
  const left = [...items];
  const random = dice(seed);
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}
