import { eventually } from '../../support/eventually';
import { calls, outageIs, type DelayedBody, type OutageBody } from '../../support/outages';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('outages');

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const state = async ({ system }: Story, id: string) => (await system.owner('outages').where({ id }).first('state')).state;
const outages = async ({ as }: Story) => (await as.administrator.get<{ items: OutageBody[] }>('/v1/outages')).body.items;

test('OUT-1 ADV-3 journey 5: mails cannot leave for two days; the order whose mail waited is proposed two days more, which its own command gives', async (story) => {
  const { system, tenant, given, as, look } = story;
  const began = (await system.now()).toISOString();
  await calls(system, tenant.id, 'mail', { failed: 3 }, began);
  // The machine's clock stands still: its probe is not due for these two days.
  await system
    .owner('outage_spells')
    .where({ tenant_id: tenant.id })
    .update({ probe_at: shifted(began, 3 * DAY) });
  const outage = await outageIs(system, tenant.id, 'mail', 'down');
  const order = await given.order();
  const { dueAt } = await look.standing(order);
  const back = shifted(began, 2 * DAY);
  await system.sleepUntil(back);
  expect(await system.mailbox.to(tenant.companies[0].user.email, order.reference)).toEqual([]);
  await calls(system, tenant.id, 'mail', {}, back);
  await eventually(async () => expect(await system.mailbox.to(tenant.companies[0].user.email, order.reference)).toHaveLength(1));
  expect(await outages(story)).toMatchObject([{ id: outage, from: began, to: back, minutes: 2 * 24 * 60 }]);
  const delayed = await eventually(async () => {
    const { items } = (await as.finance.get<{ items: DelayedBody[] }>(`/v1/delayed-cases?outage=${outage}`)).body;
    const found = items.find(({ about }) => about === order.id)!;
    expect(found).toMatchObject({ kind: 'advance-order', outcome: 'wentOn' });
    return found;
  });
  const [proposed] = delayed.proposes;
  const { command, days, until } = proposed!;
  expect(proposed).toMatchObject({ hold: 'transfer', dueAt, by: { count: 2, unit: 'days' }, until: shifted(dueAt!, 2 * DAY) });
  expect((await as.finance.post(command!, { days, reason: 'Outage' })).status).toBe(200);
  expect((await look.standing(order)).dueAt!.slice(0, 10)).toBe(until.slice(0, 10));
});

test('OUT-1 it is over fifteen minutes after the service was back, not before; then its task is closed and administrators hear of it', async (story) => {
  const { system, tenant, boundary, look } = story;
  const began = (await system.now()).toISOString();
  await calls(system, tenant.id, 'printer', { failed: 3 }, began);
  const id = await outageIs(system, tenant.id, 'printer', 'down');
  const back = shifted(began, MINUTE);
  await system.sleepUntil(back);
  await calls(system, tenant.id, 'printer', {}, back);
  await outageIs(system, tenant.id, 'printer', 'back');
  const task = () => system.owner('work_items').where({ entity_id: id }).first('closed_at');
  await boundary(shifted(back, 15 * MINUTE), {
    before: async () => expect([await state(story, id), (await task()).closed_at]).toEqual(['back', null]),
    after: async () => expect([await state(story, id), (await task()).closed_at]).toEqual(['over', expect.anything()]),
  });
  expect(await look.mails({ id })).toEqual(['outage-began', 'outage-over']);
});

test('OUT-1 a flapping service is one outage; one that stayed for fifteen minutes and fails again is another', async (story) => {
  const { system, tenant } = story;
  const began = (await system.now()).toISOString();
  const hear = async (failed: number, minutes: number) => {
    await system.sleepUntil(shifted(began, minutes * MINUTE));
    await calls(system, tenant.id, 'printer', { failed }, shifted(began, minutes * MINUTE));
  };
  await hear(3, 0);
  const first = await outageIs(system, tenant.id, 'printer', 'down');
  await hear(0, 5);
  await outageIs(system, tenant.id, 'printer', 'back');
  await hear(3, 19);
  expect(await outageIs(system, tenant.id, 'printer', 'down')).toBe(first);
  expect(await outages(story)).toMatchObject([{ id: first, spells: 2, to: null }]);
  await hear(0, 20);
  await outageIs(system, tenant.id, 'printer', 'back');
  await hear(3, 35);
  const second = await outageIs(system, tenant.id, 'printer', 'down');
  expect(second).not.toBe(first);
  await eventually(async () => expect(await state(story, first)).toBe('over'));
  expect((await outages(story)).map(({ id, from, to }) => [id, from, to])).toEqual([
    [second, shifted(began, 35 * MINUTE), null],
    [first, began, shifted(began, 20 * MINUTE)],
  ]);
});
