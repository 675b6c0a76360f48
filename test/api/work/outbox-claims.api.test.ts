import { v7 as uuid } from 'uuid';
import type { SeededTenant } from '../../../db/seeds/demo';
import { claimDeliveries, endDeliveries, freeDeliveries } from '../../../db/core/outbox.commands';
import { eventually } from '../../support/eventually';
import { realSystem, type TestSystem } from '../../support/system';
import { startRelay } from '../../../workers/relay';

let system: TestSystem;
let tenant: SeededTenant;
const ALL = { mail: 48, sms: 8, process: 16, case: 4 };

beforeAll(async () => {
  system = await realSystem('outbox-claims');
  tenant = await system.tenant('claims');
});
beforeEach(() => system.relay.stop());
afterAll(() => system?.stop());

async function enqueue(kind: 'mail' | 'signal' | 'start', count: number, change: Record<string, unknown> = {}): Promise<string[]> {
  const entity = uuid();
  const rows = Array.from({ length: count }, (_each, index) => ({
    id: uuid(),
    tenant_id: tenant.id,
    kind,
    entity_id: entity,
    name: kind === 'mail' ? 'claim-declined' : 'news',
    target: kind === 'mail' ? `user/${tenant.staff.finance.id}` : `nobody/${entity}`,
    facts: JSON.stringify({ reference: String(index), amount: '£1.00', bookedOn: '2026-11-20' }),
    ...change,
  }));
  await system.owner('outbox').insert(rows);
  return rows.map(({ id }) => id);
}
const rowsOf = (ids: string[]) => system.owner('outbox').whereIn('id', ids).orderBy('id');
/** A relay whose mails are told to a function instead of a server. */
const relayWith = (send: (id: string) => Promise<void>) =>
  startRelay(system.config.DATABASE_URL, {
    ...system.deliveryDeps,
    mail: {
      messageId: system.deliveryDeps.mail.messageId,
      send: ({ messageId }: { messageId: string }) => send(messageId.slice(1, 37)),
      close: () => undefined,
    },
  });

test('OPS-3 OPS-4 a relay killed in the middle of a batch loses none of it: the next one has every mail leave, each begun one counted as a possible repeat', async () => {
  const ids = await enqueue('mail', 5);
  expect(await claimDeliveries(system.database, ALL)).toHaveLength(5);
  await endDeliveries(system.database, [{ id: ids[0]!, messageId: 'sent' }]);
  expect(await claimDeliveries(system.database, ALL)).toEqual([]);
  await system.relay.start();
  await eventually(async () => expect((await rowsOf(ids)).every(({ done_at: done }) => done !== null)).toBe(true));
  expect((await rowsOf(ids)).map(({ possible_repeats: repeats }) => repeats)).toEqual([0, 1, 1, 1, 1]);
});

test('OPS-3 a mail that fails does not stop its batch, and is tried again after a pause', async () => {
  const ids = await enqueue('mail', 4);
  const relay = await relayWith((id) => (id === ids[1] ? Promise.reject(new Error('no such box')) : Promise.resolve()));
  await eventually(async () =>
    expect((await rowsOf(ids)).filter(({ leased_until: lease, attempts }) => !lease && attempts)).toHaveLength(4),
  );
  await relay.stop();
  const [first, second] = await rowsOf(ids);
  expect([first.message_id, first.failed_at]).toEqual([`<${ids[0]}@countersign.example>`, null]);
  expect(second).toMatchObject({ done_at: null, attempts: 1, last_error: 'no such box', possible_repeats: 0 });
  expect(Date.parse(second.due_at)).toBeGreaterThan(Date.parse(first.done_at) + 2_000);
  await system.owner('outbox').where({ id: ids[1] }).update({ skipped_at: new Date() });
});

