import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { inScope, prepared } from '../db/core/database';
import { firstPolicy } from '../domain/policy';
import { dateLater, hourOfDate, londonDate, startOfDate, type LocalDate } from '../domain/working-days';
import { demoCentre, makeBatches, OF_A_BATCH, openLapses, type Due, type LapsingCentre } from '../ops/lapsing-batches';
import { line, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_LAPSE=0.1` makes it a smoke test. */
const PART = Number(process.env['BENCH_LAPSE'] ?? 1);
const BATCHES = Math.max(1, 50 * PART);
const NOTICE_DAYS = firstPolicy.registrations.lapseNoticeDays[0]!;

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

/**
 * LAP-1: batches of 2,000 whose registrations lapse on one day, and whose notice is given on one day, by relay, engine and worker, against the
 * bare writing of the same rows, a statement a table and batch; and what open waits take of the engine's store.
 */
export async function lapse(bench: Bench, storeFile: string): Promise<string[]> {
  const centre = await demoCentre(bench.owner);
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

async function make({ owner }: Bench, centre: LapsingCentre, due: Due): Promise<string[]> {
  const ids = await makeBatches(owner, centre, due, BATCHES);
  await owner.raw('vacuum analyze learners');
  return ids;
}

/** How long it takes from opening the waits until nothing is due of any learner. */
async function acted(bench: Bench, centre: LapsingCentre, due: Due): Promise<number> {
  const batches = await make(bench, centre, due);
  return timed(async () => {
    await openLapses(bench.database, centre, batches);
    const left = () => bench.owner('learners').whereIn('batch_id', batches).where('next_at', '<=', due.nextAt).first('id');
    while (await left()) await pause(20);
  });
}

async function bareWriting(bench: Bench, centre: LapsingCentre, due: Due, day: LocalDate, what: 'lapsed' | 'notice'): Promise<number> {
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
async function stored(bench: Bench, centre: LapsingCentre, storeFile: string): Promise<string> {
  const today = londonDate(new Date().toISOString());
  const batches = await make(bench, centre, { lapsesOn: dateLater(today, 900), nextAt: startOfDate(dateLater(today, 800)) });
  const before = sizeOf(storeFile);
  await openLapses(bench.database, centre, batches);
  const { workflow } = bench.processes.client;
  for (const batch of batches) while (!(await isAsleep(() => workflow.getHandle(`lapse/${batch}`).describe()))) await pause(50);
  const bytes = (sizeOf(storeFile) - before) / (BATCHES * OF_A_BATCH);
  const open1M = Math.ceil(1_000_000 / OF_A_BATCH);
  return line(
    'bytes of the engine’s store a learner / 100',
    bytes / 100,
    1,
    `${bytes.toFixed(1)} bytes; ${open1M} open workflows of a million`,
  );
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
