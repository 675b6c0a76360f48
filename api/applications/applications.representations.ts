import { z } from 'zod';
import { stages } from '../../domain/applications/application.standing';
import { cardTypes } from '../../domain/applications/card-types';
import { hseChoices, requirementKinds } from '../../domain/applications/requirements';
import { referenceOf } from '../../domain/processes';
import type { ApplicationState } from '../../domain/applications/states';
import type { ApplicationDetails } from '../../db/applications/applications.queries';
import type { ApplicationRow, OccupationGradeRow } from '../../db/applications/application.model';
import { standing, standingBody } from '../core/standing.representations';

const states = Object.keys(stages).filter((state) => state !== 'none') as [Exclude<ApplicationState, 'none'>];

/** One requirement with its mark (APP-4). */
export const requirement = z.object({
  kind: z.enum(requirementKinds),
  mark: z.string(),
  description: z.string(),
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  isMet: z.boolean().describe('It may be finalised so'),
  isVerified: z.boolean().describe('Nobody has to look at it any more'),
  awaiting: z.string().nullable(),
  since: z.iso.datetime().nullable(),
});
requirement.register(z.globalRegistry, { id: 'Requirement' });

/** What is filled in (APP-2). */
export const form = z.object({
  phone: z.string().nullable(),
  email: z.string().nullable(),
  hseChoice: z.enum(hseChoices).nullable(),
  occupation: z.string().nullable(),
  grade: z.string().nullable(),
  moreOccupations: z.array(z.string()),
});
form.register(z.globalRegistry, { id: 'ApplicationForm' });

/** An application for a card (APP-4, APP-7). */
export const application = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(states),
  stage: z.string(),
  since: z.iso.datetime(),
  applicant: z.object({ registrationNumber: z.string(), name: z.string() }),
  office: z.object({ id: z.uuid(), name: z.string() }),
  cardType: z.enum(cardTypes),
  form,
  requirements: z.array(requirement),
  order: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  standing: standing.nullable().describe('How its case stands; null before it is finalised for the first time'),
  version: z.int().describe('Of its case: 0 before there is one'),
});
application.register(z.globalRegistry, { id: 'Application' });

/** An application as the API shows it. */
export function applicationBody({ application: row, person, office, requirements, order, process }: ApplicationDetails) {
  const { id, state, stateSince: since, cardType, createdAt, version } = row;
  return {
    ...{
      id,
      reference: referenceOf('application', id),
      state,
      stage: stages[state],
      since,
      cardType,
      order,
      createdAt,
      version,
      requirements,
    },
    applicant: { registrationNumber: person.number, name: person.fullName },
    office: { id: office.id, name: office.name },
    form: formBody(row),
    standing: process && standingBody(process),
  };
}

/** What is filled in, as it is read and written back. */
export function formBody({ phone, email, hseChoice, occupation, grade, moreOccupations }: ApplicationRow) {
  return { phone, email, hseChoice, occupation, grade, moreOccupations };
}

/** An occupation and grade that can be applied for, with what it needs (APP-9). */
export const occupation = z.object({
  occupation: z.string(),
  grade: z.string().nullable(),
  name: z.string(),
  needs: z.array(z.enum(requirementKinds)),
});
occupation.register(z.globalRegistry, { id: 'Occupation' });

/** An occupation and grade. */
export function occupationBody({ occupation: code, grade, name, needs }: OccupationGradeRow) {
  return { occupation: code, grade: grade === '' ? null : grade, name, needs };
}
