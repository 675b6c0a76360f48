import { raw } from 'objection';
import type { AwardingBody, QualificationKind } from '../../domain/qualifications/awarding-body';
import { isMatched, type Catalogue, type Match, type Named } from '../../domain/qualifications/document-match';
import type { Outcome } from '../../domain/qualifications/qualification.state';
import type { Instant, LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { PersonRow } from '../people/person.model';
import { catalogueOf, findKind } from './awarding-bodies.queries';
import { GivingRow, QualificationKindRow, QualificationRow } from './qualification.model';

/** What was given last, to be looked at: with whose it has to be. */
export interface Examined {
  giving: GivingRow;
  person: Named;
}

/** Counts a try and answers what was given last; null where that has been looked at. Throws NotFoundError where there is none such. */
export async function beginExamination(trx: Transaction, qualification: string): Promise<Examined | null> {
  const giving = await GivingRow.query(trx)
    .where({ qualification_id: qualification })
    .orderBy('round', 'desc')
    .first()
    .forUpdate()
    .throwIfNotFound();
  if (giving.outcome) return null;
  await giving.$query(trx).patch({ tries: raw('tries + 1') });
  const { personId } = await QualificationRow.query(trx).findById(qualification).throwIfNotFound();
  return { giving, person: await PersonRow.query(trx).findById(personId).throwIfNotFound() };
}

/** What documents are compared with. */
export function catalogue(trx: Transaction): Promise<Catalogue> {
  return catalogueOf(trx);
}

/** Keeps that a document cannot be read; of two tries the first one stands. */
export async function keepUnreadable(trx: Transaction, giving: string, at: Instant): Promise<void> {
  await keep(trx, giving, { outcome: 'unreadable' }, at);
}

/** Keeps what a document's text came to: no more of it than the score, its reasons and what it is, a number that is another person's certificate among them (QUA-1, SEC-12). */
export async function keepMatch(trx: Transaction, { id }: GivingRow, match: Match, leastPoints: number, at: Instant): Promise<void> {
  const { score, reasons, kind, number, awardedOn } = match;
  const found = { score, reasons, foundKind: kind, foundNumber: number, foundAwardedOn: awardedOn };
  const outcome = !isMatched(match, leastPoints) ? 'notMatched' : (await isTaken(trx, id, kind!, number)) ? 'taken' : 'matched';
  await keep(trx, id, { ...found, outcome }, at);
}

/** The kind that an entry claims, and the body that is to be asked about it. */
export async function claimedKind(trx: Transaction, { kind }: GivingRow): Promise<{ kind: QualificationKind; body: AwardingBody }> {
  return (await findKind(trx, kind!))!;
}

/** Keeps what a body answered about an entry. */
export async function keepAnswer(
  trx: Transaction,
  { id, kind }: GivingRow,
  outcome: Extract<Outcome, 'confirmed' | 'notFound' | 'differs'>,
  { number, awardedOn }: { number: string | null; awardedOn: LocalDate | null },
  at: Instant,
): Promise<void> {
  const isOthers = outcome === 'confirmed' && (await isTaken(trx, id, kind!, number));
  await keep(trx, id, { outcome: isOthers ? 'taken' : outcome, foundKind: kind, foundNumber: number, foundAwardedOn: awardedOn }, at);
}

/** A certificate of that number is on record of somebody else, by the same body. */
async function isTaken(trx: Transaction, giving: string, kind: string, number: string | null): Promise<boolean> {
  if (number === null) return false;
  const { qualificationId } = await GivingRow.query(trx).findById(giving).throwIfNotFound();
  const { personId } = await QualificationRow.query(trx).findById(qualificationId).throwIfNotFound();
  const { body } = await QualificationKindRow.query(trx).findOne({ code: kind }).throwIfNotFound();
  const same = QualificationRow.query(trx)
    .where({ number })
    .whereNotNull('verified_at')
    .whereNot('person_id', personId)
    .whereIn('kind', QualificationKindRow.query(trx).select('code').where({ body }));
  return (await same.first()) !== undefined;
}

async function keep(trx: Transaction, id: string, result: Partial<GivingRow>, at: Instant): Promise<void> {
  await GivingRow.query(trx)
    .findById(id)
    .whereNull('outcome')
    .patch({ ...result, examinedAt: at });
}
