import { inScope } from '../../../db/core/database';
import type { LearnerRow } from '../../../db/registration/batch.model';
import {
  dateLater,
  dateOf,
  dayNumber,
  hourOfDate,
  londonDate,
  monthsLater,
  startOfDate,
  type LocalDate,
} from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { batchIn, seedProduct, type Seeded } from '../../support/learners';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('lapse');

interface Learner {
  id: string;
  surname: string;
  number: string;
  state: string;
  stateSince: string;
  lapsesOn: LocalDate;
}
interface Batch {
  id: string;
  number: string;
  /** By surname. */
  learners: Record<string, string>;
}

/** A batch of now, without a fee; each learner by his surname. */
async function registered({ system, tenant }: Story, learners: Partial<LearnerRow>[], more: Partial<Seeded> = {}): Promise<Batch> {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const at = (await system.now()).toISOString();
  const { batch } = await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) =>
    batchIn(trx, tenant, { product, learners, at, isFree: true, ...more }),
  );
  const rows: { id: string; surname: string }[] = await system.owner('learners').where({ batch_id: batch.id });
  return { id: batch.id, number: batch.number, learners: Object.fromEntries(rows.map(({ id, surname }) => [surname, id])) };
}
const learner = async ({ as }: Story, id: string): Promise<Learner> => (await as.centreUser.get<Learner>(`/v1/learners/${id}`)).body;
const decide = ({ as }: Story, id: string, verb: 'withdraw' | 'unwithdraw') =>
  as.centreUser.post<{ learner: Learner; errors: { code: string }[] }>(`/v1/learners/${id}/${verb}`, {});
/** The mails about a batch to its centre's user by what and day, oldest first, each with the learners whom it lists. */
const told = async ({ system, tenant }: Story, { number }: Batch): Promise<[what: string, listed: string[]][]> =>
  (await system.mailbox.to(tenant.centre.user.email, number)).map(({ subject, text }) => [
    subject.endsWith('lapse soon') ? 'notice' : 'lapsed',
    text
      .split('\n')
      .flatMap((line) => (line.startsWith('- ') ? [line.slice('- Ann '.length).replace(/ learner \w+, last day /, ' ')] : [])),
  ]);
/** What is kept of a learner's life, without what differs from one to the other. */
const rowsOf = async ({ system }: Story, id: string) => ({
  row: await system.owner('learners').where({ id }).first('state', 'state_since', 'lapses_on', 'next_at', 'version'),
  audit: await system.owner('audit').where({ entity_id: id }).orderBy('seq').select('event', 'at', 'before', 'after', 'evidence'),
});
/** The next 28 February after a leap year's registration whose notices are all to come: the one in 2027, or four years later again. */
async function lastDayOfALeapDay({ system }: Story): Promise<LocalDate> {
  const now = (await system.now()).toISOString();
  for (let year = 2027; ; year += 4) if (hourOfDate(dateLater(`${year}-02-28`, -90), 8) > now) return `${year}-02-28`;
}

