/** What the Learning Records Service answers where something differs from what it holds (ULN-2). */
export const ulnFlags = ['VRF001', 'VRF002', 'VRF003', 'VRF004', 'VRF005', 'VRF006', 'VRF007', 'VRF008'] as const;
export type UlnFlag = (typeof ulnFlags)[number];

/** How a learner's ULN stands: without one, not sent, sent, or as the service answered (ULN-2). */
export const ulnStandings = ['none', 'unsent', 'sent', 'verified', 'mismatch'] as const;
export type UlnStanding = (typeof ulnStandings)[number];

const COMPARED: Record<UlnFlag, [supplied: string, held: string]> = {
  VRF001: ['Given Name', 'Given Name'],
  VRF002: ['Given Name', 'Family Name'],
  VRF003: ['Given Name', 'Previous Family Name'],
  VRF004: ['Family Name', 'Given Name'],
  VRF005: ['Family Name', 'Family Name'],
  VRF006: ['Family Name', 'Previous Family Name'],
  VRF007: ['Date of Birth', 'Date of Birth'],
  VRF008: ['Gender', 'Gender'],
};

/** A flag as a sentence (ULN-2). */
export function flagInWords(flag: UlnFlag): string {
  const [supplied, held] = COMPARED[flag];
  return `The supplied "${supplied}" does not match the "${held}" held by LRS.`;
}

/** How a learner's ULN stands, by what is kept of it. */
export function ulnStandingOf({ uln, ulnState }: { uln: string | null; ulnState: 'sent' | 'verified' | 'mismatch' | null }): UlnStanding {
  return uln === null ? 'none' : (ulnState ?? 'unsent');
}
