import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inScope } from '../db/core/database';
import { wakeProcesses } from '../db/core/wakes';
import { TERMS } from '../domain/applications/terms';
import { businessId, startOf } from '../domain/processes';
import type { DemoClient } from '../ops/demo-client';
import { withEach } from './engine.bench';
import { cpuOf, line, median, timed } from './measure';
import { reserved, twin, type Bench } from './orders.bench';
import { TWIN_QUEUE } from './twin-worker';
import { emptyTwin } from './twin.workflow';

const MANY = Number(process.env['BENCH_APPLICATIONS'] ?? 1000);
const STORED = 20;
const WARM_UP = 20;
const AT_ONCE = 8;
/** So many are added to an order at once. */
const OF_AN_ORDER = 200;

/** Applications finalised, ordered, paid, held for an assessment and released by its pass, all in one run, against as many empty twins. */
export async function applications(bench: Bench, client: DemoClient): Promise<string[]> {
  const empties = (many: number) =>
    withEach(
      Array.from({ length: many }, () => twin(bench)),
      AT_ONCE,
      async (each) => (await each.open(), await each.end(), await each.result()),
    );
  // Workers that have just started compile their code first.
  await Promise.all([empties(WARM_UP), held(bench, client, await drafts(bench, WARM_UP))]);
  const empty = await measured(bench, () => empties(MANY));
  const ids = await drafts(bench, MANY);
  const whole = await measured(bench, async () => {
    await held(bench, client, ids);
    await passed(bench, ids);
    await untilAll(bench, ids, 'beingProduced');
  });
  const what = `${MANY.toLocaleString('en')} applications finalised, paid, held, released / empty twins`;
  const rate = (took: number) => `${(MANY / (took / 1000)).toFixed(1)} a second`;
  return [
    line(`${what}: time`, whole.took / empty.took, null, `${rate(whole.took)}; twins ${rate(empty.took)}`),
    line(`${what}: CPU`, whole.cpu / empty.cpu, null, `${(empty.cpu / MANY).toFixed(0)} ms is 1`),
  ];
}

/** What an application that is held for an assessment takes in the store of the engine, against an empty workflow on one timer. */
export async function store(bench: Bench, client: DemoClient): Promise<string[]> {
  const ids = await drafts(bench, STORED);
  await held(bench, client, ids);
  const { workflow } = bench.processes.client;
  const bytesOf = async (workflowId: string) =>
    Number((await workflow.getHandle(workflowId).describe()).raw.workflowExecutionInfo!.historySizeBytes);
  const empty: number[] = [];
  const full: number[] = [];
  for (const id of ids) {
    const workflowId = `twin/${randomUUID()}`;
    const handle = await workflow.start(emptyTwin, { workflowId, taskQueue: TWIN_QUEUE, args: [] });
    // Its timer is set once its first task is done.
    while (((await handle.describe()).raw.workflowExecutionInfo!.historyLength?.toNumber() ?? 0) < 5) await pause(50);
    empty.push(await bytesOf(workflowId));
    await handle.terminate();
    full.push(await bytesOf(businessId('application', id)));
  }
  const note = `${median(full)} bytes of history; ${median(empty)} are 1`;
  return [line('an application held for HS&E in the store / an empty workflow on one timer', median(full) / median(empty), 3, note)];
}

/** How long work took, in milliseconds, and the CPU of all services meanwhile. */
export async function measured(bench: Bench, work: () => Promise<unknown>): Promise<{ took: number; cpu: number }> {
  const before = cpuOf(bench.pids());
  const took = await timed(work);
  return { took, cpu: cpuOf(bench.pids()) - before };
}

