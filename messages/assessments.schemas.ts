import { z } from 'zod';
import { date, fits, identifier, line } from './core.schemas';

const known = (longest: number) => line(longest).nullable().default(null);

/** Body of `POST /v1/hse-results`, a row of a file of them, and what the provider's webhook tells (HSE-5). */
export const hseResult = z
  .strictObject({
    number: line(40).describe('The number of the assessment'),
    person: known(20).describe('The registration number of the person; else full name and birth date'),
    givenName: known(100),
    familyName: known(100),
    birthDate: date.nullable().default(null),
    takenOn: date,
    mode: z.enum(['atCentre', 'online']),
    result: z.enum(['pass', 'fail']),
  })
  .refine(
    ({ person, givenName, familyName, birthDate }) => person !== null || (givenName !== null && familyName !== null && birthDate !== null),
    fits(['person', 'givenName', 'familyName', 'birthDate'], 'give the registration number, or full name and birth date'),
  );

/** Body of `POST /v1/hse-results/{id}/match` (HSE-5). */
export const matchedResult = z.strictObject({ person: line(20).describe('The registration number of the person'), reason: line(500) });

/** Body of `POST /v1/exemptions` (HSE-1, HSE-5). */
export const newExemption = z.strictObject({
  application: identifier.describe('The application that is to be exempted from the assessment'),
  evidence: identifier.describe('A file about the application'),
});
