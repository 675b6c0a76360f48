import { z } from 'zod';
import { date, line } from './core.schemas';

const MOST_FIELDS = 20;

/** Body of `POST /v1/applications/{id}/qualifications` and of `POST /v1/qualifications/{id}/details` (QUA-1): the fields are the awarding body's own. */
export const qualificationEntry = z
  .strictObject({
    kind: line(60).describe('A kind of qualification, from GET /v1/awarding-bodies'),
    fields: z
      .record(line(60), z.string().max(200))
      .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, { error: `has more than ${MOST_FIELDS} fields` })
      .describe('What stands on the certificate, by the names of the fields of the awarding body'),
  })
  .meta({
    examples: [
      {
        kind: 'nvq3Electrotechnical',
        fields: { enrolmentNumber: 'ABC1234', certificateNumber: '41234567', awardedOn: '2019-07-12' },
      },
    ],
  });

/** Body of `POST /v1/qualifications/{id}/accept` (QUA-1): as what, and from when until when it holds. */
export const acceptQualification = z
  .strictObject({
    kind: line(60).describe('A kind of qualification, from GET /v1/awarding-bodies'),
    validFrom: date.nullable(),
    validTo: date.nullable().describe('Its last day; null where it holds for good'),
    reason: line(500),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    error: 'it ends before it begins',
    params: { members: ['validFrom', 'validTo'] },
  })
  .meta({ examples: [{ kind: 'jibGrading', validFrom: '2019-07-12', validTo: null, reason: 'The letter of the grading is genuine' }] });
