import { lapsedBefore, noticedOn, type LapseMail } from '../../domain/learners/lapse-moments';
import { dateWords, dayNumbersBetween, startOfDate, type LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { policyOnce } from '../core/rules';
import { LearnerRow } from '../registration/batch.model';

/** So many learners a mail names; of more it tells how many they are. */
const NAMED = 50;

/**
 * Whom a mail of a batch and a day lists, a line each, as they stand when it leaves: those of a notice who are still registered and whom
 * no later one has reached, those who lapsed and were not taken back. None where nobody is left to tell of (LAP-1).
 */
export async function listedIn(
  trx: Transaction,
  { tenant, batch, day, what }: { tenant: string; batch: string; day: LocalDate; what: LapseMail },
): Promise<string[]> {
  const { policyVersion } = await ProcessRow.query(trx)
    .where({ kind: 'lapse', entity_id: batch })
    .orderBy('opened_at', 'desc')
    .first()
    .throwIfNotFound();
  const noticed = noticedOn(day, await policyOnce(trx, tenant, policyVersion)).map(({ lapsesOn, nextAt }) => [lapsesOn, nextAt]);
  const meant = () => {
    const query = LearnerRow.query(trx).where({ batch_id: batch });
    if (what === 'lapsed') {
      // Whose turn is yet to come lapses at the same instant.
      query.where({ lapses_on: lapsedBefore(day) });
      return query.where((one) => void one.where({ state: 'lapsed' }).orWhere({ next_at: startOfDate(day) }));
    }
    return query.whereIn(['lapses_on', 'next_at'], noticed);
  };
  const named = await meant().orderBy(['lapses_on', 'sorted_by', 'id']).limit(NAMED);
  const more = named.length < NAMED ? 0 : (await meant().resultSize()) - NAMED;
  return [...named.map((learner) => lineOf(learner, what, day)), ...(more > 0 ? [`and ${more} more`] : [])];
}

function lineOf({ forename, surname, number, lapsesOn }: LearnerRow, what: LapseMail, day: LocalDate): string {
  const left = dayNumbersBetween(day, lapsesOn);
  const days = what === 'lapsed' ? '' : `, ${left} ${left === 1 ? 'day' : 'days'} left`;
  return `${forename} ${surname}, learner ${number}, last day ${dateWords(lapsesOn)}${days}`;
}
