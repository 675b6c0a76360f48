/** How evidence of need is sampled (REG-15): so many of a hundred, by a seed that stands in policy. */
export interface SampleRule {
  evidencePercent: number;
  evidenceSeed: number;
}

/**
 * The number from 0 to 99 that an identifier draws under a seed: the same for whoever counts it anew (FNV-1a over "seed/identifier", its bits
 * mixed as MurmurHash3 ends). A case is sampled where it is below the percentage of policy.
 */
export function drawnOf(id: string, seed: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${id}`) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}

/** Whether evidence is asked for of an identifier, and what that turned on (WHY-4). */
export function sampled(
  id: string,
  { evidencePercent, evidenceSeed }: SampleRule,
): { isSampled: boolean; evidence: Record<string, string> } {
  const drawn = drawnOf(id, evidenceSeed);
  const evidence = { sampleDrawn: `${drawn}`, sampleBelow: `${evidencePercent}`, sampleSeed: `${evidenceSeed}` };
  return { isSampled: drawn < evidencePercent, evidence };
}
