import { begunByCard, gatewayFaults, gatewaysPage } from '../../support/card-payments';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import { applicant, faults, NOTHING_GIVEN, unverified, type OwnBody } from '../../support/identity-stories';
import { calls, outageIs, type DelayedBody, type OutageBody } from '../../support/outages';
import { CERTIFICATE, qualificationIs } from '../../support/qualifications';
import { shared } from '../../support/shared';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
beforeAll(async () => {
  system = await realSystem('outages');
});
afterEach(async () => {
  await Promise.all([gatewayFaults(system), faults(system), bodyFaults()]);
});
afterAll(() => system?.stop());

const DOWN = { status: 503, times: 1_000_000 };
const bodyFaults = (fault: object = { times: 0 }) =>
  fetch(`${shared().awardingBody.url}/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
const begun = async ({ given, as }: Scene) => begunByCard(as.employerUser, await given.employer.closed([await given.employer.finalised()]));
const shown = async ({ as }: Scene, id: string) => (await as.administrator.get<OutageBody>(`/v1/outages/${id}`)).body;
const delayedBy = async ({ as }: Scene, id: string) =>
  (await as.administrator.get<{ items: DelayedBody[] }>(`/v1/delayed-cases?outage=${id}`)).body.items;
/** Each payment was asked for at the gateway, once. */
async function eachAskedOnce(payments: { id: string }[]): Promise<void> {
  for (const { id } of payments) await gatewaysPage(system, id);
  const asked = (await (await fetch(`${system.gateway}/payments`)).json()) as { reference: string }[];
  expect(asked.map(({ reference }) => reference).filter((reference) => payments.some(({ id }) => id === reference))).toHaveLength(
    payments.length,
  );
}
const spellsOf = (tenant: string, service: string) => system.owner('outage_spells').where({ tenant_id: tenant, service });

test('OUT-1 OPS-3 while the gateway is down payments wait; the ledger tells since when and which; back, all go on by themselves, each asked once', async () => {
  const scene = await sceneIn(system, 'down');
  await gatewayFaults(system, DOWN);
  const payments = [await begun(scene), await begun(scene), await begun(scene)];
  const id = await outageIs(system, scene.tenant.id, 'gateway', 'down');
  const late = await begun(scene);
  const [task] = await system.owner('work_items').where({ entity_id: id, closed_at: null });
  expect(task).toMatchObject({ task: 'lookAfterService', queue: 'administrator' });
  expect(await shown(scene, id)).toMatchObject({ state: 'down', to: null, minutes: null });
  expect((await scene.as.administrator.get<{ items: OutageBody[] }>('/v1/outages?state=down')).body.items).toHaveLength(1);

  await gatewayFaults(system);
  await eachAskedOnce([...payments, late]);
  await outageIs(system, scene.tenant.id, 'gateway', 'back');
  await eventually(async () => expect(await shown(scene, id)).toMatchObject({ service: 'gateway', spells: 1, delayed: 4, waiting: 0 }));
  const cases = await delayedBy(scene, id);
  expect(cases.map(({ about }) => about).sort()).toEqual([...payments, late].map((each) => each.id).sort());
  for (const each of cases) expect(each).toMatchObject({ kind: 'card-payment', outcome: 'wentOn', to: expect.any(String) });
  const tries = await system.owner('outbox').where({ tenant_id: scene.tenant.id, kind: 'gateway' }).pluck('attempts');
  expect(Math.max(...tries)).toBeLessThanOrEqual(4);
});

test('OUT-1 one call that fails opens nothing, nor do two with an answer between; the third in a row does, since the first of them', async () => {
  const { tenant } = await sceneIn(system, 'count');
  const at = (second: number) => `2026-11-20T09:00:0${second}.000Z`;
  const hear = (failed: number, second: number) => calls(system, tenant.id, 'sms', { failed }, at(second));
  await hear(2, 0);
  await hear(0, 1);
  expect(await spellsOf(tenant.id, 'sms')).toEqual([]);
  await hear(1, 2);
  await hear(1, 3);
  expect(await system.owner('outages').where({ tenant_id: tenant.id })).toEqual([]);
  await hear(1, 4);
  expect(await spellsOf(tenant.id, 'sms')).toEqual([expect.objectContaining({ failing_since: at(2), down_at: at(4), failures: 3 })]);
  await hear(0, 5);
  await outageIs(system, tenant.id, 'sms', 'over');
});

test('OUT-1 while a circuit is open one call is made at a time, and only when its probe is due; whoever has mended it has it made at once', async () => {
  const scene = await sceneIn(system, 'probe');
  await gatewayFaults(system, DOWN);
  const payments = [await begun(scene), await begun(scene), await begun(scene)];
  const id = await outageIs(system, scene.tenant.id, 'gateway', 'down');
  await spellsOf(scene.tenant.id, 'gateway').update({ probe_at: '2100-01-01' });
  await gatewayFaults(system);
  const before = await system.owner('outbox').where({ tenant_id: scene.tenant.id, kind: 'gateway' }).sum('attempts');
  await system.owner('outbox').where({ tenant_id: scene.tenant.id, kind: 'gateway' }).update({ next_try_at: null });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await system.owner('outbox').where({ tenant_id: scene.tenant.id, kind: 'gateway' }).sum('attempts')).toEqual(before);

  const { administrator, eqa } = scene.as;
  expect((await eqa.post(`/v1/outages/${id}/try-now`, {})).status).toBe(403);
  const rehearsed = await administrator.post(`/v1/outages/${id}/try-now?dryRun=true`, {});
  expect([rehearsed.status, (await spellsOf(scene.tenant.id, 'gateway').first()).probe_at]).toEqual([200, '2100-01-01T00:00:00.000Z']);
  const key = { 'Idempotency-Key': crypto.randomUUID() };
  const tried = await administrator.post<OutageBody>(`/v1/outages/${id}/try-now`, {}, key);
  expect([tried.status, tried.body.version]).toEqual([200, 2]);
  expect((await administrator.post(`/v1/outages/${id}/try-now`, {}, key)).body).toEqual(tried.body);
  await eachAskedOnce(payments);
  await outageIs(system, scene.tenant.id, 'gateway', 'back');
  expect(await administrator.post(`/v1/outages/${id}/try-now`, {})).toMatchObject({ status: 409, body: { errors: [{ code: 'notDown' }] } });
});

test('OUT-1 OPS-4 a relay that is killed in an outage, or a worker, changes nothing: the rows tell the next one', async () => {
  const scene = await sceneIn(system, 'kill');
  await gatewayFaults(system, DOWN);
  const payments = [await begun(scene), await begun(scene), await begun(scene)];
  const id = await outageIs(system, scene.tenant.id, 'gateway', 'down');
  await system.relay.stop();
  await system.worker.stop();
  await gatewayFaults(system);
  await system.relay.start();
  await eachAskedOnce(payments);
  await system.worker.start();
  await outageIs(system, scene.tenant.id, 'gateway', 'back');
  await eventually(async () => expect(await shown(scene, id)).toMatchObject({ delayed: 3, waiting: 0 }));
});

test('OUT-1 two services at once are two outages, each with its own cases; another tenant has none of either', async () => {
  const scene = await sceneIn(system, 'two');
  const other = await sceneIn(system, 'two-other');
  await gatewayFaults(system, DOWN);
  await faults(system, DOWN);
  const payments = [await begun(scene), await begun(scene), await begun(scene)];
  const applied = await unverified(scene);
  const person = await applicant(system, applied.email);
  expect((await person.post<OwnBody>(`/v1/account/applications/${applied.id}/verify`, NOTHING_GIVEN)).status).toBe(200);
  const gateway = await outageIs(system, scene.tenant.id, 'gateway', 'down');
  const identity = await outageIs(system, scene.tenant.id, 'identity', 'down');
  expect((await other.as.administrator.get<{ items: unknown[] }>('/v1/outages')).body.items).toEqual([]);
  expect((await other.as.administrator.get(`/v1/outages/${gateway}`)).status).toBe(404);
  expect(await delayedBy(other, gateway)).toEqual([]);
  await faults(system);
  await outageIs(system, scene.tenant.id, 'identity', 'back');
  expect(await shown(scene, gateway)).toMatchObject({ state: 'down' });
  await eventually(async () => expect((await delayedBy(scene, identity)).map(({ about }) => about)).toEqual([applied.id]));
  await gatewayFaults(system);
  await eachAskedOnce(payments);
  await outageIs(system, scene.tenant.id, 'gateway', 'back');
});

test('OUT-1 QUA-1 awarding bodies that are down: a qualification waits, and is checked once they are back, soon', async () => {
  const scene = await sceneIn(system, 'bodies');
  await bodyFaults(DOWN);
  const application = await scene.given.employer.started();
  const asked = await scene.as.employerUser.post<{ id: string }>(`/v1/applications/${application.id}/qualifications`, CERTIFICATE);
  expect(asked.status).toBe(201);
  const id = await outageIs(system, scene.tenant.id, 'awardingBody', 'down');
  expect(await delayedBy(scene, id)).toMatchObject([{ about: asked.body.id, kind: 'qualification', outcome: 'waits', to: null }]);
  await bodyFaults();
  await qualificationIs(scene.as.employerUser, asked.body, 'awaitingDecision', 20_000);
  await outageIs(system, scene.tenant.id, 'awardingBody', 'back');
  expect(await delayedBy(scene, id)).toMatchObject([{ about: asked.body.id, outcome: 'wentOn', to: expect.any(String) }]);
});
