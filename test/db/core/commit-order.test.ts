import type { Ask } from '../../../domain/commit';
import { firstPolicy } from '../../../domain/policy';
import type { CaseKind, ProcessStart } from '../../../domain/processes';
import type { Instant } from '../../../domain/working-days';
import { CaseLab } from '../../support/case-lab';
import { command, everyCommand, later, openedCase, placing, received, storyOf, type Reach } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HELD = firstPolicy.requests.heldMinutes * MINUTE;
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('order');
});
afterAll(() => system?.stop());

interface Opened {
  lab: CaseLab;
  process: ProcessStart;
  moments: Instant[];
}

async function opened(kind: CaseKind): Promise<Opened> {
  const lab = await CaseLab.make(system);
  const process = await openedCase(lab, kind, AT);
  return { lab, process, moments: (await lab.state(process)).schedule.map(({ at }) => at) };
}

/** Lets what fell due happen by wakes, each in its time, as a worker that was never down does. */
async function wakes({ lab, process }: Opened, until: Instant): Promise<void> {
  for (;;) {
    const [due] = (await lab.state(process)).schedule;
    if (!due || due.at > until) return;
    const before = await lab.events(process);
    await lab.commit(lab.wake(process, due.at));
    expect((await lab.events(process)).length).toBeGreaterThan(before.length);
  }
}

const asked = (of: Opened, reach: Reach, at: Instant): Promise<Ask> => reach(of.lab, of.process, at);

/** The first command of each kind comes after every moment, the others after the last one, before which all of them are made up. */
const isFirst = (kind: CaseKind, way: string) => everyCommand.find(([of]) => of === kind)![1] === way;

test.each(everyCommand)(
  'OPS-4 TIM-4 %s, %s: 1 ms after a moment that has not fired leaves the rows that the moment and then the command leave; 1 ms before, it has not happened',
  async (kind, way, reach) => {
    const { moments } = await opened(kind);
    for (const moment of isFirst(kind, way) ? moments : moments.slice(-1)) {
      const [late, inTime] = [await opened(kind), await opened(kind)];
      const after = later(moment, 1);
      const result = await late.lab.commit(await asked(late, reach, after));
      const same = await asked(inTime, reach, after);
      await wakes(inTime, after);
      const expected = await inTime.lab.commit(same);
      expect(late.lab.plain(result)).toEqual(inTime.lab.plain(expected));
      const rows = await late.lab.rows();
      expect(rows).toEqual(await inTime.lab.rows());
      await late.lab.commit(late.lab.wake(late.process, moment));
      expect(await late.lab.rows()).toEqual(rows);
    }
    const early = await opened(kind);
    const before = await early.lab.events(early.process);
    await early.lab.commit(await asked(early, reach, later(moments[0]!, -1)));
    expect(await early.lab.events(early.process)).toHaveLength(before.length + 1);
  },
);

test.each(everyCommand)(
  'OPS-4 IDM-1 %s, %s: reserved before a moment and undecided is decided first, under its own key, and gets that first result when it comes at last',
  async (kind, _way, reach) => {
    const [late, inTime] = [await opened(kind), await opened(kind)];
    const moment = late.moments[0]!;
    const received = later(moment, -HELD);
    const command = await asked(late, reach, received);
    await late.lab.commit(late.lab.wake(late.process, moment));
    const first = await inTime.lab.commit(await asked(inTime, reach, received));
    await inTime.lab.commit(inTime.lab.wake(inTime.process, moment));
    const rows = await late.lab.rows();
    expect(rows).toEqual(await inTime.lab.rows());
    expect(late.lab.plain(await late.lab.commit(command))).toEqual(inTime.lab.plain(first));
    expect(await late.lab.rows()).toEqual(rows);
  },
);

test.each(everyCommand)(
  'OPS-4 %s, %s: reserved longer ago than policy holds a moment for is decided when it comes, after the moment',
  async (kind, _way, reach) => {
    const late = await opened(kind);
    const { lab, process } = late;
    const moment = late.moments[0]!;
    const command = await asked(late, reach, later(moment, -HELD - 1));
    const before = await lab.events(process);
    await lab.commit(lab.wake(process, moment));
    expect(await system.owner('commits').where({ key: command.key })).toEqual([]);
    const happened = await lab.events(process);
    expect(happened).toEqual([...before, expect.any(String)]);
    const { outcome } = await lab.commit(command);
    const events = await lab.events(process);
    expect(events).toEqual(outcome === 'committed' ? [...happened, expect.any(String)] : happened);
  },
);

test('OPS-4 an undecided command that the rules refuse is refused under its key before the moment, which then happens', async () => {
  const order = await opened('advance-order');
  const moment = order.moments[0]!;
  const refused = await asked(order, command('decideReceived', { choice: 'return' }), later(moment, -MINUTE));
  await order.lab.commit(order.lab.wake(order.process, moment));
  expect(await order.lab.events(order.process)).toEqual(['placed', 'reminded']);
  await order.lab.commit(await asked(order, received(10_000n), later(moment, MINUTE)));
  expect(await order.lab.commit(refused)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'nothingReceived' }] });
});

