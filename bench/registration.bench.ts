import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { v7 as uuid } from 'uuid';
import { commit } from '../db/core/commit';
import { inScope } from '../db/core/database';
import { bookOfFile, endCheck, keepLines } from '../db/registration/checking.commands';
import { lineBook } from '../db/registration/line-rules.queries';
import { RegistrationGroupRow, RegistrationRow } from '../db/registration/registration.model';
import { storeOf } from '../db/stores';
import { firstPolicy } from '../domain/policy';
import { startOf } from '../domain/processes';
import type { LineRules } from '../domain/registration/cells';
import { readSentLine } from '../domain/registration/line-rules';
import { readSingleFile } from '../domain/registration/single-file';
import { londonDate } from '../domain/working-days';
import type { DemoClient } from '../ops/demo-client';
import type { System } from '../ops/system';
import { keyedFetch } from '../platform/keyed-fetch';
import { madeCentre, type MadeCentre } from './centres';
import { learnerFile } from './learner-file';
import { line, median, timed } from './measure';
import { reserved, type Bench } from './orders.bench';

/** `BENCH_REGISTRATION=0.1` makes it a smoke test. */
const PART = Number(process.env['BENCH_REGISTRATION'] ?? 1);
const LEARNERS = 2_000 * PART;
const CENTRES = Math.max(2, 20 * PART);
const [ROUNDS, WARM_UP, REGISTERED] = [15, 5, 5];
/** As the worker does. */
const CHUNK = 500;
const OF_AN_INSERT = 1_000;
const LIMITS = firstPolicy.registrations;

interface Centre extends MadeCentre {
  product: string;
  code: string;
}
type Rows = Record<string, unknown>[];

let numbers = 0;
/** A file of learners whom no other file has. */
const nextFile = () => learnerFile(LEARNERS, (numbers += LEARNERS) - LEARNERS);

/** REG-9, REG-10: a file of 2,000 learners checked against the bare parse of it, registered against its rows in multi-row inserts, and 20 centres that send one at once. */
export async function registration(bench: Bench, client: DemoClient, system: System): Promise<string[]> {
  const [centre, ...others] = await centresOf(bench, system, 1 + CENTRES);
  return [...(await checked(bench, centre!)), await registered(bench, centre!, system), ...(await atOnce(bench, client, others, system))];
}

/** The file checked: by the rules alone, with what the worker looks up, and with its lines kept. Paired, in turns. */
async function checked(bench: Bench, centre: Centre): Promise<string[]> {
  const file = nextFile();
  const rules = await inScope(bench.database, centre, async (trx) => {
    const of = { way: 'single' as const, today: londonDate(new Date().toISOString()), monthFirstRow: null };
    return (await lineBook(trx, of, [centre.product])).rules(centre.product);
  });
  const taken = { bare: [] as number[], read: [] as number[], kept: [] as number[], looked: [] as number[] };
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    taken.bare.push(await timed(async () => parse(file)));
    taken.read.push(await timed(async () => readAll(file, rules)));
    const row = await draft(bench, centre);
    let looked = 0;
    taken.kept.push(await timed(async () => (looked = await checkedAsByWorker(bench, centre, file, row))));
    taken.looked.push(looked);
  }
  const of = (name: keyof typeof taken) => median(taken[name].slice(WARM_UP));
  const note = `${of('bare').toFixed(1)} ms is 1`;
  return [
    line(`${LEARNERS} learners read by the rules / csv-parse of the file`, of('read') / of('bare'), 3, note),
    line('the same with all that is looked up', (of('read') + of('looked')) / of('bare'), 6, note),
    line('the same with its lines kept, as the worker does', of('kept') / of('bare'), null, note),
  ];
}

function readAll(file: Buffer, rules: LineRules): void {
  const read = readSingleFile(file, LIMITS);
  if ('faults' in read) throw new Error(read.faults[0]!.detail);
  for (const each of read.lines) if (!readSentLine(each, rules).learner) throw new Error(`Row ${each.row} has a fault`);
}