test('LAP-1 LAP-2 TIM-4 WHY-1 registered on 29 February: noticed at 09:00 London 90, 30 and 7 days before 28 February, withdrawn by the system at the first instant of 1 March; un-withdrawn on 10 March, again after 10 September', async (story) => {
  const { look, boundary, system } = story;
  const lastDay = await lastDayOfALeapDay(story);
  const year = Number(lastDay.slice(0, 4));
  const at = `${year - 3}-02-29T12:00:00.000Z`;
  expect(monthsLater(londonDate(at), 36)).toBe(lastDay);
  const batch = await registered(story, [{ surname: 'Leap', lapsesOn: lastDay }], { at });
  const leap = batch.learners['Leap']!;
  const days = [`${year - 1}-11-30`, `${year}-01-29`, `${year}-02-21`];
  expect((await look.stageIs(batch, 'Registered')).next).toEqual([
    ...days.slice(0, 2).map((day) => ({ at: hourOfDate(day, 9), what: 'notice is given of the lapse of 1 learner' })),
    { at: startOfDate(dateLater(lastDay, 1)), what: '1 learner is withdrawn' },
  ]);
  for (const [given, day] of days.entries())
    await boundary(hourOfDate(day, 9), {
      before: async () => expect((await told(story, batch)).length).toBe(given),
      after: async () => expect((await told(story, batch)).length).toBe(given + 1),
    });
  const inWords = `28 Feb ${year}`;
  expect(await told(story, batch)).toEqual([90, 30, 7].map((left) => ['notice', [`Leap, ${inWords}, ${left} days left`]]));
  expect(await look.standing(batch)).toMatchObject({
    ...{ stage: 'Registered', awaiting: 'centre', dueAt: `${year}-03-01T00:00:00.000Z` },
    why: `1 learner is registered; at 1 Mar ${year} 00:00 1 learner is withdrawn; it ends when nobody of the batch is registered any longer.`,
  });
  await boundary(`${year}-03-01T00:00:00.000Z`, {
    before: async () => expect((await learner(story, leap)).state).toBe('registered'),
    after: async () => expect(await learner(story, leap)).toMatchObject({ state: 'lapsed', stateSince: `${year}-03-01T00:00:00.000Z` }),
  });
  await look.stageIs(batch, 'Over');
  await eventually(async () => expect((await told(story, batch)).at(-1)).toEqual(['lapsed', [`Leap, ${inWords}`]]));

  const back = await system.receivedAt(`${year}-03-10T10:00:00.000Z`, () => decide(story, leap, 'unwithdraw'));
  expect(back.body.learner).toMatchObject({ state: 'registered', lapsesOn: `${year}-09-10` });
  await look.stageIs(batch, 'Registered');
  await boundary(`${year}-09-10T23:00:00.000Z`, {
    before: async () => expect((await learner(story, leap)).state).toBe('registered'),
    after: async () => expect(await learner(story, leap)).toMatchObject({ state: 'lapsed', stateSince: `${year}-09-10T23:00:00.000Z` }),
  });
  const all = ['lapse-notice', 'lapse-notice', 'lapse-notice', 'learners-lapsed'];
  expect(await look.mails(batch)).toEqual([...all, ...all]);
});

test('LAP-1 OPS-3 of one batch several last days: one mail a day lists all whom it is about, also where more are due than one transaction takes, and of many says how many more; whoever leaves before it is sent is not listed, and nobody left is no mail', async (story) => {
  const { look, system } = story;
  const day = dateLater(londonDate((await system.now()).toISOString()), 3);
  const learners = [
    { surname: 'Soonest', lapsesOn: dateLater(day, 7) },
    { surname: 'Later', lapsesOn: dateLater(day, 30) },
    { surname: 'Other', lapsesOn: dateLater(day, 31) },
  ];
  const batch = await registered(story, learners);
  const full = await registered(
    story,
    Array.from({ length: 501 }, (_, index) => ({ surname: `L${1000 + index}`, lapsesOn: dateLater(day, 30) })),
  );
  const gone = await registered(story, [{ surname: 'Gone', lapsesOn: dateLater(day, 7) }]);
  const overtaken = await registered(story, [{ surname: 'Missed', lapsesOn: dateLater(day, 8) }], {
    at: hourOfDate(dateLater(day, -90), 9),
  });
  await Promise.all([look.mails(gone), learner(story, gone.learners['Gone']!)]);
  await system.sleepUntil(hourOfDate(day, 8));
  await system.relay.stop();
  await system.sleepUntil(shifted(hourOfDate(day, 9), 1_000));
  for (const id of [batch, full, gone]) await eventually(async () => expect(await look.mails(id)).toEqual(['lapse-notice']));
  await decide(story, gone.learners['Gone']!, 'withdraw');
  await decide(story, full.learners['L1007']!, 'withdraw');
  await system.relay.start();
  for (const each of [batch, full]) await eventually(async () => expect(await told(story, each)).toHaveLength(1));
  const lastOf = (days: number) => dateLater(day, days);
  const [[, listed], [, many]] = [(await told(story, batch))[0]!, (await told(story, full))[0]!];
  expect(listed).toEqual([expect.stringMatching(/^Soonest, .* 7 days left$/), expect.stringMatching(/^Later, .* 30 days left$/)]);
  expect([many.length, many[7], many.at(-1)]).toEqual([51, expect.stringMatching(/^L1008,/), '450 more']);
  await eventually(async () => {
    const [mail] = await system.owner('outbox').where({ entity_id: gone.id, kind: 'mail' });
    expect([mail.skipped_at, mail.done_at, mail.leased_until]).toEqual([expect.anything(), null, null]);
  });
  expect(await told(story, gone)).toEqual([]);
  await eventually(async () =>
    expect([await look.mails(overtaken), await told(story, overtaken)]).toEqual([
      ['lapse-notice', 'lapse-notice'],
      [['notice', [expect.stringMatching(/^Missed, .* 30 days left$/)]]],
    ]),
  );
  await system.sleepUntil(shifted(startOfDate(lastOf(8)), 1_000));
  await eventually(async () => expect((await told(story, batch)).map(([what]) => what).sort()).toEqual(['lapsed', 'notice', 'notice']));
});