test('OPS-4 SEC-14 an undecided command that a writer refuses is refused under its key, and stands in the way of no moment after it', async () => {
  const request = await opened('access-request');
  const { lab, process, moments } = request;
  const taken = { email: `ann@${lab.tenant.key}.example`, role: 'individual', given_name: 'Ann', id: process.businessId.split('/')[1] };
  await system.owner('users').insert({ ...taken, tenant_id: lab.tenant.id });
  const approve = await asked(request, storyOf('access-request').commands['approved']!, later(moments[0]!, -MINUTE));
  await lab.commit(lab.wake(process, moments[0]!));
  expect(await lab.events(process)).toEqual(['asked', 'reminded']);
  expect(await lab.commit(approve)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'emailTaken' }] });
  const decline = await asked(request, storyOf('access-request').commands['declined']!, later(moments[1]!, 1));
  expect(await lab.commit(decline)).toMatchObject({ outcome: 'committed', version: 4 });
  expect(await lab.events(process)).toEqual(['asked', 'reminded', 'passedToStaff', 'declined']);
});

test.each(['suspense', 'invitation'] as const)(
  'OPS-4 BNK-2 SEC-3 %s: what the rows show and nobody has told is heard before a moment, which then does not happen',
  async (kind) => {
    for (const how of ['wake', 'command'] as const) {
      const one = await opened(kind);
      const moment = one.moments[0]!;
      await storyOf(kind).unheard!(one.lab, one.process, later(moment, -1));
      const late = how === 'wake' ? one.lab.wake(one.process, moment) : await asked(one, Object.values(storyOf(kind).commands)[0]!, moment);
      expect(await one.lab.commit(late)).toMatchObject({ outcome: how === 'wake' ? 'notDue' : 'refused' });
      expect(await one.lab.events(one.process)).toHaveLength(2);
      const [, heard] = await system
        .owner('process_stages')
        .where({ business_id: one.process.businessId })
        .orderBy('version')
        .pluck('entered_at');
      expect(heard).toBe(later(moment, -1));
      const rows = await one.lab.rows();
      await one.lab.commit(one.lab.wake(one.process, later(moment, 1)));
      expect(await one.lab.rows()).toEqual(rows);
    }
  },
);

test('BNK-2 TIM-2 two moments at one instant both happen in one commit, each with its own stage, in their order', async () => {
  const receipt = await opened('suspense');
  const { lab, process } = receipt;
  const order = await placing(lab, AT, 2);
  await lab.commit(order);
  const news = lab.news(order.process, 'receiptMatched', 'r', { receipt: process.businessId.split('/')[1] }, later(AT, MINUTE));
  await lab.commit(news);
  await lab.commit(lab.wake(process, later(AT, MINUTE)));
  const released = later(receipt.moments[1]!, DAY);
  await lab.commit(await command('cancel')(lab, order.process, released));
  await lab.commit(lab.wake(process, released));
  expect(await lab.events(process)).toEqual(['opened', 'linked', 'released', 'payersAsked', 'escalated']);
  const stages = await system.owner('process_stages').where({ business_id: process.businessId }).orderBy('version').pluck('entered_at');
  expect(stages.slice(2)).toEqual([released, released, released]);
});

test('ADV-3 OPS-3 more moments than one commit takes are all made up, each in its time; mails that their successors overtook are kept as skipped', async () => {
  const order = await opened('advance-order');
  const { lab } = order;
  const yearLater = later(AT, 365 * DAY);
  const inTime = await opened('advance-order');
  await wakes(inTime, yearLater);
  const extend = command('extend', { days: 20 });
  await inTime.lab.commit(await asked(inTime, extend, yearLater));
  expect(await lab.commit(await asked(order, extend, yearLater))).toMatchObject({ outcome: 'committed', version: 55 });
  expect(await lab.rows()).toEqual(await inTime.lab.rows());
  const of = { tenant_id: lab.tenant.id, name: 'hold-still-overdue' };
  const mails: { skipped_at: string | null }[] = await system.owner('outbox').where(of).orderBy('id').select('skipped_at');
  const left = mails.filter((mail) => mail.skipped_at === null);
  expect([mails.length, left.length, mails.at(-1)!.skipped_at]).toEqual([50, 3, null]);
  const others = await system.owner('outbox').where({ tenant_id: lab.tenant.id, kind: 'mail' }).whereNot({ name: of.name });
  expect(others.every((mail: { skipped_at: string | null }) => mail.skipped_at === null)).toBe(true);
  const never = await system.owner('outbox').where({ tenant_id: inTime.lab.tenant.id }).whereNotNull('skipped_at');
  expect(never).toEqual([]);
});

test.each([7, 365])('IDM-1 OPS-4 the version that a client has seen is compared with the one before what %i days made up', async (days) => {
  const order = await opened('advance-order');
  const at = later(AT, days * DAY + MINUTE);
  const extend = { ...(await asked(order, command('extend', { days: 80 }), at)), expectedVersion: 1 };
  expect(await order.lab.commit(extend)).toMatchObject({ outcome: 'committed' });
  const cancel = { ...(await asked(order, command('cancel'), later(at, MINUTE))), expectedVersion: 1 };
  expect(await order.lab.commit(cancel)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'changed' }] });
});