/** What the worker does of a file; answers how long its look-ups took: products, windows, countries, and who stands on a product already. */
async function checkedAsByWorker({ database }: Bench, centre: Centre, file: Buffer, row: RegistrationRow): Promise<number> {
  const read = readSingleFile(file, LIMITS);
  if ('faults' in read) throw new Error(read.faults[0]!.detail);
  const lines = read.lines.map((each) => ({ ...each, group: 0 }));
  const begun = performance.now();
  const book = await inScope(database, centre, (trx) => bookOfFile(trx, row, lines));
  const first = performance.now() - begun;
  for (let from = 0; from < lines.length; from += CHUNK)
    await inScope(database, centre, (trx) => keepLines(trx, row, book, lines.slice(from, from + CHUNK), from));
  return first + (await timed(() => inScope(database, centre, (trx) => endCheck(trx, row, book.book, new Date().toISOString()))));
}

/** A registration whose file is to be checked, without a case: no worker takes it. */
function draft({ database }: Bench, centre: Centre): Promise<RegistrationRow> {
  const of = { tenantId: centre.tenant, organisationId: centre.organisation };
  const at = new Date().toISOString();
  return inScope(database, centre, async (trx) => {
    const id = uuid();
    const made = { madeBy: centre.user, madeAt: at, state: 'checking', stateSince: at };
    await RegistrationRow.query(trx).insert({ ...of, ...made, id, way: 'single', fileName: 'bench.csv', rowsRead: LEARNERS });
    const group = { id: uuid(), registrationId: id, position: 0, productCode: centre.code, productId: centre.product, faults: [] };
    await RegistrationGroupRow.query(trx).insert({ ...of, ...group });
    return RegistrationRow.query(trx).findById(id).throwIfNotFound();
  });
}

/** The commit of a confirmation against the same rows of batch, learners, charge and journal in multi-row inserts, by the same role. */
async function registered(bench: Bench, centre: Centre, system: System): Promise<string> {
  const [bare, confirmed]: [number[], number[]] = [[], []];
  for (let round = 0; round <= REGISTERED; round += 1) {
    const id = await sent(system, centre);
    await untilChecked(bench, [id]);
    const { id: group } = await bench.owner('registration_groups').where({ registration_id: id }).first('id');
    confirmed.push(await confirmedIn(bench, centre, id, group));
    bare.push(await bareInsert(bench, centre, group, round + 1));
  }
  const note = `${median(bare.slice(1)).toFixed(0)} ms is 1`;
  const ratio = median(confirmed.slice(1)) / median(bare.slice(1));
  return line(`${LEARNERS} learners registered / their rows in multi-row inserts`, ratio, 5, note);
}

async function confirmedIn(bench: Bench, centre: Centre, id: string, group: string): Promise<number> {
  const { tenant, organisation, user } = centre;
  const caller = { ...bench.caller, tenant, organisation, user, session: user, role: 'centreUser' as const };
  const requestId = await reserved({ ...bench, caller }, {});
  const process = startOf('registration', id, { owner: 'caseOperator', tenant, organisation, policyVersion: firstPolicy.version });
  const none = { session: null, batch: null, learnerAddress: null, certificateAddress: null, window: null, mode: null };
  const asked = { process, reached: 'command' as const, trigger: 'confirm', key: requestId, at: new Date().toISOString(), requestId };
  const deps = { database: bench.database, ring: bench.ring, storeOf };
  let outcome: unknown;
  const took = await timed(async () => (outcome = await commit(deps, { ...asked, body: { group, ...none }, expectedVersion: null })));
  if ((outcome as { outcome: string }).outcome !== 'committed') throw new Error(`Not registered: ${JSON.stringify(outcome)}`);
  return took;
}

/** What was registered once more, in a session of long ago: nobody may stand on a session twice. */
async function bareInsert({ owner, database }: Bench, centre: Centre, group: string, ago: number): Promise<number> {
  const { batch_id, session } = await owner('registration_groups').where({ id: group }).first('batch_id', 'session');
  const [batch, entry] = [uuid(), uuid()];
  const charges: Rows = await owner('centre_charges').where({ batch_id });
  const entries: Rows = await owner('journal_entries').where({ key: charges[0]!['entry_key'] });
  const postings: Rows = await owner('postings').where({ entry_id: entries[0]!['id'] });
  const learners: Rows = await owner('learners').where({ group_id: group });
  const again = (rows: Rows, more: Record<string, unknown>, made: string[] = []) =>
    rows.map((row) => {
      const kept = Object.entries({ ...row, ...('id' in row ? { id: uuid() } : {}), ...more });
      return Object.fromEntries(kept.filter(([column]) => !made.includes(column)));
    });
  const then = { session: session - ago };
  const tables: [string, Rows][] = [
    ['batches', again(await owner('batches').where({ id: batch_id }), { ...then, id: batch }, ['number'])],
    ['learners', again(learners, { ...then, batch_id: batch }, ['number', 'name_key', 'sorted_by', 'words'])],
    ['journal_entries', again(entries, { id: entry, key: `bare/${batch}` })],
    ['postings', again(postings, { entry_id: entry })],
    ['centre_charges', again(charges, { batch_id: batch, entry_key: `bare/${batch}` })],
  ];
  return timed(() =>
    inScope(database, centre, async (trx) => {
      for (const [table, rows] of tables)
        for (let from = 0; from < rows.length; from += OF_AN_INSERT) await trx(table).insert(rows.slice(from, from + OF_AN_INSERT));
    }),
  );
}

