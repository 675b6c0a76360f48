import { v7 as uuid } from 'uuid';
import { countPreview, previewWaits } from '../db/calendar/preview.queries';
import { ProcessRow } from '../db/core/process.model';
import { inScope, type Transaction } from '../db/core/database';
import { calendarFrom } from '../domain/calendar/holidays';
import { openings } from '../domain/policy-rehearsal';
import { firstPolicy } from '../domain/policy';
import { cases } from '../domain/processes';
import { readHolidays } from '../db/seeds/bank-holidays';
import { toJson } from '../platform/json';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_HOLIDAYS=5000` makes it a smoke test. */
const WAITS = Number(process.env['BENCH_HOLIDAYS'] ?? 100_000);
const ROUNDS = 3;
const READ_AT_ONCE = 1000;
const PAGE = 50;
const BEGUN = '2027-03-22T10:00:00.000Z';
const DAY = '2027-03-31';
const proposed = { changes: [{ what: 'add' as const, day: DAY, name: 'Proclaimed' }], publishedUntil: '2028-12-31' };

/** The preview of a holiday over many open waits, half of which it moves, in a scheme of their own: at most five times reading their rows (CAL-1). */
export async function holidays(bench: Bench): Promise<string[]> {
  const tenant = await make(bench);
  const scope = { tenant, organisation: null };
  const times = async (work: (trx: Transaction) => Promise<unknown>) => {
    const taken: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) taken.push(await timed(() => inScope(bench.database, scope, work)));
    return median(taken.slice(1));
  };
  const floor = await times(readAll);
  const counted = await times((trx) => countPreview(trx, proposed, BEGUN));
  const first = await times((trx) => previewWaits(trx, proposed, { moves: true, limit: PAGE }, BEGUN));
  const size = `${WAITS.toLocaleString('en')} open waits`;
  const note = `reading their rows, ${floor.toFixed(0)} ms, is 1`;
  return [
    line(`preview of a holiday, counted by kind: ${size}`, counted / floor, 5, note),
    line(`its first page: ${size}`, first / floor, 5, note),
  ];
}

async function readAll(trx: Transaction): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await ProcessRow.query(trx)
      .whereNull('ended_at')
      .where('business_id', '>', after)
      .orderBy('business_id')
      .limit(READ_AT_ONCE);
    if (rows.length === 0) return;
    after = rows.at(-1)!.businessId;
  }
}

/** Exemptions, half of them begun before the holiday, half long after; with their tasks; set-based, triggers off. */
async function make({ owner }: Bench): Promise<string> {
  const tenant = uuid();
  const states = [BEGUN, '2027-09-01T10:00:00.000Z'].map(stateAt);
  await owner('tenants').insert({ id: tenant, key: `holidays-${tenant}`, name: 'Holidays', kind: 'card-scheme' });
  await owner.transaction(async (trx) => {
    await trx.raw(`set local session_replication_role = replica; set local statement_timeout = 0`);
    const of = { tenant, states: JSON.stringify(states), waits: WAITS };
    await trx.raw(
      `insert into processes (business_id, tenant_id, kind, entity_type, entity_id, reference, owner, state, stage, awaiting, clock, since, why, next, holds,
         due_at, policy_version, opened_at, version)
       select 'exemption/' || id, :tenant, 'exemption', 'exemption', id, 'X-' || n, 'caseOperator', jsonb_set(state, '{id}', to_jsonb(id::text)),
         'Asked for', 'staff', 'ours', now(), 'why', '[]', '[]', (state#>>'{schedule,0,at}')::timestamptz, 'first', now(), 1
       from (select n, md5(:tenant || n)::uuid as id, :states::jsonb->(n % 2) as state from generate_series(1, :waits::int) n) made`,
      of,
    );
    await trx.raw(
      `insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at, counted)
       select entity_id, tenant_id, 'caseOperator', 'decideExemption', 'exemption', entity_id, due_at, opened_at,
         jsonb_build_object('dueAt', state#>'{schedule,0,counted,at}')
       from processes where tenant_id = :tenant`,
      of,
    );
  });
  await owner.raw('vacuum analyze processes, work_items');
  return tenant;
}

function stateAt(at: string): unknown {
  const calendar = calendarFrom('first', readHolidays(), '2028-12-31');
  const names = { kind: 'exemption', businessId: 'exemption/b', reference: 'X-1', owner: 'caseOperator', tenant: 't', organisation: null };
  const about = { at, policy: firstPolicy, calendar, by: 'user', requestId: null };
  const [opened] = openings.exemption({ ...names, policyVersion: firstPolicy.version }, (facts) => ({ ...about, facts }));
  if (!opened || cases.exemption.standing(opened.next as never).ended) throw new Error('An exemption that is asked for is open');
  return JSON.parse(toJson(opened.next));
}