test('OPS-3 a claim holds until its lease ends or it is freed: nobody else is given its rows meanwhile, afterwards they are', async () => {
  const [id] = await enqueue('mail', 1);
  const claimed = () => claimDeliveries(system.database, ALL).then((rows) => rows.map((row) => row.id));
  const both = await Promise.all([claimed(), claimDeliveries(system.database, ALL).then((rows) => rows.map((row) => row.id))]);
  expect(both.flat()).toEqual([id]);
  await freeDeliveries(system.database, [id!]);
  expect(await claimed()).toEqual([]);
  await system
    .owner('outbox')
    .where({ id })
    .update({ leased_until: new Date(Date.now() - 1000) });
  expect(await claimed()).toEqual([id]);
  await freeDeliveries(system.database);
  expect(await claimed()).toEqual([id]);
  await endDeliveries(system.database, [{ id: id!, messageId: null }]);
  expect((await rowsOf([id!]))[0]).toMatchObject({ attempts: 3, possible_repeats: 2, leased_until: null });
});

test('OPS-3 what is overtaken or meant for later does not leave; the queue says skipped and waiting', async () => {
  const [skipped] = await enqueue('mail', 1, { skipped_at: new Date() });
  const [later] = await enqueue('mail', 1, { not_before: new Date(Date.now() + 3_600_000) });
  const [now] = await enqueue('mail', 1);
  const sent: string[] = [];
  const relay = await relayWith(async (id) => void sent.push(id));
  await eventually(async () => expect((await rowsOf([now!]))[0].done_at).not.toBeNull());
  await relay.stop();
  expect(sent).toEqual([now]);
  const statuses = await system.owner('mail_queue').whereIn('id', [skipped!, later!, now!]).orderBy('id').pluck('status');
  expect(statuses).toEqual(['skipped', 'waiting', 'completed']);
  await system.owner('outbox').where({ id: later }).update({ skipped_at: new Date() });
});

test('OPS-3 signals to one target arrive in their order, one after the other; other targets and mails wait for none of them', async () => {
  const ids = await enqueue('signal', 6);
  const told: string[] = [];
  let open = () => undefined as void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const signal = async (_id: string, _name: string, { reference }: { reference: string }) => {
    await gate;
    told.push(reference);
    return true;
  };
  const processes = { client: system.processes.client, signal } as never;
  const relay = await startRelay(system.config.DATABASE_URL, { ...system.deliveryDeps, processes });
  const [mail] = await enqueue('mail', 1);
  await eventually(async () => expect((await rowsOf([mail!]))[0].done_at).not.toBeNull());
  expect(told).toEqual([]);
  open();
  await eventually(async () => expect((await rowsOf(ids)).every(({ done_at: done }) => done !== null)).toBe(true));
  await relay.stop();
  expect(told).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('OPS-3 tenants take turns: the first mail of one comes before the second of another that has a hundred waiting longer', async () => {
  const [other, third] = [await system.tenant('claims-other'), await system.tenant('claims-third')];
  const long = new Date(Date.now() - 3_600_000);
  const many = await enqueue('mail', 100, { created_at: long });
  const few = await enqueue('mail', 2, { tenant_id: other.id });
  const [one] = await enqueue('mail', 1, { tenant_id: third.id });
  const ids = async (mail: number) => (await claimDeliveries(system.database, { ...ALL, mail })).map((row) => row.id);
  expect(await ids(4)).toEqual([many[0], few[0], one, many[1]]);
  expect(await ids(2)).toEqual([many[2], few[1]]);
  expect(await ids(48)).toEqual(many.slice(3, 51));
  await system
    .owner('outbox')
    .whereIn('id', [...many, ...few, one!])
    .update({ skipped_at: new Date(), leased_until: null });
});

test('OPS-3 the cases of one tenant are opened one after the other, those of another wait for none of them', async () => {
  const other = await system.tenant('claims-fourth');
  const facts = JSON.stringify({ entities: [] });
  const starts = (tenantId: string, count: number) => enqueue('start', count, { tenant_id: tenantId, name: 'suspense', facts });
  const own = await starts(tenant.id, 3);
  const [theirs] = await starts(other.id, 1);
  const ids = async () => (await claimDeliveries(system.database, ALL)).map((row) => row.id);
  expect(await ids()).toEqual([own[0], theirs]);
  expect(await ids()).toEqual([]);
  await endDeliveries(system.database, [{ id: own[0]!, messageId: null }]);
  expect(await ids()).toEqual([own[1]]);
  await system
    .owner('outbox')
    .whereIn('id', [...own, theirs!])
    .update({ skipped_at: new Date(), leased_until: null });
});
