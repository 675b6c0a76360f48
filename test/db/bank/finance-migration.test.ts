import { randomUUID } from 'node:crypto';
import { connectDatabase } from '../../../db/core/database';
import { migrate } from '../../../db/migrate';
import { migrationSource } from '../../../db/migrations';
import { cases } from '../../../domain/processes';
import { fromJson } from '../../../platform/json';
import { createDatabase, ownerUrl } from '../../../ops/postgres';
import type { AdvanceOrder } from '../../../domain/orders/advance-order.state';
import { shared } from '../../support/shared';

const AT = '2026-06-24T09:00:00.000Z';
const PAID = '2026-06-20T09:00:00.000Z';

test('ADV-5 AUD-1 ADV-2 what the release before had reversed says so after the migration, as the reversal’s own commit says it now', async () => {
  const { postgres } = shared();
  const name = `carried_${randomUUID().slice(0, 8)}`;
  await createDatabase(postgres, name);
  const url = ownerUrl(postgres, name);
  const owner = connectDatabase(url, 3);
  const names = (await migrationSource.getMigrations([])).filter((each) => each < '0024');
  await owner.migrate.latest({ migrationSource: { ...migrationSource, getMigrations: async () => names } });
  const [tenant, user, account, organisation, node, order, reversal, statement] = Array.from({ length: 8 }, () => randomUUID()) as [
    ...[string, string, string, string, string, string, string, string],
  ];
  const of = { tenant_id: tenant };
  const pence = (amount: number) => ({ $pence: String(amount) });
  await owner.transaction(async (trx) => {
    await trx('tenants').insert({ id: tenant, key: 'old', name: 'Old', kind: 'card-scheme' });
    await trx.raw(`select set_config('app.tenant', '${tenant}', true)`);
    await trx('users').insert({ ...of, id: user, email: 'f@old.example', given_name: 'F', family_name: 'O', role: 'finance' });
    await trx('bank_accounts').insert({ ...of, id: account, name: 'Old', sort_code: '826219', account_number: '12345678' });
    await trx('organisations').insert({ ...of, id: organisation, name: 'Acme', kind: 'employer' });
    await trx('nodes').insert({ ...of, id: node, organisation_id: organisation, kind: 'company', name: 'Acme' });
    const held = { credits: 3, due_pence: 75_000, chosen_at: PAID, due_at: PAID, policy_version: '2026-11-01', version: 2 };
    const placed = { reference: 'ECS0944490', purchase_order: 'p', billing_office_id: node, accounts_contact: 'c', payer_id: user };
    const now = { state: 'allocated', state_since: PAID, allocated_pence: 75_000 };
    await trx('advance_orders').insert({ ...of, ...held, ...placed, ...now, id: order, organisation_id: organisation, node_id: node });
    const state = {
      id: order,
      state: 'allocated',
      stateSince: PAID,
      schedule: [],
      linked: [],
      due: pence(75_000),
      allocated: pence(75_000),
    };
    const about = { kind: 'advance-order', entity_type: 'advance-order', entity_id: order, reference: 'ECS0944490', owner: 'finance' };
    const stands = {
      stage: 'Allocated',
      awaiting: 'nobody',
      clock: 'stopped',
      since: PAID,
      why: 'w',
      next: '[]',
      policy_version: '2026-11-01',
    };
    const times = { opened_at: PAID, ended_at: PAID, version: 2, changed_version: 1, calendar_version: '' };
    const business = { business_id: 'advance-order/ECS0944490', organisation_id: organisation };
    await trx('processes').insert({ ...of, ...business, ...about, ...stands, ...times, state: JSON.stringify(state) });
    const taken = {
      pence: 75_000,
      debt_pence: 1_250,
      state: 'approved',
      state_since: AT,
      requested_by: user,
      allocated_by: [],
      version: 2,
    };
    await trx('reversals').insert({ ...of, ...taken, id: reversal, order_id: order });
    const told = {
      ...of,
      entity_type: 'reversal',
      entity_id: reversal,
      at: AT,
      user_id: user,
      policy_version: '2026-11-01',
      evidence: '{}',
      after: '{}',
    };
    await trx('audit').insert([
      { ...told, event: 'requested', reason: 'not theirs', calendar_version: '' },
      { ...told, event: 'approved', reason: 'checked', calendar_version: '' },
    ]);
    const asking = { kind: 'statement-import', entity_type: 'statement', entity_id: statement, reference: 'x.csv', owner: 'finance' };
    const open = { ...stands, ...times, stage: 'Asked', awaiting: 'finance', ended_at: null, state: '{}' };
    await trx('processes').insert({ ...of, ...asking, ...open, business_id: `statement-import/${statement}` });
  });
  await migrate(url, null);

  expect(await owner('advance_orders').first('state', 'state_since', 'allocated_pence', 'reversed_pence', 'version')).toEqual({
    ...{ state: 'reversed', state_since: AT, allocated_pence: 0n, reversed_pence: 75_000n, version: 3 },
  });
  const row = await owner('processes').where({ entity_id: order }).first();
  const state = fromJson<AdvanceOrder>(JSON.stringify(row.state));
  const said = cases['advance-order'].standing({ ...state, reference: 'ECS0944490' });
  expect([row.stage, row.why, row.version, row.ended_at]).toEqual([said.stage, said.why, 3, AT]);
  expect(state).toMatchObject({ state: 'reversed', stateSince: AT, allocated: 0n, linked: [] });
  expect(state.reversed).toEqual({ reversal, pence: 75_000n, debt: 1_250n });
  expect(await owner('process_stages').where({ business_id: row.business_id }).pluck('event')).toEqual(['reversed']);
  expect(await owner('audit').where({ entity_id: order }).first('event', 'user_id', 'reason')).toEqual({
    ...{ event: 'reversed', user_id: user, reason: 'checked' },
  });
  expect(await owner('reversals').first('reason', 'decided_by')).toEqual({ reason: 'not theirs', decided_by: user });
  expect(await owner('bank_accounts').first('pays_in', 'holder')).toEqual({ pays_in: true, holder: null });
  expect(await owner('outbox').select('kind', 'name', 'target')).toEqual([
    { kind: 'signal', name: 'wake', target: `statement-import/${statement}` },
  ]);
  await owner.destroy();
});
