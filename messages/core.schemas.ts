import { z } from 'zod';

/** A public identifier as it is sent: one in any case, read as it is kept. */
export const identifier = z.uuid().toLowerCase();
/** What can be counted from and to: a date or an instant of these years. */
const inYears = (text: string) => text >= '1900' && text < '2200';
const YEARS = { error: 'must lie between the years 1900 and 2199' };
/** A date that somebody gives, a London one. */
export const date = z.iso.date().refine(inYears, YEARS);
/** An instant that somebody gives. */
export const instant = z.iso.datetime().refine(inYears, YEARS);
/** Free text that a person types: trimmed, one line, never empty. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line without control characters')
    .meta({ examples: ['Text'] });

/**
 * How a rule over several members of an object is told: it is judged whatever else is wrong, as soon as its own members are well
 * formed, so that no fault hides another.
 */
export const fits = (members: string[], message: string) => ({
  message,
  params: { members },
  when: ({ value, issues }: z.core.ParsePayload) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !issues.some(({ path }) => members.includes(String(path?.[0]))),
});

/** What an edit may leave out, or send back as it was read where there is none: both leave it as it is. */
export const orAsItIs = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([schema, z.null()])
    .optional()
    .transform((value) => value ?? undefined);
