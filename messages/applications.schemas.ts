import { z } from 'zod';
import { purposes } from '../domain/applications/purposes';
import { cardTypes } from '../domain/applications/card-types';
import { hseChoices } from '../domain/applications/requirements';
import { TERMS } from '../domain/applications/terms';
import { date, identifier, line } from './core.schemas';
import { newPerson } from './people.schemas';

/** Body of `POST /v1/applications` (APP-1): for several employees at once, each with a type of card. */
export const newApplications = z.strictObject({
  applications: z
    .array(
      z.strictObject({
        employee: identifier.describe('From GET /v1/employees'),
        cardType: z.enum(cardTypes),
        purpose: z
          .enum(purposes)
          .default('initial')
          .describe('A first card, its renewal from three months before it expires, or a replacement of one in date'),
      }),
    )
    .min(1)
    .max(50),
});

/** Body of `PUT /v1/applications/{id}/form` (APP-2): what is filled in; name, birth date and NI number are the person's and no part of it (EMP-4). */
export const applicationForm = z.strictObject({
  phone: line(30).nullable().describe('Business phone'),
  email: z.email().max(254).nullable().describe('Business e-mail'),
  hseChoice: z.enum(hseChoices).nullable().describe('How the assessment is met: on record, or later, at a centre or online'),
  occupation: line(60).nullable().describe('From GET /v1/occupations'),
  grade: line(60).nullable(),
  moreOccupations: z.array(line(60)).max(20),
});

/** A line of `POST /v1/bulk-applications` (APP-8): who applies, employed or to be (EMP-1), for which card, what is filled in, and the photo. */
export const bulkApplication = z.strictObject({
  person: newPerson,
  cardNumber: line(40).optional().describe('A second key, where several have the birth date and last name'),
  office: identifier.describe('The office where the work started; of an employee it stays as it is'),
  startedOn: date,
  declared: z.literal(true).describe('The declaration of POST /v1/employments, for each'),
  cardType: z.enum(cardTypes),
  purpose: z.enum(purposes).default('initial'),
  form: applicationForm,
  photo: z.base64().min(1).describe('JPEG or PNG, told by its content'),
});

/** Body of `POST /v1/applications/{id}/finalise` (APP-3, HSE-2). */
export const finaliseApplication = z.strictObject({
  terms: line(20).nullable().describe(`The version of the terms that is agreed to: ${TERMS.version}. Fees are not refunded`),
  understandsHsePending: z.boolean().default(false).describe('With the assessment to come: its guidance is understood'),
});

/** Body of `POST /v1/applications/{id}/extend` (HSE-3). */
export const extendApplication = z.strictObject({
  days: z.int().min(1).max(365).describe('The lapse is put off by so many days'),
  reason: line(500),
});

/** Body of `POST /v1/applications/{id}/ask-more` (APP-9). */
export const askMore = z.strictObject({ text: line(1000).describe('What is missing') });
/** Body of `POST /v1/applications/{id}/give-more` (APP-9): the answer, with files about the application that were uploaded before. */
export const giveMore = z.strictObject({ text: line(1000), files: z.array(identifier).max(10).default([]) });

/** Body of `POST /v1/application-orders` (ORD-1). */
export const newApplicationOrder = z.strictObject({
  purchaseOrder: line(50).describe('Your own reference or PO number'),
  level: identifier.describe('The company, group or office that the order is raised at'),
  billingOffice: identifier,
  deliveryOffice: identifier.describe('Cards are delivered there, unless they go to the applicants'),
  cardsGoTo: z.enum(['deliveryOffice', 'applicant']).default('deliveryOffice'),
  accountsContact: line(100),
  attentionOf: line(100).nullable().default(null),
});
/** Body of `POST /v1/application-orders/{id}/add` (ORD-2). */
export const addApplications = z.strictObject({
  applications: z
    .array(identifier)
    .min(1)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'names an application twice' }),
});
/** Body of `POST /v1/application-orders/{id}/take-off` (ORD-2). */
export const takeOffApplication = z.strictObject({ application: identifier });
/** Body of `POST /v1/order-payments` (ORD-3): a closed order that was paid outside of the system. */
export const newOrderPayment = z.strictObject({ order: identifier, reason: line(500) });