test('LAP-2 LAP-3 withdrawn by the centre the wait ends; un-withdrawn the old last day stays to its last second, six months where it has passed', async (story) => {
  const { look, system } = story;
  const lastDay = dateLater(londonDate((await system.now()).toISOString()), 20);
  const batch = await registered(story, [
    { surname: 'Kept', lapsesOn: lastDay },
    { surname: 'Passed', lapsesOn: lastDay },
  ]);
  const [kept, passed] = [batch.learners['Kept']!, batch.learners['Passed']!];
  for (const id of [kept, passed]) expect((await decide(story, id, 'withdraw')).status).toBe(200);
  await look.stageIs(batch, 'Over');
  const midnight = startOfDate(dateLater(lastDay, 1));
  await system.sleepUntil(shifted(midnight, -60_000));
  const before = await system.receivedAt(shifted(midnight, -1), () => decide(story, kept, 'unwithdraw'));
  expect(before.body.learner).toMatchObject({ state: 'registered', lapsesOn: lastDay });
  const after = await system.receivedAt(midnight, () => decide(story, passed, 'unwithdraw'));
  expect(after.body.learner).toMatchObject({ state: 'registered', lapsesOn: monthsLater(dateLater(lastDay, 1), 6) });
  await system.sleepUntil(shifted(midnight, 1_000));
  await eventually(async () => expect((await learner(story, kept)).state).toBe('lapsed'));
  expect((await look.stageIs(batch, 'Registered')).why).toContain('1 learner is registered');
});

test('LAP-1 LAP-2 OPS-5 a command received a millisecond after a lapse that has not fired is decided on the lapsed learner, and leaves the rows that the moment and then the command leave', async (story) => {
  const { system } = story;
  const lastDay = dateLater(londonDate((await system.now()).toISOString()), 20);
  const midnight = startOfDate(dateLater(lastDay, 1));
  const at = shifted((await system.now()).toISOString(), -1);
  const [early, late] = [
    await registered(story, [{ surname: 'Early', lapsesOn: lastDay }], { at }),
    await registered(story, [{ surname: 'Late', lapsesOn: lastDay }], { at }),
  ];
  const [first, second] = [early.learners['Early']!, late.learners['Late']!];
  await system.sleepUntil(shifted(midnight, -3_600_000));
  const refused = await system.receivedAt(shifted(midnight, 1), () => decide(story, first, 'withdraw'));
  expect([refused.status, (refused.body as unknown as { errors: { code: string }[] }).errors[0]!.code]).toEqual([409, 'learnerState']);
  expect((await learner(story, first)).state).toBe('registered');
  await system.receivedAt(shifted(midnight, 1), () => decide(story, first, 'unwithdraw'));
  await system.sleepUntil(shifted(midnight, 1_000));
  await eventually(async () => expect((await learner(story, second)).state).toBe('lapsed'));
  await system.receivedAt(shifted(midnight, 1), () => decide(story, second, 'unwithdraw'));
  const rows = await rowsOf(story, second);
  expect(await rowsOf(story, first)).toEqual(rows);
  expect(rows.audit.map(({ event }: { event: string }) => event)).toEqual(['lapsed', 'unwithdrawn']);
  for (const batch of [early, late])
    expect(await system.owner('outbox').where({ entity_id: batch.id, name: 'learners-lapsed' })).toHaveLength(1);
});

