import { z } from 'zod';

/** A public identifier. */
export const identifier = z.uuid();
/** Free text that a person types: trimmed, one line, never empty. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line without control characters');
