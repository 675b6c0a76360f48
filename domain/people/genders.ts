/** Genders that a person's record may name (EMP-1). */
export const genders = ['female', 'male', 'nonBinary', 'undisclosed'] as const;
export type Gender = (typeof genders)[number];
