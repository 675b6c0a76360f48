import { randomUUID } from 'node:crypto';
import { changeNode } from '../db/organisations/organisations.commands';
import { inScope, prepared, type Transaction } from '../db/core/database';
import { keepAnswer, reserve, type RequestedBy } from '../db/core/requests.commands';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const ROUNDS = 200;
const WARM_UP = 40;
const AT = '2026-11-22T12:00:00.000Z';

/** A plain command, which edits a thing without a wait, against the least that such an edit can be: its row locked and changed, one audit row. */
export async function plain(bench: Bench): Promise<string[]> {
  const { database, caller, ring, node } = bench;
  const about = { tenant: caller.tenant, organisation: caller.organisation!, node };
  const by = { user_id: caller.user, session_id: caller.session, api_key_id: null, ip: caller.ip };
  const asked = (id: string): RequestedBy => ({ by: { ...by, request_id: id }, body: {}, reason: null });
  const edit = (trx: Transaction, id: string, round: number) => changeNode(trx, about, { name: `Plain ${round}` }, asked(id), AT);
  const kinds: Record<string, (round: number) => Promise<unknown>> = {
    floor: (round) => inScope(database, caller, (trx) => floor(trx, bench, round)),
    edited: (round) => inScope(database, caller, (trx) => edit(trx, randomUUID(), round)),
    reserved: (round) =>
      inScope(database, caller, async (trx) => {
        const what = { route: 'bench', key: randomUUID(), body: {}, receivedAt: AT, businessId: null, message: null };
        const { id } = await reserve(trx, caller, what, ring);
        await edit(trx, id, round);
        await keepAnswer(trx, id, { status: 200, headers: {}, body: {} }, ring);
      }),
  };
  const taken: Record<string, number[]> = { floor: [], edited: [], reserved: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, work] of Object.entries(kinds)) taken[name]!.push(await timed(() => work(round)));
  const of = (name: string) => median(taken[name]!.slice(WARM_UP));
  const note = `${of('floor').toFixed(2)} ms is 1`;
  return [
    line('an edit by a plain command / lock, update, audit row, commit', of('edited') / of('floor'), 1.5, note),
    line('the same with its key reserved and its answer kept', of('reserved') / of('floor'), null, note),
  ];
}

async function floor(trx: Transaction, { caller, node }: Bench, round: number): Promise<void> {
  await prepared(trx, 'floor-lock', 'select * from nodes where id = $1 for no key update', [node]);
  await prepared(trx, 'floor-update', 'update nodes set name = $2, version = version + 1 where id = $1', [node, `Floor ${round}`]);
  await prepared(
    trx,
    'floor-audit',
    `insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, before, after, policy_version, evidence, calendar_version)
     values ($1, $2, 'node', $3, 'renamed', $4, $5, '{}', '{}', policy_version($4::timestamptz), '{}', calendar_version())`,
    [caller.tenant, caller.organisation, node, AT, caller.user],
  );
}
