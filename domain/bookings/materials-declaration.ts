import { refuse, type Refusal } from '../refusal';

/** What a centre declares before it gets materials, by the version of its text (MAT-1). Texts are kept: whoever declared one can be shown it. */
export const materialsDeclarations = {
  '2026-11': [
    'I am authorised to access these materials.',
    'The centre keeps them secure, uses them for the booked learners alone, and shows them to nobody before the assessment.',
  ].join(' '),
} as const;
export type DeclarationVersion = keyof typeof materialsDeclarations;
/** The version that is declared from now on. */
export const declarationNow: DeclarationVersion = '2026-11';

/** What was read has to be the text that stands now: an older one is declared no longer (CAS-1). */
export function declarationFaults(version: string): Refusal[] {
  if (version === declarationNow) return [];
  const detail = `The declaration ${version} is not the one that stands`;
  return [refuse('declaration', 'CAS-1', detail, 'Read GET /v1/materials-declaration, and declare that.', '/declaration')];
}
