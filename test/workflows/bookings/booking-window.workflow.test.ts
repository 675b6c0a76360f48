import { inScope } from '../../../db/core/database';
import { openDay } from '../../../db/bookings/days.commands';
import { momentsOf } from '../../../domain/bookings/window-moments';
import { firstPolicy } from '../../../domain/policy';
import { clockOfDate, dateLater, endOfDate, londonDate } from '../../../domain/working-days';
import { bookingsIn, seedAddress, seedBookedProduct, windowIn, workingDayFrom } from '../../support/bookings';
import { added, inForce } from '../../support/calendars';
import { batchIn } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { publishedCalendar } from '../../support/situation';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('booking-window');

/** A window whose cut-off is some days ahead, with a booking that stands and two learners who are not booked yet. */
async function opened({ system, tenant }: Story) {
  const at = (await system.now()).toISOString();
  const cutOffOn = dateLater(londonDate(at), 3);
  const opensOn = workingDayFrom(cutOffOn, 30);
  const dates = { cutOffOn, opensOn, closesOn: dateLater(opensOn, 2) };
  const product = await seedBookedProduct(system, tenant);
  const { window, batch } = await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const window = await windowIn(trx, tenant, product, dates, { at });
    await bookingsIn(trx, tenant, { product, many: 2, under: { window }, assessmentOn: opensOn, at });
    const { batch } = await batchIn(trx, tenant, {
      product,
      at,
      isFree: true,
      learners: ['A', 'B', 'C', 'D'].map((surname) => ({ surname })),
    });
    return { window, batch };
  });
  const learners: string[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').pluck('id');
  return {
    window,
    dates,
    product,
    learners,
    moments: momentsOf(dates, true, firstPolicy, publishedCalendar),
    address: await seedAddress(system, tenant),
  };
}

type Opened = Awaited<ReturnType<typeof opened>>;
const book = ({ as }: Story, { product, window, dates, address }: Opened, learner: string, accepts: string | null) =>
  as.centreUser.post<Problem & { groups: { band: string }[] }>('/v1/bookings', {
    ...{ product: product.id, learners: [learner], location: 'Hall', address },
    sittings: [{ component: 'EX', window, assessmentOn: dates.opensOn, time: '09:30', accepts }],
  });

test('BKG-3 BKG-4 WHY-1 OPS-5 a window shows its bands as they come, each to the second; the day after it its bookings await their results, and it is over', async (story) => {
  const { look, boundary, system } = story;
  const { window, dates, moments } = await opened(story);
  const about = { id: window };
  const stages: [string, string, string][] = [
    [moments.lateFrom, 'Bookings', 'Late bookings'],
    [moments.veryLateFrom, 'Late bookings', 'Very late bookings'],
    [moments.refusedFrom, 'Very late bookings', 'Closed for bookings'],
  ];
  expect((await look.stageIs(about, 'Bookings')).next.map(({ at }) => at)).toEqual(stages.map(([at]) => at));
  for (const [at, before, after] of stages)
    await boundary(at, {
      before: async () => expect((await look.standing(about)).stage).toBe(before),
      after: async () => expect((await look.standing(about)).stage).toBe(after),
    });
  const states = () => system.owner('bookings').where({ window_id: window }).pluck('state');
  await boundary(endOfDate(dates.closesOn), {
    before: async () => expect(await states()).toEqual(['active', 'active']),
    after: async () => expect(await states()).toEqual(['pendingResult', 'pendingResult']),
  });
  expect((await look.stageIs(about, 'Over')).why).toContain('2 bookings await their results');
  const audit = await system.owner('audit').where({ entity_type: 'booking', event: 'sat', tenant_id: story.tenant.id });
  expect(audit.map(({ at }) => new Date(at).toISOString())).toEqual([moments.overFrom, moments.overFrom]);
});

