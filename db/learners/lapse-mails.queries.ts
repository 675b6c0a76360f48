import { lastDaysOf, type LapseMail } from '../../domain/learners/lapse-moments';
import { dateWords, dayNumbersBetween, type LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { policyOnce } from '../core/rules';
import { LearnerRow } from '../registration/batch.model';

/** So many learners a mail names; of more it tells how many they are. */
const NAMED = 50;
const STATES = { notice: 'registered', lapsed: 'lapsed' } as const;

/**
 * Whom a mail of a batch and a day lists, a line each, as they stand when it leaves: those of a notice who are still registered, those
 * who lapsed and were not taken back. None where nobody is left to tell of (LAP-1).
 */
export async function listedIn(
  trx: Transaction,
  { tenant, batch, day, what }: { tenant: string; batch: string; day: LocalDate; what: LapseMail },
): Promise<string[]> {
  const { policyVersion } = await ProcessRow.query(trx)
    .where({ kind: 'lapse', entityId: batch })
    .orderBy('openedAt', 'desc')
    .first()
    .throwIfNotFound();
  const lastDays = lastDaysOf(what, day, await policyOnce(trx, tenant, policyVersion));
  const meant = () => LearnerRow.query(trx).where({ batchId: batch, state: STATES[what] }).whereIn('lapsesOn', lastDays);
  const named = await meant().orderBy(['lapsesOn', 'sorted_by', 'id']).limit(NAMED);
  const more = named.length < NAMED ? 0 : (await meant().resultSize()) - NAMED;
  return [...named.map((learner) => lineOf(learner, what, day)), ...(more > 0 ? [`and ${more} more`] : [])];
}

function lineOf({ forename, surname, number, lapsesOn }: LearnerRow, what: LapseMail, day: LocalDate): string {
  const left = dayNumbersBetween(day, lapsesOn);
  const days = what === 'lapsed' ? '' : `, ${left} ${left === 1 ? 'day' : 'days'} left`;
  return `${forename} ${surname}, learner ${number}, last day ${dateWords(lapsesOn)}${days}`;
}
