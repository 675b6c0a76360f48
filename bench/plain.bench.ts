import { randomUUID } from 'node:crypto';
import { editLearner } from '../db/learners/edits.commands';
import { changeNode } from '../db/organisations/organisations.commands';
import { inScope, prepared, type Transaction } from '../db/core/database';
import { keepAnswer, reserve, type RequestedBy } from '../db/core/requests.commands';
import { BatchRow, LearnerRow } from '../db/registration/batch.model';
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
    ...(await learners(bench)),
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

/** The same of a learner, whose edit is checked as a line of a registration is (LRN-1). */
async function learners({ database, owner, caller: { tenant } }: Bench): Promise<string[]> {
  const centre = await owner('organisations').where({ tenant_id: tenant, kind: 'centre' }).first('id');
  const user = await owner('users').where({ organisation_id: centre.id }).first('id');
  const product = await owner('products').where({ tenant_id: tenant }).first('id');
  const scope = { tenant, organisation: centre.id as string };
  const id = randomUUID();
  const by = { user_id: user.id as string, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: randomUUID() };
  const batch = { id: randomUUID(), tenantId: tenant, organisationId: scope.organisation, productId: product.id, session: 2026 };
  const registered = { registeredAt: AT, registeredBy: user.id };
  const own = { tenantId: tenant, organisationId: scope.organisation, batchId: batch.id, productId: product.id, session: 2026 };
  await inScope(database, scope, async (trx) => {
    await BatchRow.query(trx).insert({ ...batch, ...registered, contactName: 'Ann', contactEmail: 'ann@centre.example', learnerCount: 1 });
    await LearnerRow.query(trx).insert({
      ...{ ...own, id, forename: 'Ann', surname: 'Edited', birthDate: '2008-02-03', gender: 'F', ethnicity: '98', country: 'GB' },
      ...{
        startOn: '2026-09-01',
        plannedEndOn: '2027-07-01',
        registeredAt: AT,
        firstRegisteredAt: AT,
        lapsesOn: '2029-11-22',
        stateSince: AT,
      },
    });
  });
  const cells = {
    forename: 'Ann',
    surname: 'Edited',
    birthDate: '2008-02-03',
    gender: 'F',
    startOn: '2026-09-01',
    plannedEndOn: '2027-07-01',
  };
  const kinds: Record<string, (round: number) => Promise<unknown>> = {
    floor: (round) => inScope(database, scope, (trx) => floorOfLearner(trx, { ...scope, user: user.id, id }, round)),
    edited: (round) =>
      inScope(database, scope, (trx) =>
        editLearner(trx, id, null, { ...cells, centreReference: `E${round}` }, { by, body: {}, reason: null }, AT),
      ),
  };
  const taken: Record<string, number[]> = { floor: [], edited: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, work] of Object.entries(kinds)) taken[name]!.push(await timed(() => work(round)));
  const of = (name: string) => median(taken[name]!.slice(WARM_UP));
  const note = `${of('floor').toFixed(2)} ms is 1`;
  return [line('an edit of a learner / lock, update, audit row, commit', of('edited') / of('floor'), 1.5, note)];
}

/** The least that it can be: a learner’s row locked and changed, one audit row. */
async function floorOfLearner(
  trx: Transaction,
  { tenant, organisation, user, id }: { tenant: string; organisation: string; user: string; id: string },
  round: number,
): Promise<void> {
  await prepared(trx, 'floor-lock-learner', 'select * from learners where id = $1 for no key update', [id]);
  const update = 'update learners set centre_reference = $2, version = version + 1 where id = $1';
  await prepared(trx, 'floor-update-learner', update, [id, `F${round}`]);
  await prepared(
    trx,
    'floor-audit-learner',
    `insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, before, after, policy_version, evidence, calendar_version)
     values ($1, $2, 'learner', $3, 'edited', $4, $5, '{}', '{}', policy_version($4::timestamptz), '{}', calendar_version())`,
    [tenant, organisation, id, AT, user],
  );
}
