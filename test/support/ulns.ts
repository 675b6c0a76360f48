import type { Database } from '../../db/core/database';
import { inScope } from '../../db/core/database';
import { submitUlns } from '../../db/learners/offers';
import type { SeededTenant } from '../../db/seeds/demo';
import type { TestSystem } from './system';
import { checkDigitOf } from '../../domain/registration/uln';

/** A ULN that is right, another one for each number below 100 million. */
export function rightUln(number: number): string {
  for (let nine = 100_000_000 + number; ; nine += 100_000_000) {
    const digit = checkDigitOf(String(nine));
    if (digit !== null) return `${nine}${digit}`;
  }
}

/** Sends the ULN of a learner, given one if he has none; answers its submission. */
export async function submittedUln(
  database: Database,
  tenant: SeededTenant,
  learner: string,
  at = new Date().toISOString(),
): Promise<string> {
  return inScope(database, { tenant: tenant.id, organisation: null }, async (trx) => {
    await trx.raw('update learners set uln = coalesce(uln, ?) where id = ?', [rightUln(Date.now() % 90_000_000), learner]);
    await submitUlns(trx, { tenant: tenant.id, organisation: tenant.centre.id }, [learner], null, at);
    const { rows } = await trx.raw('select submission_id from uln_checks where learner_id = ? order by id desc limit 1', [learner]);
    return rows[0].submission_id;
  });
}

/** A learner as the Learning Records Service holds him. */
export interface LrsRecord {
  givenName: string;
  familyName: string;
  previousFamilyName?: string;
  birthDate: string;
  gender: string;
}

/** Tells the simulated Learning Records Service what it holds. */
export async function lrsHolds({ lrs }: { lrs: string }, uln: string, record: LrsRecord): Promise<void> {
  await fetch(`${lrs}/records/${uln}`, { method: 'PUT', body: JSON.stringify(record), headers: { 'Content-Type': 'application/json' } });
}

/** Switches its faults on; without any it is sound again. */
export async function lrsFaults({ lrs }: { lrs: string }, fault: object = {}): Promise<void> {
  await fetch(`${lrs}/faults`, { method: 'POST', body: JSON.stringify(fault), headers: { 'Content-Type': 'application/json' } });
}

/** What was to be asked of it later is due now. */
export async function asksLrsNow({ owner }: Pick<TestSystem, 'owner'>): Promise<void> {
  const now = new Date();
  await owner('outbox').where({ kind: 'lrs' }).whereNull('done_at').whereNull('leased_until').update({ next_try_at: now });
  await owner('outage_spells').where({ service: 'lrs' }).whereNotNull('down_at').whereNull('back_at').update({ probe_at: now });
}

/** Has it answer other than agreed, so many times. */
export async function lrsGarbles({ lrs }: { lrs: string }, times: number): Promise<void> {
  await fetch(`${lrs}/garble`, { method: 'POST', body: JSON.stringify({ times }), headers: { 'Content-Type': 'application/json' } });
}