/** Applications that lack nothing but the assessment, of people whose photo is verified; set-based, triggers off. */
async function drafts({ owner, caller, office }: Bench, many: number): Promise<string[]> {
  const ids = Array.from({ length: many }, () => randomUUID());
  const of = { ids, tenant: caller.tenant, organisation: caller.organisation, office, user: caller.user };
  await owner.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(
      `insert into persons (id, tenant_id, given_name, family_name, birth_date) select id, :tenant, 'Ann', 'Bench', '1990-01-01' from unnest(:ids::uuid[]) id`,
      of,
    );
    await trx.raw(
      `insert into employments (id, tenant_id, organisation_id, node_id, person_id, started_on, declaration, declared_by, declared_at)
       select id, :tenant, :organisation, :office, id, '2020-01-01', 'd', :user, now() from unnest(:ids::uuid[]) id`,
      of,
    );
    await trx.raw(
      `insert into photos (id, tenant_id, person_id, file_id, given_at, given_by, verified_at, valid_from, valid_to)
       select id, :tenant, id, id, now(), :user, now(), current_date, current_date + 1826 from unnest(:ids::uuid[]) id`,
      of,
    );
    await trx.raw(
      `insert into applications (id, tenant_id, organisation_id, node_id, person_id, card_type, phone, email, hse_choice, occupation, form_changed_at, created_at, created_by, state, state_since)
       select id, :tenant, :organisation, :office, id, 'craft', '01603 496000', 'a@b.example', 'laterOnline', 'electricalLabourer', now(), now(), :user,
         'readyToFinalise', now() from unnest(:ids::uuid[]) id`,
      of,
    );
  });
  return ids;
}

/** Finalises them, puts them on orders, pays these, and waits until all are held. */
async function held(bench: Bench, client: DemoClient, ids: string[]): Promise<void> {
  const { tenant, organisation, policyVersion } = bench.caller;
  await withEach(ids, AT_ONCE, async (id) => {
    const body = { terms: TERMS.version, understandsHsePending: true };
    const requestId = await reserved(bench, body);
    const start = startOf('application', id, { owner: 'caseOperator', tenant, organisation, ...policyVersion });
    await bench.processes.open(start, 'finalise', { requestId, at: new Date().toISOString(), body, expectedVersion: null });
  });
  const post = <Body>(who: 'employer' | 'finance' | 'second', path: string, body: object) =>
    client.as<Body>(who, 'POST', path, body, randomUUID());
  for (let from = 0; from < ids.length; from += OF_AN_ORDER) {
    const said = { purchaseOrder: 'PO', level: bench.node, billingOffice: bench.office, deliveryOffice: bench.office };
    const { id } = await post<{ id: string }>('employer', '/v1/application-orders', { ...said, accountsContact: 'A', attentionOf: null });
    await post('employer', `/v1/application-orders/${id}/add`, { applications: ids.slice(from, from + OF_AN_ORDER) });
    await post('employer', `/v1/application-orders/${id}/close`, {});
    const payment = await post<{ id: string }>('finance', '/v1/order-payments', { order: id, reason: 'bench' });
    await post('second', `/v1/order-payments/${payment.id}/approve`, { reason: 'bench' });
  }
  await untilAll(bench, ids, 'onHold');
}

/** A pass of each is on record, and their applications hear of it. */
async function passed({ owner, database, caller: { tenant } }: Bench, ids: string[]): Promise<void> {
  await owner.raw(
    `insert into hse_records (id, tenant_id, person_id, number, taken_on, expires_on, mode, result, source, received_at)
     select id, :tenant, id, id::text, current_date, current_date + 700, 'online', 'pass', 'csv', date_trunc('milliseconds', now()) from unnest(:ids::uuid[]) id`,
    { ids, tenant },
  );
  await inScope(database, { tenant, organisation: null }, (trx) => wakeProcesses(trx, ids));
}

async function untilAll({ owner }: Bench, ids: string[], state: string): Promise<void> {
  const others = () => owner('applications').whereRaw('id = any(?::uuid[])', [ids]).whereNot('state', state).first('id');
  while (await others()) await pause(100);
}
