import { z } from 'zod';
import { stages } from '../../domain/applications/application.standing';
import { identityOutcomes, notContestable } from '../../domain/people/identity-check';
import { newestOf, verifiedOn } from '../../domain/people/photo';
import { referenceOf } from '../../domain/processes';
import type { LocalDate } from '../../domain/working-days';
import type { OwnApplication } from '../../db/applications/offers';
import type { OwnRecord } from '../../db/people/own.queries';
import type { IdentityCheckRow } from '../../db/people/photo.model';
import { application, requirement } from '../applications/applications.representations';
import { nextEvent } from '../core/schemas';

/** The check of photo and identity that was asked or decided last (IDV-1). */
const check = z.object({
  askedAt: z.iso.datetime(),
  url: z.string().nullable().describe('The identity provider’s page; null until it has answered'),
  outcome: z.enum(identityOutcomes).nullable(),
  isContested: z.boolean(),
});
/** One of one's own applications (SEC-13). */
export const ownApplication = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    cardType: application.shape.cardType,
    state: application.shape.state,
    stage: z.string(),
    since: z.iso.datetime(),
    why: z.string().nullable().describe('Why it waits; null before it is finalised'),
    next: z.array(nextEvent),
    requirements: z.array(requirement),
    isIdentityAwaited: z.boolean(),
    check: check.nullable(),
    mayContest: z.boolean(),
  })
  .meta({ id: 'OwnApplication' });

/** An application as the person sees it. */
export function ownApplicationBody(
  { application: row, requirements, process }: OwnApplication,
  last: IdentityCheckRow | undefined,
): z.output<typeof ownApplication> {
  const { id, cardType, state, stateSince: since } = row;
  const isIdentityAwaited = process?.holds.some(({ name }) => name === 'identity') ?? false;
  return {
    ...{ id, reference: referenceOf('application', id), cardType, state, stage: stages[state], since, requirements, isIdentityAwaited },
    why: process?.why ?? null,
    next: process?.next ?? [],
    check: last ? { askedAt: last.askedAt, url: last.url, outcome: last.outcome, isContested: last.contestedAt !== null } : null,
    mayContest: isIdentityAwaited && last !== undefined && notContestable(last) === null,
  };
}

const photo = z.object({ isVerified: z.boolean(), givenOn: z.iso.datetime(), validTo: z.iso.date().nullable() });
/** All that is on record of oneself (SEC-13). */
export const ownRecord = z
  .object({
    registrationNumber: z.string(),
    title: z.string().nullable(),
    givenName: z.string(),
    familyName: z.string(),
    birthDate: z.iso.date().nullable(),
    niNumber: z.string().nullable(),
    gender: z.string().nullable(),
    address: z.object({ lines: z.array(z.string()), postcode: z.string().nullable() }),
    email: z.string().nullable(),
    mobile: z.string().nullable(),
    photo: photo.nullable(),
    cards: z.array(z.object({ number: z.string(), type: z.string(), validFrom: z.iso.date(), validTo: z.iso.date(), state: z.string() })),
    assessments: z.array(
      z.object({ number: z.string(), takenOn: z.iso.date(), expiresOn: z.iso.date(), result: z.enum(['pass', 'fail']) }),
    ),
  })
  .meta({ id: 'OwnRecord' });

/** What is on record of oneself on a London date. */
export function ownRecordBody({ person, photos, cards, assessments }: OwnRecord, today: LocalDate): z.output<typeof ownRecord> {
  const { number: registrationNumber, title, givenName, familyName, birthDate, niNumber, gender, email, mobile } = person;
  const known = verifiedOn(photos, today) ?? newestOf(photos);
  return {
    ...{ registrationNumber, title, givenName, familyName, birthDate, niNumber, gender, email, mobile },
    address: { lines: person.addressLines, postcode: person.postcode },
    photo: known && { isVerified: known.verifiedAt !== null, givenOn: known.givenAt, validTo: known.validTo },
    cards: cards.map(({ number, type, validFrom, validTo, state }) => ({ number, type, validFrom, validTo, state })),
    assessments: assessments.map(({ number, takenOn, expiresOn, result }) => ({ number, takenOn, expiresOn, result })),
  };
}
