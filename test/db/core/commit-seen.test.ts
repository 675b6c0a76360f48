import type { Ask, Verdict } from '../../../domain/commit';
import type { ProcessStart } from '../../../domain/processes';
import { inScope, prepared } from '../../../db/core/database';
import { CaseLab } from '../../support/case-lab';
import { command, later, placing, received } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHANGED = { outcome: 'refused', refusals: [{ code: 'changed', rule: 'IDM-1' }] };
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('seen');
});
afterAll(() => system?.stop());

interface Opened {
  lab: CaseLab;
  process: ProcessStart;
}
async function opened(): Promise<Opened> {
  const lab = await CaseLab.make(system);
  const { process, ...open } = await placing(lab, AT);
  await lab.commit({ process, ...open });
  return { lab, process };
}

/** A command whose client has seen a version: as it is reserved, and as it is sent. */
async function seen({ lab, process }: Opened, expectedVersion: number, trigger: string, body: unknown, at: string): Promise<Ask> {
  const ask = await command(trigger, body)(lab, process, at);
  const { message } = await system.owner('requests').where({ id: ask.key }).first('message');
  await system
    .owner('requests')
    .where({ id: ask.key })
    .update({ message: JSON.stringify({ ...message, expectedVersion }) });
  return { ...ask, expectedVersion };
}
const outcomes = (verdicts: Verdict[]) => verdicts.map(({ outcome }) => outcome);

test('IDM-1 two commands with the version that both clients have seen: the first is decided and the second refused, whoever lets them be decided', async () => {
  const moment = later(AT, 7 * DAY);
  const [sent, made, between] = [await opened(), await opened(), await opened()];
  const asks = async (of: Opened) => [
    await seen(of, 1, 'extend', { days: 20 }, later(moment, -2 * MINUTE)),
    await seen(of, 1, 'cancel', {}, later(moment, -MINUTE)),
  ];
  const [first, second] = await asks(sent);
  expect(outcomes([await sent.lab.commit(first!), await sent.lab.commit(second!)])).toEqual(['committed', 'refused']);

  const undecided = await asks(made);
  await made.lab.commit(made.lab.wake(made.process, moment));
  expect(await made.lab.events(made.process)).toEqual(['placed', 'extended']);
  expect(await made.lab.commit(undecided[0]!)).toMatchObject({ outcome: 'committed', version: 2 });
  expect(await made.lab.commit(undecided[1]!)).toMatchObject(CHANGED);

  await seen(between, 1, 'extend', { days: 20 }, later(moment, -MINUTE));
  expect(await between.lab.commit(await seen(between, 1, 'cancel', {}, later(moment, MINUTE)))).toMatchObject(CHANGED);
  expect(await between.lab.events(between.process)).toEqual(['placed', 'extended']);
});

test('IDM-1 OPS-4 what time does takes nobody’s command: a moment before or after it, and a crash between 20 moments and the rest, leave the same answer', async () => {
  const moment = later(AT, 7 * DAY);
  const [late, early] = [await opened(), await opened()];
  const extend = (of: Opened, at: string) => seen(of, 1, 'extend', { days: 20 }, at);
  expect(await late.lab.commit(await extend(late, later(moment, MINUTE)))).toMatchObject({ outcome: 'committed', version: 3 });
  const reserved = await extend(early, later(moment, MINUTE));
  await early.lab.commit(early.lab.wake(early.process, moment));
  expect(await early.lab.commit(reserved)).toMatchObject({ outcome: 'committed', version: 3 });

  const crashed = await opened();
  const deps = crashed.lab.deps();
  let runs = 0;
  const dying = {
    ...deps,
    storeOf: (kind: 'advance-order') => {
      runs += 1;
      if (runs === 2) throw new Error('killed');
      return deps.storeOf(kind);
    },
  };
  const yearLater = await extend(crashed, later(AT, 365 * DAY));
  await expect(crashed.lab.commit(yearLater, dying as typeof deps)).rejects.toThrow('killed');
  expect((await crashed.lab.events(crashed.process)).length).toBe(21);
  expect(await crashed.lab.commit(yearLater)).toMatchObject({ outcome: 'committed', version: 55 });
});