test('BKG-4 BKG-5 what was received in time is decided as it stood, also once the window is over: a booking awaits its result at once, one that stood is cancelled; a moment later neither', async (story) => {
  const { boundary, system, as } = story;
  const at = await opened(story);
  const [first, second] = at.learners as [string, string];
  const inTime = shifted(at.moments.lateFrom, -1);
  const begins = clockOfDate(at.dates.opensOn, '09:30');
  const states = () => system.owner('bookings').where({ window_id: at.window }).orderBy('id').pluck('state');
  await boundary(at.moments.overFrom, {
    before: async () => expect(await states()).toEqual(['active', 'active']),
    after: async () => expect(await states()).toEqual(['pendingResult', 'pendingResult']),
  });
  const [one]: string[] = await system.owner('bookings').where({ window_id: at.window }).orderBy('id').pluck('id');
  const cancel = (id: string, receivedAt: string) =>
    system.receivedAt(receivedAt, () => as.centreUser.post<Problem>('/v1/bookings/cancel', { bookings: [id] }));
  expect((await cancel(one!, begins)).body.errors!.map(({ code }) => code)).toEqual(['begun']);
  expect((await cancel(one!, at.moments.overFrom)).body.errors!.map(({ code }) => code)).toEqual(['bookingState']);
  expect((await cancel(one!, shifted(begins, -1))).status).toBe(200);
  expect((await system.receivedAt(inTime, () => book(story, at, first, null))).status).toBe(201);
  expect((await system.receivedAt(at.moments.refusedFrom, () => book(story, at, second, null))).status).toBe(422);
  expect(await states()).toEqual(['cancelled', 'pendingResult', 'pendingResult']);
});

test('BKG-3 WHY-4 the moment of receipt decides, not the window’s phase: a millisecond before each change the old band, at it the new one', async (story) => {
  const { system } = story;
  const at = await opened(story);
  const [first, second, third, fourth] = at.learners as [string, string, string, string];
  const receivedAt = (instant: string, learner: string, accepts: string | null) =>
    system.receivedAt(instant, () => book(story, at, learner, accepts));
  const { moments } = at;
  expect((await receivedAt(shifted(moments.lateFrom, -1), first, null)).body.groups[0]!.band).toBe('ordinary');
  const late = await receivedAt(moments.lateFrom, second, null);
  expect([late.status, late.body.errors!.map(({ code }) => code)]).toEqual([422, ['bandNotAccepted']]);
  expect((await receivedAt(shifted(moments.veryLateFrom, -1), second, 'late')).body.groups[0]!.band).toBe('late');
  expect((await receivedAt(shifted(moments.refusedFrom, -1), third, 'veryLate')).body.groups[0]!.band).toBe('veryLate');
  const refused = await receivedAt(moments.refusedFrom, fourth, 'veryLate');
  expect(refused.body.errors!.map(({ code }) => code)).toEqual(['bookingsEnded']);
});

test('BKG-4 a day outside windows waits for its bookings: from 00:00 London of the day after it they await their results', async (story) => {
  const { look, boundary, system, tenant } = story;
  const at = (await system.now()).toISOString();
  const day = workingDayFrom(londonDate(at), 20);
  const product = await seedBookedProduct(system, tenant, { hasWindows: false });
  const id = await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const { id: made } = await openDay(trx, tenant.id, day, null, at);
    await bookingsIn(trx, tenant, { product, many: 1, under: { day: made }, assessmentOn: day, at });
    return made;
  });
  const states = () => system.owner('bookings').where({ day_id: id }).pluck('state');
  await boundary(endOfDate(day), {
    before: async () => expect(await states()).toEqual(['active']),
    after: async () => expect(await states()).toEqual(['pendingResult']),
  });
  expect((await look.stageIs({ id }, 'Over')).why).toContain('1 booking awaits its result');
});

test('CAL-1 TIM-3 BKG-3 a holiday published after the cut-off was set moves what is counted in working days of a window: shown, and for the bookings to come', async (story) => {
  const { look, system } = story;
  const { window, dates, moments } = await opened(story);
  const about = { id: window };
  await look.stageIs(about, 'Bookings');
  const holiday = workingDayFrom(dates.cutOffOn, 1);
  await inForce(story, [added(holiday)]);
  const by = { ...publishedCalendar, holidays: new Set([...publishedCalendar.holidays, holiday]) };
  const anew = momentsOf(dates, true, firstPolicy, by);
  expect([anew.lateFrom, anew.veryLateFrom > moments.veryLateFrom]).toEqual([moments.lateFrom, true]);
  expect((await look.standing(about)).next.map(({ at }) => at)).toEqual([anew.lateFrom, anew.veryLateFrom, anew.refusedFrom]);
  const row = await system.owner('booking_windows').where({ window_id: window }).first();
  expect([row.very_late_from, row.refused_from].map((at) => new Date(at).toISOString())).toEqual([anew.veryLateFrom, anew.refusedFrom]);
});
