import { z } from 'zod';
import { stages } from '../../domain/applications/application.standing';
import { cardTypes } from '../../domain/applications/card-types';
import { purposes } from '../../domain/applications/purposes';
import { endorsementKinds } from '../../domain/applications/endorsement';
import { messageKinds } from '../../domain/applications/messages';
import { hseChoices, requirementKinds } from '../../domain/applications/requirements';
import { referenceOf } from '../../domain/processes';
import type { ApplicationState } from '../../domain/applications/states';
import type { ApplicationDetails } from '../../db/applications/applications.queries';
import type { ApplicationRow, OccupationGradeRow } from '../../db/applications/application.model';
import { cardSteps, cardStepsBody } from '../cards/cards.representations';
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

/** What case operators and employers tell each other about it (APP-6, APP-9). */
const message = z.object({
  kind: z.enum(messageKinds),
  text: z.string(),
  files: z.array(z.uuid()),
  at: z.iso.datetime(),
});
message.register(z.globalRegistry, { id: 'ApplicationMessage' });

const named = z.object({ id: z.uuid(), name: z.string() });
/** An application for a card (APP-4, APP-7). */
export const application = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(states),
  stage: z.string(),
  since: z.iso.datetime(),
  applicant: z.object({ registrationNumber: z.string(), name: z.string() }),
  organisation: named.describe('By whom the applicant is employed'),
  group: named.nullable().describe('In which group the office lies'),
  office: named,
  cardType: z.enum(cardTypes),
  purpose: z.enum(purposes),
  form,
  requirements: z.array(requirement),
  order: z.uuid().nullable(),
  endorsement: z.enum(endorsementKinds).nullable().describe('Which endorsement it waits for'),
  card: cardSteps.nullable().describe('The card that came of it, and where that is; null before it is approved'),
  cardGoesTo: z
    .enum(['deliveryOffice', 'applicant'])
    .describe('As its order says; to the applicant’s own address once he has left the employer'),
  messages: z.array(message).describe('What was asked, answered, and given as a reason, oldest first'),
  createdAt: z.iso.datetime(),
  receivedAt: z.iso.datetime().nullable().describe('When its order was paid, and it came to us'),
  standing: standing.nullable().describe('How its case stands; null before it is finalised for the first time'),
  version: z.int().describe('Of its case: 0 before there is one'),
});
application.register(z.globalRegistry, { id: 'Application' });

/** An application as the API shows it. */
export function applicationBody(of: ApplicationDetails) {
  const {
    application: row,
    person,
    office,
    group,
    organisation,
    requirements,
    order,
    messages,
    receivedAt,
    process,
    card,
    cardsGoTo,
    asOf,
  } = of;
  const { id, state, stateSince: since, cardType, purpose, createdAt, version, endorsement, leftAt } = row;
  return {
    ...{
      id,
      reference: referenceOf('application', id),
      state,
      stage: stages[state],
      since,
      cardType,
      purpose,
      order,
      createdAt,
      receivedAt,
      version,
      requirements,
    },
    endorsement,
    card: card && cardStepsBody(card, asOf),
    cardGoesTo: leftAt ? ('applicant' as const) : cardsGoTo,
    messages: messages.map(({ kind, text, files, saidAt: at }) => ({ kind, text, files, at })),
    applicant: { registrationNumber: person.number, name: person.fullName },
    organisation: { id: organisation.id, name: organisation.name },
    group: group && { id: group.id, name: group.name },
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
