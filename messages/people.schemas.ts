import { z } from 'zod';
import { genders } from '../domain/people/genders';
import { NI_NUMBER, normalisedNiNumber } from '../domain/people/ni-number';
import { mobile } from './access.schemas';
import { date, fits, identifier, line } from './core.schemas';

/** A National Insurance number as anybody writes it: spaces, hyphens and small letters are put right (EMP-2). */
export const niNumber = z
  .string()
  .max(30)
  .meta({ examples: ['AB 12 34 56 C'] })
  .transform(normalisedNiNumber)
  .pipe(z.string().regex(NI_NUMBER, 'must be a National Insurance number, like AB123456C'))
  .describe('A National Insurance number');
/** Genders that a record may name. */
export const gender = z.enum(genders);

const KEYS = ['familyName', 'cardNumber', 'hseNumber'] as const;

/** Body of `POST /v1/person-lookups` (EMP-1): the birth date, and one or two keys that have to match in full. */
export const lookUpKeys = z
  .strictObject({
    birthDate: date,
    familyName: line(100).optional().describe('Accents, apostrophes, hyphens, spaces and capitals make no difference'),
    cardNumber: line(40).optional(),
    hseNumber: line(40).optional().describe('The number of a health, safety and environment assessment'),
  })
  .refine(
    (keys) => {
      const given = KEYS.filter((name) => keys[name] !== undefined).length;
      return given === 1 || given === 2;
    },
    fits([...KEYS], 'wants one or two of familyName, cardNumber and hseNumber beside the birth date'),
  )
  .meta({ examples: [{ birthDate: '1988-02-29', familyName: 'O’Brien' }] });

/** A person whom nobody knows yet (EMP-1). */
export const newPerson = z.strictObject({
  title: line(20),
  givenName: line(100),
  familyName: line(100),
  niNumber,
  birthDate: date,
  gender,
});
/** Body of `POST /v1/employments` (EMP-1). */
export const newEmployment = z.strictObject({
  lookUp: identifier.describe('The look-up that found whom you confirm, or that found nobody'),
  person: newPerson.optional().describe('A new person, where the look-up found nobody'),
  office: identifier.describe('The office where the work started'),
  startedOn: date,
  declared: z.literal(true).describe('Ticked: the declaration in the words that a dry run answers'),
});
/** Body of `POST /v1/employments/leave` (EMP-3). */
export const leaving = z.strictObject({ employees: z.array(identifier).min(1).max(200) });
/** Body of `POST /v1/account/applications/{id}/verify` (IDV-1, CNS-1): what the operative is asked before he is handed over. */
export const verification = z.strictObject({
  marketing: z.boolean().describe('News by e-mail: off until given'),
  partners: z.array(line(100)).max(100).describe('The affinity partners, by name, to whom data may go: none until given'),
  optsOutOfAgencyChecks: z.boolean().describe('Employment businesses may not check: checks by agencies may become difficult'),
});
/** Body of `POST /v1/account-claims` (PER-1). */
export const accountClaim = z.strictObject({ scheme: line(50), cardNumber: line(40), birthDate: date });
const link = z.string().max(500).describe('From the mail of an application');
/** Body of `POST /v1/applicants/link` (PER-1). */
export const applicantLink = z.strictObject({ link });
/** Body of `POST /v1/applicants/account` (PER-1). */
export const applicantAccount = z.strictObject({ link, mobile });