test('LAP-1 TIM-4 notices and lapse keep to London’s clock over both changes of it', async (story) => {
  const { system } = story;
  const now = (await system.now()).toISOString();
  for (const month of ['03', '10']) {
    const sunday = lastSundayAfter(now, month);
    const batch = await registered(story, [{ surname: 'Clock', lapsesOn: sunday }], {
      at: shifted(hourOfDate(dateLater(sunday, -20), 12), 0),
    });
    const lapse = startOfDate(dateLater(sunday, 1));
    await system.sleepUntil(shifted(lapse, -1_000));
    expect((await learner(story, batch.learners['Clock']!)).state).toBe('registered');
    await system.sleepUntil(shifted(lapse, 1_000));
    await eventually(async () =>
      expect(await learner(story, batch.learners['Clock']!)).toMatchObject({ state: 'lapsed', stateSince: lapse }),
    );
    const [notice] = await system.owner('lapse_mails').where({ batch_id: batch.id, what: 'notice' });
    expect([notice.day, lapse.slice(11)]).toEqual([dateLater(sunday, -7), month === '03' ? '23:00:00.000Z' : '00:00:00.000Z']);
  }
});

test('LAP-3 whoever is certificated, cancelled or undone is noticed and withdrawn no longer; with the last of them the wait ends', async (story) => {
  const { look, system } = story;
  const today = londonDate((await system.now()).toISOString());
  const lapsesOn = dateLater(today, 8);
  const batch = await registered(story, [
    { surname: 'Certificated', state: 'certificated', certificatedOn: today, lapsesOn },
    { surname: 'Cancelled', state: 'cancelled', lapsesOn },
    { surname: 'Undone', state: 'undone', lapsesOn },
    { surname: 'Left', lapsesOn },
  ]);
  expect((await look.stageIs(batch, 'Registered')).why).toContain('1 learner is registered');
  await system.sleepUntil(shifted(hourOfDate(dateLater(lapsesOn, -7), 9), 1_000));
  await eventually(async () => expect(await told(story, batch)).toHaveLength(1));
  await system.sleepUntil(shifted(startOfDate(dateLater(lapsesOn, 1)), 1_000));
  await look.stageIs(batch, 'Over');
  const states = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').pluck('state');
  expect(states).toEqual(['cancelled', 'certificated', 'lapsed', 'undone']);
  await eventually(async () => expect(await told(story, batch)).toHaveLength(2));
  for (const [, listed] of await told(story, batch)) expect(listed).toEqual([expect.stringContaining('Left,')]);
});

test('LAP-1 TIM-3 days of notice that are approved meanwhile reach the batches that are opened later', async (story) => {
  const { as, given, look, system, tenant } = story;
  const today = londonDate((await system.now()).toISOString());
  const [from, lapsesOn] = [dateLater(today, 1), dateLater(today, 40)];
  const old = await registered(story, [{ surname: 'Old', lapsesOn }]);
  const made = await given.proposal({ 'registrations.lapseNoticeDays': [20] }, from);
  expect((await as.administrator2.post(`/v1/policies/${made.id}/approve`, { reason: 'fine' })).status).toBe(200);
  // What is in force is read by the machine's clock.
  await system
    .owner('policies')
    .where({ tenant_id: tenant.id, version: from })
    .update({ effective_from: new Date(Date.now() - 1_000) });
  await system.sleepUntil(shifted(startOfDate(from), 1_000));
  const late = await registered(story, [{ surname: 'New', lapsesOn }], { at: hourOfDate(from, 1) });
  expect((await learner(story, old.learners['Old']!)).lapsesOn).toBe(lapsesOn);
  await decide(story, late.learners['New']!, 'withdraw');
  await decide(story, late.learners['New']!, 'unwithdraw');
  await look.stageIs(late, 'Registered');
  await system.sleepUntil(shifted(startOfDate(dateLater(lapsesOn, 1)), 1_000));
  const daysOf = async (batch: Batch) => {
    const mails: { day: LocalDate }[] = await system.owner('lapse_mails').where({ batch_id: batch.id, what: 'notice' }).orderBy('day');
    return mails.map(({ day }) => dayNumber(lapsesOn) - dayNumber(day));
  };
  await look.stageIs(late, 'Over');
  await look.stageIs(old, 'Over');
  expect([await daysOf(old), await daysOf(late)]).toEqual([[30, 7], [20]]);
});

/** The first last Sunday of a month, on which London changes its clocks, that is far enough ahead. */
function lastSundayAfter(now: string, month: string): LocalDate {
  for (let year = Number(now.slice(0, 4)); ; year += 1) {
    const end = `${year}-${month}-31`;
    const sunday = dateOf(dayNumber(end) - new Date(end).getUTCDay());
    if (dateLater(sunday, -10) > londonDate(now)) return sunday;
  }
}