test('IDM-1 a version that nobody has seen yet is refused, and a receipt that came between takes nobody’s command', async () => {
  const order = await opened();
  expect(await order.lab.commit(await seen(order, 2, 'extend', { days: 20 }, later(AT, MINUTE)))).toMatchObject(CHANGED);
  await order.lab.commit(await received(10_000n)(order.lab, order.process, later(AT, 2 * MINUTE)));
  expect(await order.lab.commit(await seen(order, 1, 'cancel', {}, later(AT, 3 * MINUTE)))).toMatchObject({ outcome: 'committed' });
});

test('OPS-4 a reserved command that cannot be read or written keeps no moment waiting: it stays undecided, and an engineer has a task with the workflow and the error', async () => {
  const moment = later(AT, 7 * DAY);
  const breakages: Record<string, (id: string) => Promise<unknown>> = {
    'a key that is gone': (id) => system.owner('requests').where({ id }).update({ body_key_id: 'gone' }),
    'a row that cannot be written': (id) =>
      system
        .owner('requests')
        .where({ id })
        .update({ ip: 'x'.repeat(2000) }),
  };
  await system.owner.raw('alter table audit add constraint short_ip check (length(ip) < 100) not valid');
  for (const breakage of Object.values(breakages)) {
    const order = await opened();
    const ask = await command('extend', { days: 20 })(order.lab, order.process, later(moment, -MINUTE));
    await breakage(ask.key);
    expect(await order.lab.commit(order.lab.wake(order.process, moment))).toMatchObject({ outcome: 'notDue' });
    expect(await order.lab.events(order.process)).toEqual(['placed', 'reminded']);
    const tasks = await system.owner('work_items').where({ tenant_id: order.lab.tenant.id, task: 'commitFailing' });
    expect(tasks).toEqual([expect.objectContaining({ detail: expect.stringContaining(order.process.businessId) })]);
    expect(await system.owner('commits').where({ key: ask.key })).toEqual([]);
  }
  await system.owner.raw('alter table audit drop constraint short_ip');
});

test('OPS-4 a task about a commit that failed is closed by the next commit of its case, and may come again', async () => {
  const order = await opened();
  const { lab, process } = order;
  const open = () => system.owner('work_items').where({ tenant_id: lab.tenant.id, task: 'momentRefused' }).whereNull('closed_at');
  const deps = lab.deps();
  const refusing = {
    ...deps,
    storeOf: (kind: 'advance-order') => ({
      ...deps.storeOf(kind),
      facts: async (...given: Parameters<ReturnType<typeof deps.storeOf>['facts']>) =>
        given[1].trigger === 'wake' ? deps.storeOf(kind).facts(...given) : null,
    }),
  };
  for (const days of [7, 12]) {
    await lab.commit(lab.wake(process, later(AT, days * DAY)), refusing as typeof deps);
    expect(await open()).toHaveLength(1);
    await lab.commit(lab.wake(process, later(AT, days * DAY)));
    expect(await open()).toEqual([]);
  }
});

test('SEC-9 a statement that comes after its transaction has ended is not run: its connection has another scope by then', async () => {
  const [one, other] = [await CaseLab.make(system), await CaseLab.make(system)];
  let carryOn = () => {};
  const ended = new Promise<void>((resolve) => (carryOn = resolve));
  let late: Promise<unknown> = Promise.resolve();
  const failed = one.inScope(async (trx) => {
    late = ended.then(() => prepared(trx, 'who', `select current_setting('app.tenant', true) as tenant`, []));
    late.catch(() => undefined);
    await Promise.all([prepared(trx, 'boom', 'select 1/0', []), late]);
  });
  await expect(failed).rejects.toThrow('division by zero');
  await inScope(system.database, { tenant: other.tenant.id, organisation: null }, async () => {
    carryOn();
    await expect(late).rejects.toThrow('has ended');
  });
});
