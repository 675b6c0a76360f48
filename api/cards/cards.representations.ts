import { z } from 'zod';
import { causes } from '../../domain/cards/causes';
import { stageOf } from '../../domain/cards/card.standing';
import { printSteps } from '../../domain/cards/printing';
import { purgeStages } from '../../domain/cards/purge';
import { validities, validityAt } from '../../domain/cards/validity';
import { referenceOf } from '../../domain/processes';
import { monthsLater, type Instant } from '../../domain/working-days';
import type { PrintedCardRow } from '../../db/cards/card.model';
import type { CardDetails } from '../../db/cards/cards.queries';
import { standing, standingBody } from '../core/standing.representations';

const states = ['approved', 'issued', 'superseded', 'revoked', 'expired'] as const;
export const cardState = z.enum(states);

const seen = {
  validity: z.enum(validities).nullable().describe('As of now; null before the printer has accepted it'),
};
/** How far a card has come (CRD-1). */
const printed = z.object({
  id: z.uuid(),
  number: z.string(),
  type: z.string(),
  state: cardState,
  stage: z.string(),
  step: z.enum(printSteps).nullable().describe('Where its newest print is; null for a card that came from elsewhere'),
  stepSince: z.iso.datetime().nullable(),
  validFrom: z.iso.date(),
  validTo: z.iso.date(),
});
/** The same, and how it stands towards whoever looks at it (CER-3). */
export const cardSteps = printed.extend(seen).meta({ id: 'CardSteps' });

/** A card as staff see it, with the printer's copy and its case. */
export const card = printed
  .extend({
    reference: z.string(),
    holder: z.object({ registrationNumber: z.string(), name: z.string() }),
    occupation: z.string().nullable(),
    grade: z.string().nullable(),
    application: z.uuid().nullable(),
    since: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    producedAt: z.iso.datetime().nullable(),
    purge: z.enum(purgeStages).nullable().describe("The printer's copy of the holder's data; null before there is one to purge"),
    purgeSince: z.iso.datetime().nullable(),
    cause: z.enum(causes).nullable().describe('Why it was revoked'),
    code: z.string().describe('Of its public page'),
    standing: standing.nullable().describe('How its case stands; null for a card that came from elsewhere'),
    version: z.int(),
  })
  .meta({ id: 'Card' });

/** One's own card (SEC-13). */
export const ownCard = cardSteps
  .extend({ code: z.string(), renewalFrom: z.iso.date().describe('From when on its renewal may be applied for') })
  .meta({ id: 'OwnCard' });

/** What a card's public page tells: nothing of its holder (CER-3). */
export const cardCheck = z
  .object({
    scheme: z.string(),
    type: z.string(),
    numberEnds: z.string().describe('The last digits of the number on the card'),
    validity: z.enum(validities),
    validFrom: z.iso.date(),
    validTo: z.iso.date(),
    since: z.iso.datetime().nullable().describe('When it was revoked or superseded'),
  })
  .meta({ id: 'CardCheck' });

const NUMBER_SHOWN = 4;

/** How far a card has come at an instant. */
export function cardStepsBody(row: PrintedCardRow, at: Instant): z.output<typeof cardSteps> {
  return { ...printedBody(row), validity: validityAt(row, at) };
}

/** A card as staff see it. */
export function cardBody({ card: row, person, process }: CardDetails): z.output<typeof card> {
  const {
    occupation,
    grade,
    applicationId: application,
    stateSince: since,
    acceptedAt,
    producedAt,
    purge,
    purgeSince,
    cause,
    code,
    version,
  } = row;
  return {
    ...printedBody(row),
    reference: referenceOf('card', row.id),
    holder: { registrationNumber: person.number, name: person.fullName },
    ...{ occupation, grade, application, since, acceptedAt, producedAt, purge, purgeSince, cause, code, version },
    standing: process && standingBody(process),
  };
}

/** One's own card; its renewal opens so many months before its last day (CRD-3). */
export function ownCardBody(row: PrintedCardRow, at: Instant, { renewalMonths }: { renewalMonths: number }): z.output<typeof ownCard> {
  return { ...cardStepsBody(row, at), code: row.code, renewalFrom: monthsLater(row.validTo, -renewalMonths) };
}

/** What is told to whoever has a card in his hand. */
export function cardCheckBody(row: PrintedCardRow, scheme: string, at: Instant): z.output<typeof cardCheck> {
  const { type, number, state, stateSince, validFrom, validTo } = row;
  const since = state === 'revoked' || state === 'superseded' ? stateSince : null;
  return { scheme, type, numberEnds: number.slice(-NUMBER_SHOWN), validity: validityAt(row, at)!, validFrom, validTo, since };
}

function printedBody(row: PrintedCardRow): z.output<typeof printed> {
  const { id, number, type, state, step, stepSince, validFrom, validTo } = row;
  return { id, number, type, state, stage: stageOf(row), step, stepSince, validFrom, validTo };
}
