import { z } from 'zod';
import { bands } from '../domain/bookings/band';
import { date, line } from './core.schemas';

/** A component. */
export const component = line(60).describe('By its code, as the product has it');
/** When a component is sat, and the band whose fee is accepted for it (BKG-2, BKG-3). */
export const sat = {
  assessmentOn: date,
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day as 09:30')
    .meta({ examples: ['09:30'] })
    .describe('A time of the day in London, as 09:30'),
  accepts: z.enum(bands).nullable().default(null).describe('The band whose fee is accepted, where it is not an ordinary one'),
};