/** What another user's requests take while so many centres send a file each and all are checked, against what they take alone. */
async function atOnce(bench: Bench, client: DemoClient, centres: Centre[], system: System): Promise<string[]> {
  const others: Record<string, () => Promise<unknown>> = {
    'a reading': () => client.as('employer', 'GET', '/v1/nodes'),
    'a plain command': () =>
      client.as('employer', 'POST', `/v1/nodes/${bench.node}/change`, { name: `Beside ${randomUUID()}` }, randomUUID()),
  };
  await timesOf(others, pause(2_000));
  const alone = await timesOf(others, pause(8_000));
  let took = 0;
  const beside = await timesOf(
    others,
    (async () => {
      took = await timed(async () => untilChecked(bench, await Promise.all(centres.map((centre) => sent(system, centre)))));
    })(),
  );
  const what = `while ${CENTRES} centres send ${LEARNERS} learners each / alone`;
  return Object.keys(others).map((name) => {
    const [middle, first] = [median(beside[name]!), median(alone[name]!)];
    const note = `${first.toFixed(1)} ms is 1; ${beside[name]!.length} of them; all checked in ${(took / 1000).toFixed(1)} s, none refused`;
    return line(`${name} ${what}`, middle / first, 2, note);
  });
}

/** How long each of some requests takes, in turns, until something is done. */
async function timesOf(requests: Record<string, () => Promise<unknown>>, work: Promise<unknown>): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(requests).map((name) => [name, []]));
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  // What it fails with is thrown below, when the requests on their way are answered.
  done.catch(() => undefined);
  while (!isDone) for (const [name, request] of Object.entries(requests)) times[name]!.push(await timed(request));
  await done;
  return times;
}

/** Sends a file; answers its registration. Throws where it is refused. */
async function sent(system: System, { token, code }: Centre): Promise<string> {
  const answer = await keyedFetch(`${system.urls.api}/v1/registrations/single?product=${encodeURIComponent(code)}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv', 'Idempotency-Key': randomUUID(), 'X-File-Name': 'bench.csv' },
    body: nextFile(),
    answersWithinMs: 60_000,
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`A file is refused: ${answer.status} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}

/** Waits until files are checked and open; each line has to be without a fault. */
async function untilChecked({ owner }: Bench, ids: string[]): Promise<void> {
  while ((await owner('registrations').whereIn('id', ids).where({ state: 'open' })).length < ids.length) await pause(100);
  const right = await owner('registration_lines').whereIn('registration_id', ids).whereNotNull('learner').count().first();
  if (Number(right!['count']) !== ids.length * LEARNERS) throw new Error(`${right!['count']} lines are right`);
}

/** New centres of the caller's tenant, approved for all products, each with a user who is signed in. */
async function centresOf({ owner, caller: { tenant } }: Bench, system: System, many: number): Promise<Centre[]> {
  const found = await owner('product_versions')
    .join('products', 'products.id', 'product_versions.product_id')
    .where({ 'products.tenant_id': tenant, type: 'qualification', is_open: true, books_on_registration: false, has_windows: false })
    .whereExists(owner('product_approvals').whereRaw('product_approvals.product = products.code'))
    .first('products.id', 'products.code');
  const centres: Centre[] = [];
  for (let n = 0; n < many; n += 1) {
    const made = await madeCentre(owner, system, tenant, `centre-${n}`);
    centres.push({ ...made, product: found.id, code: found.code });
  }
  return centres;
}
