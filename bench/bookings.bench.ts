import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { BookingWindowRow } from '../db/bookings/booking.model';
import { openWindow } from '../db/bookings/offers';
import { inScope, prepared } from '../db/core/database';
import { wakeProcesses } from '../db/core/wakes';
import type { WindowDates } from '../domain/catalogue/window';
import { firstPolicy } from '../domain/policy';
import { dateLater, londonDate } from '../domain/working-days';
import { demoCentre, type LapsingCentre } from '../ops/lapsing-batches';
import { makeLearners } from './centres';
import { line, timed } from './measure';
import type { Bench } from './orders.bench';
import { TWIN_QUEUE } from './twin-worker';
import { bareTimer } from './twin.workflow';

/** `BENCH_BOOKINGS=0.1` makes it a smoke test. */
const PART = Number(process.env['BENCH_BOOKINGS'] ?? 1);
const BOOKINGS = Math.round(100_000 * PART);
const WINDOWS = Math.max(10, Math.round(500 * PART));
/** So long before the instant at which all phases change they are opened. */
const AHEAD_MS = 30_000 + 60 * WINDOWS;

const MAKE_GROUP = `
  insert into booking_groups (id, tenant_id, organisation_id, product_id, session, component, window_id, assessment_on, assessment_at, location, band,
    fee_net_pence, fee_vat_pence, fee_vat_basis_points, booked_by, received_at, evidence)
  values (:group, :tenant, :organisation, :product, 2026, 'EX', :window, :day, :day::date + time '09:30', 'Hall', 'ordinary', 0, 0, 0, :user, '2026-11-02', '{}')`;
const MAKE_BOOKINGS = `
  insert into bookings (id, tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, window_id, state_since)
  select uuidv7(), tenant_id, organisation_id, :group, id, batch_id, product_id, 'EX', :window, '2026-11-02' from learners where batch_id = :batch`;
const BARE = `update bookings set state = 'pendingResult', state_since = $2, version = version + 1 where window_id = $1`;
const BARE_AUDIT = `
  insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, before, after, policy_version, evidence, calendar_version)
  select tenant_id, organisation_id, 'booking', id, 'sat', $2, '{"state":"active"}'::jsonb, '{"state":"pendingResult"}'::jsonb, $3, '{}', calendar_version()
  from bookings where window_id = $1`;

/** BKG-4: a window with 100,000 bookings that closes, against the bare writing of their rows. */
export async function bookings(bench: Bench): Promise<string[]> {
  const centre = await demoCentre(bench.owner);
  const today = londonDate(new Date().toISOString());
  const dates = { cutOffOn: today, opensOn: dateLater(today, 60), closesOn: dateLater(today, 90) };
  const at = new Date().toISOString();
  const [bare, closed] = [await booked(bench, centre, dates), await booked(bench, centre, dates)];
  const inTenant = { tenant: centre.tenant, organisation: null };
  const bareTime = await timed(() =>
    inScope(bench.database, inTenant, async (trx) => {
      await prepared(trx, 'bare-sat', BARE, [bare, at]);
      await prepared(trx, 'bare-sat-audit', BARE_AUDIT, [bare, at, firstPolicy.version]);
    }),
  );
  const time = await timed(async () => {
    await bench
      .owner('booking_windows')
      .where({ window_id: closed })
      .update({ late_from: at, very_late_from: at, refused_from: at, over_from: at });
    await inScope(bench.database, inTenant, (trx) => wakeProcesses(trx, [closed]));
    while (await bench.owner('bookings').where({ window_id: closed, state: 'active' }).first('id')) await pause(20);
  });
  const what = `${BOOKINGS.toLocaleString('en')} bookings of a window that closes / bare`;
  return [line(what, time / bareTime, 5, `${bareTime.toFixed(0)} ms is 1`)];
}

/** A window that is open, with its bookings; answers its identifier. */
async function booked(bench: Bench, centre: LapsingCentre, dates: WindowDates): Promise<string> {
  const { owner } = bench;
  const group = uuid();
  const { tenant, organisation, product, user } = centre;
  const window = await made(bench, centre, dates);
  await open(bench, centre, window, new Date().toISOString());
  const batch = await makeLearners(owner, centre, BOOKINGS);
  const given = { tenant, organisation, product, user, batch, group, window: window.id, day: dates.closesOn, many: BOOKINGS };
  await owner.raw(MAKE_GROUP, given);
  await owner.raw(MAKE_BOOKINGS, given);
  await owner.raw('vacuum analyze bookings');
  return window.id;
}

/** BKG-3: how long after the instant the last of 500 windows has changed its phase, over how long after it the last bare timer has written its row. */
export async function phases(bench: Bench): Promise<string[]> {
  const centre = await demoCentre(bench.owner);
  const today = londonDate(new Date().toISOString());
  const dates = { cutOffOn: today, opensOn: dateLater(today, 60), closesOn: dateLater(today, 90) };
  const due = new Date(Date.now() + AHEAD_MS).toISOString();
  const windows = await Promise.all(Array.from({ length: WINDOWS }, async () => made(bench, centre, dates)));
  for (const window of windows) await open(bench, centre, window, new Date().toISOString(), due);
  const ids = windows.map(({ id }) => id);
  const time = await after(due, async () => {
    const left = () => bench.owner('processes').whereIn('entity_id', ids).where({ stage: 'Bookings' }).first('business_id');
    while (await left()) await pause(20);
  });
  await bench.owner.raw('create table if not exists bench_timers (id text primary key, at timestamptz)');
  await bench.owner.raw('grant insert on bench_timers to countersign_app');
  const bareDue = new Date(Date.now() + AHEAD_MS).toISOString();
  const { workflow } = bench.processes.client;
  for (const id of ids) await workflow.start(bareTimer, { taskQueue: TWIN_QUEUE, workflowId: `timer/${id}`, args: [bareDue, id] });
  const bareTime = await after(bareDue, async () => {
    while (Number((await bench.owner('bench_timers').whereIn('id', ids).count())[0]!['count']) < ids.length) await pause(20);
  });
  return [line(`${WINDOWS} windows change their phase / bare timers`, time / bareTime, 3, `${bareTime.toFixed(0)} ms is 1`)];
}

/** Milliseconds from an instant until something is done. */
async function after(instant: string, done: () => Promise<void>): Promise<number> {
  await pause(Math.max(0, Date.parse(instant) - Date.now()));
  await done();
  return Date.now() - Date.parse(instant);
}

async function made({ owner }: Bench, { tenant, product }: LapsingCentre, dates: WindowDates) {
  const [id, name] = [uuid(), `Bench ${randomUUID()}`];
  await owner('assessment_windows').insert({ id, tenant_id: tenant, product_id: product, name, ...columnsOf(dates) });
  return { id, name, ...dates };
}

/** Opens the wait of a window; `due` stands for its cut-off, where it is to pass at an instant of its own. */
async function open(
  { database }: Bench,
  { tenant }: LapsingCentre,
  window: WindowDates & { id: string; name: string },
  at: string,
  due?: string,
): Promise<void> {
  await inScope(database, { tenant, organisation: null }, async (trx) => {
    await openWindow(trx, { ...window, tenant, lateAllowed: true }, null, at);
    if (due) await BookingWindowRow.query(trx).findById(window.id).patch({ lateFrom: due });
  });
}

function columnsOf({ opensOn, cutOffOn, closesOn }: WindowDates) {
  return { opens_on: opensOn, cut_off_on: cutOffOn, closes_on: closesOn };
}
