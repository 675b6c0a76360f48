import { z } from 'zod';
import { matchReasons } from '../../domain/qualifications/document-match';
import { outcomes } from '../../domain/qualifications/qualification.state';
import { stages } from '../../domain/qualifications/qualification.standing';
import { referenceOf } from '../../domain/processes';
import type { QualificationDetails } from '../../db/qualifications/qualifications.queries';
import { standing, standingBody } from '../core/standing.representations';

/** The states of a qualification. */
export const states = Object.keys(stages) as [keyof typeof stages];

/** What was given: a document or an entry, and what came of it. */
const giving = z.object({
  round: z.int(),
  source: z.enum(['document', 'details']),
  kind: z.string().nullable(),
  fields: z.record(z.string(), z.string()).nullable().describe('What was entered, by the names of the fields of the awarding body'),
  givenAt: z.iso.datetime(),
  outcome: z.enum(outcomes).nullable().describe('Null as long as nobody has looked at it'),
  score: z.int().nullable().describe('Points of a hundred that a document got'),
  reasons: z.array(z.enum(matchReasons)).describe('Why it has these points'),
  found: z
    .object({ kind: z.string().nullable(), number: z.string().nullable(), awardedOn: z.iso.date().nullable() })
    .nullable()
    .describe('What was read in the document, or confirmed by the body'),
});
giving.register(z.globalRegistry, { id: 'QualificationGiving' });

/** A qualification of a person (QUA-1). */
export const qualification = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(states),
  stage: z.string(),
  since: z.iso.datetime(),
  person: z.object({ registrationNumber: z.string(), name: z.string(), birthDate: z.iso.date().nullable() }),
  kind: z.string().nullable(),
  kindName: z.string().nullable(),
  number: z.string().nullable(),
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  document: z.object({ href: z.string(), type: z.string() }).nullable().describe('Where the document that was given last is downloaded'),
  givings: z.array(giving).describe('All that was given, oldest first'),
  givenAt: z.iso.datetime(),
  standing: standing.nullable().describe('How its case stands; null within the second before it is opened'),
  version: z.int(),
});
qualification.register(z.globalRegistry, { id: 'Qualification' });

/** A qualification as the API shows it. */
export function qualificationBody({ qualification: row, person, kindName, givings, documentType, process }: QualificationDetails) {
  const { id, state, stateSince: since, kind, number, validFrom, validTo, givenAt, version } = row;
  const document = documentType && { href: `/v1/qualifications/${id}/file`, type: documentType };
  return {
    ...{ id, reference: referenceOf('qualification', id), state, stage: stages[state], since, kind, kindName, number },
    ...{ validFrom, validTo, document, givenAt, version },
    person: { registrationNumber: person.number, name: person.fullName, birthDate: person.birthDate },
    givings: givings.map((each) => ({
      ...{ round: each.round, source: each.source, kind: each.kind, fields: each.entry, givenAt: each.givenAt, outcome: each.outcome },
      ...{ score: each.score, reasons: each.reasons ?? [] },
      found: each.outcome ? { kind: each.foundKind, number: each.foundNumber, awardedOn: each.foundAwardedOn } : null,
    })),
    standing: process && standingBody(process),
  };
}
