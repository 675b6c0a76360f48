import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { BookingWindowRow } from '../db/bookings/booking.model';
import { openWindow } from '../db/bookings/offers';
import { currentCalendar } from '../db/core/calendars.queries';
import { inScope } from '../db/core/database';
import type { Band } from '../domain/bookings/band';
import type { WindowDates } from '../domain/catalogue/window';
import { firstPolicy } from '../domain/policy';
import { clockOfDate, dateLater, londonDate, workingDaysLater, type LocalDate } from '../domain/working-days';
import type { System } from '../ops/system';
import { keyedFetch } from '../platform/keyed-fetch';
import { madeCentre, makeLearners, type MadeCentre } from './centres';
import { withEach } from './engine.bench';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_RUSH=0.1` makes it a smoke test. */
const PART = Number(process.env['BENCH_RUSH'] ?? 1);
const BOOKINGS = Math.round(10_000 * PART);
const ROUNDS = Math.round(100 * PART);
const OTHERS = Math.max(20, Math.round(200 * PART));
const AT_ONCE = 16;
const WARM_UP = 100;
/** Of a centre at once, for the last places of a window. */
const ASKED = 200;

interface Centre extends MadeCentre {
  address: string;
  learners: string[];
}
interface Rush {
  bench: Bench;
  tenant: string;
  system: System;
  product: string;
  component: string;
  dates: WindowDates;
  /** A working day within them. */
  day: LocalDate;
}
interface Answer {
  status: number;
  took: number;
}

/** BKG-3: what is received around a cut-off, and many at once for a centre's last very late places while others book theirs. */
export async function bookingRush(bench: Bench, system: System): Promise<string[]> {
  const rush = await rushIn(bench, system);
  const centres: Centre[] = [];
  for (let index = 0; index <= OTHERS; index += 1)
    centres.push(await centreOf(rush, index === 0 ? ASKED : 1 + Math.ceil((BOOKINGS + 2 * WARM_UP) / OTHERS)));
  // Papers and mails that are asked for are made afterwards: what follows measures the commands alone.
  for (const name of ['relay', 'worker', 'documents']) await system.services[name]!.stop();
  return [await received(rush, centres.slice(1)), ...(await lastPlaces(rush, centres))];
}

async function rushIn(bench: Bench, system: System): Promise<Rush> {
  const { id: tenant } = await bench.owner('tenants').where({ kind: 'awarding-body' }).first('id');
  const found = await bench
    .owner('product_versions')
    .where({ tenant_id: tenant, has_windows: true, late_allowed: true, is_open: true, books_on_registration: false })
    .whereRaw(`components @> '[{"form":"paper"}]'`)
    .first('product_id', 'components');
  const component = (found.components as { code: string; form: string }[]).find(({ form }) => form === 'paper')!.code;
  const today = londonDate(new Date().toISOString());
  const dates = { cutOffOn: today, opensOn: dateLater(today, 30), closesOn: dateLater(today, 60) };
  const calendar = await inScope(bench.database, { tenant, organisation: null }, currentCalendar);
  return { bench, tenant, system, product: found.product_id, component, dates, day: workingDaysLater(dates.opensOn, 2, calendar) };
}

async function centreOf({ bench: { owner }, tenant, system, product }: Rush, learners: number): Promise<Centre> {
  const made = await madeCentre(owner, system, tenant, `Rush ${randomUUID().slice(0, 8)}`);
  const address = uuid();
  const of = { tenant_id: tenant, organisation_id: made.organisation };
  await owner('addresses').insert({ ...of, id: address, label: 'Office', lines: ['3 Quayside'], postcode: 'PE13 1AA' });
  const batch = await makeLearners(owner, { ...made, product }, learners);
  return { ...made, address, learners: await owner('learners').where({ batch_id: batch }).pluck('id') };
}

/** Opens a window whose bands change at instants of its own; answers its identifier. */
async function windowIn({ bench, tenant, product, dates }: Rush, bands: { lateFrom?: string; veryLateFrom?: string }): Promise<string> {
  const [id, at] = [uuid(), new Date().toISOString()];
  const columns = { opens_on: dates.opensOn, cut_off_on: dates.cutOffOn, closes_on: dates.closesOn };
  const name = `Rush ${randomUUID()}`;
  await bench.owner('assessment_windows').insert({ id, tenant_id: tenant, product_id: product, name, ...columns });
  await inScope(bench.database, { tenant, organisation: null }, async (trx) => {
    await openWindow(trx, { ...dates, id, name, tenant, lateAllowed: true }, null, at);
    if (Object.keys(bands).length > 0) await BookingWindowRow.query(trx).findById(id).patch(bands);
  });
  return id;
}

async function books(rush: Rush, centre: Centre, window: string, learner: string, accepts: Band | null): Promise<Answer> {
  const { product, component, day, system } = rush;
  const sitting = { component, window, assessmentOn: day, time: '09:30', ...(accepts ? { accepts } : {}) };
  const about = { product, learners: [learner], location: 'Hall', address: centre.address };
  let status = 0;
  const took = await timed(async () => {
    const answer = await keyedFetch(`${system.urls.api}/v1/bookings`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${centre.token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
      body: JSON.stringify({ ...about, sittings: [sitting] }),
      answersWithinMs: 60_000,
    });
    status = answer.status;
    const text = await answer.text();
    if (status !== 201 && !text.includes('veryLateFull')) throw new Error(`Not booked: ${status} ${text}`);
  });
  return { status, took };
}

/** Many bookings around a cut-off by many centres, against their bare rows; each has to be in the band of its receipt, with what that turned on. */
async function received(rush: Rush, centres: Centre[]): Promise<string> {
  const asked = centres
    .flatMap((centre) => centre.learners.slice(1).map((learner) => ({ centre, learner })))
    .slice(0, BOOKINGS + 2 * WARM_UP);
  const warm = await windowIn(rush, {});
  const warmed = () =>
    timed(() => withEach(asked.splice(0, WARM_UP), AT_ONCE, ({ centre, learner }) => books(rush, centre, warm, learner, null)));
  await warmed();
  const warmUp = await warmed();
  const half = (warmUp / WARM_UP) * (asked.length / 2);
  const cutOff = new Date(Date.now() + half).toISOString();
  const window = await windowIn(rush, { lateFrom: cutOff });
  const time = await timed(() => withEach(asked, AT_ONCE, ({ centre, learner }) => books(rush, centre, window, learner, 'late')));
  const shares = await provable(rush, window, cutOff, asked.length);
  const bare = await timed(() => withEach(asked, AT_ONCE, ({ centre }) => bareBooking(rush, centre, window)));
  const rate = (took: number) => `${(asked.length / (took / 1000)).toFixed(0)} a second`;
  const what = `${asked.length.toLocaleString('en')} bookings received around a cut-off / their bare rows`;
  return line(what, time / bare, null, `${rate(time)}, bare ${rate(bare)}; ${shares}`);
}

/** Every booking is in the band of the instant of its receipt, and says so; throws where one is not. */
async function provable({ bench }: Rush, window: string, cutOff: string, many: number): Promise<string> {
  const groups = await bench.owner('booking_groups').where({ window_id: window }).select('received_at', 'band', 'evidence');
  const right = groups.filter(({ received_at: at, band, evidence }) => {
    const by = at < cutOff ? 'ordinary' : 'late';
    return band === by && evidence.band === by && evidence.receivedAt === at && evidence.lateFrom === cutOff && evidence.calendar;
  });
  if (right.length !== many) throw new Error(`${right.length} of ${groups.length} bookings are provable, ${many} were made`);
  return `${right.filter(({ band }) => band === 'ordinary').length} before it, the others after it, each provable`;
}

async function bareBooking(
  { bench, product, component, day }: Rush,
  { tenant, organisation, user, learners }: Centre,
  window: string,
): Promise<void> {
  const [group, booking, at] = [uuid(), uuid(), new Date().toISOString()];
  const of = { tenant_id: tenant, organisation_id: organisation };
  const about = { product_id: product, component, window_id: window };
  await inScope(bench.database, { tenant, organisation }, async (trx) => {
    await trx('booking_groups').insert({
      ...{ ...of, ...about, id: group, session: 2026, assessment_on: day, assessment_at: clockOfDate(day, '09:30'), location: 'Hall' },
      ...{
        band: 'ordinary',
        fee_net_pence: 0,
        fee_vat_pence: 0,
        fee_vat_basis_points: 0,
        booked_by: user,
        received_at: at,
        evidence: '{}',
      },
    });
    const { batch_id } = await trx('learners').where({ id: learners[0]! }).first('batch_id');
    // A component of its own: nobody is booked twice for one.
    const row = { ...of, ...about, component: booking, group_id: group, learner_id: learners[0]!, batch_id, state_since: at };
    await trx('bookings').insert({ ...row, id: booking });
    const audited = { entity_type: 'booking', entity_id: booking, event: 'booked', at, after: '{"state":"active"}', evidence: '{}' };
    await trx('audit').insert({ ...of, ...audited, policy_version: firstPolicy.version, calendar_version: trx.raw('calendar_version()') });
  });
}

/** One centre asks 200 at once for its 50 places while all others book theirs, again and again; against the same where places are not counted. */
async function lastPlaces(rush: Rush, [centre, ...others]: Centre[]): Promise<string[]> {
  const { veryLatePlaces } = firstPolicy.bookings;
  const [counted, plain]: [number[], number[]] = [[], []];
  const long = new Date(Date.now() - 1_000).toISOString();
  for (let round = 0; round < ROUNDS; round += 1) {
    const free = await atOnce(rush, centre!, others, await windowIn(rush, {}), null);
    if (free.own.some(({ status }) => status !== 201)) throw new Error('An ordinary booking was refused');
    plain.push(...free.others.map(({ took }) => took));
    const last = await atOnce(rush, centre!, others, await windowIn(rush, { lateFrom: long, veryLateFrom: long }), 'veryLate');
    const got = last.own.filter(({ status }) => status === 201).length;
    if (got !== veryLatePlaces) throw new Error(`${got} of ${veryLatePlaces} places were taken in round ${round}`);
    if (last.others.some(({ status }) => status !== 201)) throw new Error('Another centre was refused');
    counted.push(...last.others.map(({ took }) => took));
  }
  const what = `another centre's booking while ${ASKED} ask for ${veryLatePlaces} places`;
  const note = (ms: number) => `${ms.toFixed(0)} ms is 1; ${ROUNDS} rounds of ${OTHERS} others, ${veryLatePlaces} taken in each`;
  return [
    line(`${what} / while ${ASKED} are booked: median`, median(counted) / median(plain), 1.5, note(median(plain))),
    line('the same, the slowest of twenty', slow(counted) / slow(plain), 1.5, note(slow(plain))),
  ];
}

async function atOnce(rush: Rush, centre: Centre, others: Centre[], window: string, accepts: Band | null) {
  const [own, theirs] = await Promise.all([
    Promise.all(centre.learners.map((learner) => books(rush, centre, window, learner, accepts))),
    Promise.all(others.map((other) => books(rush, other, window, other.learners[0]!, accepts))),
  ]);
  await rush.bench.owner('bookings').where({ window_id: window }).update({ state: 'cancelled' });
  return { own, others: theirs };
}

function slow(numbers: number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length * 0.95)]!;
}
