import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { inScope, prepared } from '../db/core/database';
import { holdLapses } from '../db/learners/offers';
import { firstPolicy } from '../domain/policy';
import { dateLater, hourOfDate, londonDate, startOfDate, type Instant, type LocalDate } from '../domain/working-days';
import { line, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_LAPSE=0.1` makes it a smoke test. */
const PART = Number(process.env['BENCH_LAPSE'] ?? 1);
/** All that a batch takes (REG-3). */
const OF_A_BATCH = 2_000;
const BATCHES = Math.max(1, 50 * PART);
const NOTICE_DAYS = firstPolicy.registrations.lapseNoticeDays[0]!;

const MAKE_BATCHES = `
  insert into batches (id, tenant_id, organisation_id, product_id, session, contact_name, contact_email, learner_count, registered_at, registered_by)
  select id, :tenant::uuid, :organisation::uuid, :product::uuid, 2023, 'Ann', 'lapse@bench.example', :each, '2023-11-02', :user::uuid from unnest(:ids::uuid[]) id`;
const MAKE_LEARNERS = `
  insert into learners (id, tenant_id, organisation_id, batch_id, product_id, session, forename, surname, birth_date, gender, ethnicity, country,
    registered_at, first_registered_at, state_since, lapses_on, next_at)
  select uuidv7(), :tenant::uuid, :organisation::uuid, b, :product::uuid, 2023, 'Ann', 'x' || md5(b::text || n), '2000-01-01', 'U', '98', 'GB',
    '2023-11-02', '2023-11-02', '2023-11-02', :lapsesOn::date, :nextAt::timestamptz
  from unnest(:ids::uuid[]) b cross join generate_series(1, :each::int) n`;
const BARE_LAPSE = `
  update learners set state = 'lapsed', state_since = next_at, next_at = null, version = version + 1 where batch_id = $1`;
const BARE_AUDIT = `
  insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, before, after, policy_version, evidence, calendar_version)
  select tenant_id, organisation_id, 'learner', id, 'lapsed', state_since, '{"state":"registered"}'::jsonb, '{"state":"lapsed"}'::jsonb, $2,
    jsonb_build_object('lapsesOn', lapses_on), calendar_version()
  from learners where batch_id = $1`;
const BARE_NOTICE = 'update learners set next_at = $2::timestamptz, version = version + 1 where batch_id = $1';
const BARE_TOLD = `
  insert into lapse_mails (batch_id, day, what, tenant_id, organisation_id) select id, $2::date, $3, tenant_id, organisation_id from batches where id = $1`;
const BARE_MAIL = `
  insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts, done_at)
  select $2, tenant_id, organisation_id, 'mail', id, $3, 'batch/' || id, jsonb_build_object('reference', number), now() from batches where id = $1`;

interface Centre {
  tenant: string;
  organisation: string;
  user: string;
  product: string;
}

/**
 * LAP-1: batches of 2,000 whose registrations lapse on one day, and whose notice is given on one day, by relay, engine and worker, against the
 * bare writing of the same rows, a statement a table and batch; and what open waits take of the engine's store.
 */
export async function lapse(bench: Bench, storeFile: string): Promise<string[]> {
  const centre = await centreOf(bench);
  const yesterday = dateLater(londonDate(new Date().toISOString()), -1);
  const lapsing = { lapsesOn: yesterday, nextAt: startOfDate(dateLater(yesterday, 1)) };
  const noticed = { lapsesOn: dateLater(yesterday, NOTICE_DAYS), nextAt: hourOfDate(yesterday, firstPolicy.notices.hour) };
  const size = `${(BATCHES * OF_A_BATCH).toLocaleString('en')} learners`;
  const bareLapse = await bareWriting(bench, centre, lapsing, yesterday, 'lapsed');
  const lapsed = await acted(bench, centre, lapsing);
  const bareNotice = await bareWriting(bench, centre, noticed, yesterday, 'notice');
  const notice = await acted(bench, centre, noticed);
  return [
    line(`${size} lapse / their rows in bulk`, lapsed / bareLapse, 5, `${bareLapse.toFixed(0)} ms is 1`),
    line(`${size} noticed / their rows in bulk`, notice / bareNotice, 10, `${bareNotice.toFixed(0)} ms is 1`),
    await stored(bench, centre, storeFile),
  ];
}

/** Batches whose learners have something due at an instant, without their waits. */
async function make({ owner }: Bench, centre: Centre, due: { lapsesOn: LocalDate; nextAt: Instant }): Promise<string[]> {
  const ids = Array.from({ length: BATCHES }, () => uuid());
  const given = { ...centre, ...due, ids, each: OF_A_BATCH };
  await owner.raw(MAKE_BATCHES, given);
  await owner.raw(MAKE_LEARNERS, given);
  await owner.raw('vacuum analyze learners');
  return ids;
}

async function open({ database }: Bench, centre: Centre, batches: string[]): Promise<void> {
  await inScope(database, { tenant: centre.tenant, organisation: null }, async (trx) => {
    const waits = await holdLapses(trx, centre, batches);
    await waits.open(null, new Date().toISOString());
  });
}

/** How long it takes from opening the waits until nothing is due of any learner. */
async function acted(bench: Bench, centre: Centre, due: { lapsesOn: LocalDate; nextAt: Instant }): Promise<number> {
  const batches = await make(bench, centre, due);
  return timed(async () => {
    await open(bench, centre, batches);
    const left = () => bench.owner('learners').whereIn('batch_id', batches).where('next_at', '<=', due.nextAt).first('id');
    while (await left()) await pause(20);
  });
}

async function bareWriting(
  bench: Bench,
  centre: Centre,
  due: { lapsesOn: LocalDate; nextAt: Instant },
  day: LocalDate,
  what: 'lapsed' | 'notice',
): Promise<number> {
  const batches = await make(bench, centre, due);
  return timed(async () => {
    for (const batch of batches)
      await inScope(bench.database, { tenant: centre.tenant, organisation: null }, async (trx) => {
        if (what === 'lapsed') {
          await prepared(trx, 'bare-lapse', BARE_LAPSE, [batch]);
          await prepared(trx, 'bare-audit', BARE_AUDIT, [batch, firstPolicy.version]);
        } else await prepared(trx, 'bare-notice', BARE_NOTICE, [batch, hourOfDate(due.lapsesOn, firstPolicy.notices.hour)]);
        await prepared(trx, 'bare-told', BARE_TOLD, [batch, day, what]);
        await prepared(trx, 'bare-mail', BARE_MAIL, [batch, uuid(), 'bench']);
      });
  });
}

/** By how much the engine's store grows for batches that wait, over their learners. */
async function stored(bench: Bench, centre: Centre, storeFile: string): Promise<string> {
  const today = londonDate(new Date().toISOString());
  const batches = await make(bench, centre, { lapsesOn: dateLater(today, 900), nextAt: startOfDate(dateLater(today, 800)) });
  const before = sizeOf(storeFile);
  await open(bench, centre, batches);
  const { workflow } = bench.processes.client;
  for (const batch of batches)
    while (!(await isAsleep(() => workflow.getHandle(`lapse/${batch}`).describe()))) await pause(50);
  const bytes = (sizeOf(storeFile) - before) / (BATCHES * OF_A_BATCH);
  const open1M = Math.ceil(1_000_000 / OF_A_BATCH);
  return line('bytes of the engine’s store a learner / 100', bytes / 100, 1, `${bytes.toFixed(1)} bytes; ${open1M} open workflows of a million`);
}

/** A wait sleeps once its timer is set. */
async function isAsleep(describe: () => Promise<{ historyLength: number }>): Promise<boolean> {
  return describe().then(
    ({ historyLength }) => historyLength >= 11,
    () => false,
  );
}

/** The store with what lies beside it until it is written into it. */
function sizeOf(file: string): number {
  return [file, `${file}-wal`].reduce((sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0), 0);
}

async function centreOf({ owner, caller: { tenant } }: Bench): Promise<Centre> {
  const user = await owner('users').where({ email: 'portal@volt.example' }).first('id', 'organisation_id');
  const product = await owner('products').where({ tenant_id: tenant }).first('id');
  return { tenant, organisation: user.organisation_id, user: user.id, product: product.id };
}
