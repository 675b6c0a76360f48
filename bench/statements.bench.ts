import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { inScope } from '../db/core/database';
import type { DemoClient } from '../ops/demo-client';
import { bankFiles, camtOf } from './bank-files';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const LINES = 10_000;
const ROUNDS = 3;
/** The largest file that policy allows: 50,000 lines, nearly 20 MB. */
const MOST_LINES = 50_000;
const LONG_TEXT = 'x'.repeat(300);

/** A statement of 10,000 lines, from upload to the last receipt, against the bare insert of the same rows. */
export async function statements(bench: Bench, client: DemoClient): Promise<string[]> {
  const [bare, imported, camt]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await timed(() => bareInsert(bench)));
    imported.push(await timed(() => importFile(client, round)));
    camt.push(await timed(() => importCamt(client, round)));
  }
  return [
    await besideTheLargest(client),
    line(
      'a statement of 10,000 lines / the bare insert of its rows',
      median(imported) / median(bare),
      3,
      `${median(bare).toFixed(0)} ms is 1`,
    ),
    line('a camt.053 of 10,000 entries / the bare insert of its rows', median(camt) / median(bare), 3),
  ];
}

/** Another request's time (the middle one) while the largest file is read, all of it, for the fault in its last line; against its time alone. */
async function besideTheLargest(client: DemoClient): Promise<string> {
  const path = '/v1/statements?limit=1';
  const alone = await timesOf(client, path, pause(3000));
  const rows = Array.from({ length: MOST_LINES - 1 }, (_each, index) => ({ text: `LARGEST ${index} ${LONG_TEXT}`, pounds: 1 }));
  const file = bankFiles['Lloyds']!(rows) + "\r\n31/02/2026,BGC,'82-62-19,12345678,LAST,,1.00,";
  const beside: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const upload = client.uploadFile(file, `largest-${round}-${Date.now()}`).then(
      () => Promise.reject(new Error('A file with a fault was taken')),
      (error: Error) => (error.message.includes('31/02/2026') ? undefined : Promise.reject(error)),
    );
    beside.push(...(await timesOf(client, path, upload)));
  }
  const note = `${median(alone).toFixed(1)} ms is 1; ${(file.length / 1_000_000).toFixed(0)} MB`;
  return line('another request while the largest file is read / alone', median(beside) / median(alone), 2, note);
}

/** How long a request takes, again and again until something is done. */
async function timesOf(client: DemoClient, path: string, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  while (!isDone) times.push(await timed(() => client.read(path)));
  await done;
  return times;
}

async function importFile(client: DemoClient, round: number): Promise<void> {
  const lines = Array.from({ length: LINES }, (_each, index) => ({ text: `BENCH ${round} ${index}`, pence: 25_000 }));
  const { id } = await client.uploadStatement(lines, `bench-${round}-${Date.now()}`);
  while (!(await client.statement(id)).progress.done) await pause(20);
}

async function importCamt(client: DemoClient, round: number): Promise<void> {
  const payments = Array.from({ length: LINES }, (_each, index) => ({ text: `CAMT ${round} ${index}`, pounds: 250 }));
  const { id } = await client.uploadFile(camtOf(payments, `bench-${round}-${Date.now()}`), `camt-${round}-${Date.now()}`);
  while (!(await client.statement(id)).progress.done) await pause(20);
}

/** The same rows, by the same role in the same tables, a thousand an insert: no reading, proving, matching, or process. */
async function bareInsert(bench: Bench): Promise<void> {
  const { tenant } = bench.caller;
  const statement = uuid();
  const at = new Date().toISOString();
  const base = { tenant_id: tenant, bank_account_id: bench.bankAccount, statement_id: statement };
  const rows = Array.from({ length: LINES }, (_each, row) => ({
    id: uuid(),
    row,
    text: `BARE ${statement} ${row}`,
    entry: randomUUID(),
  }));
  const chunks = Array.from({ length: LINES / 1000 }, (_each, chunk) => rows.slice(chunk * 1000, chunk * 1000 + 1000));
  await inScope(bench.database, { tenant, organisation: null }, async (trx) => {
    await trx('statements').insert({
      id: statement,
      tenant_id: tenant,
      bank_account_id: bench.bankAccount,
      file_name: 'bare',
      file_hash: randomBytes(32),
      from_date: '2026-11-20',
      to_date: '2026-11-20',
      proof: 'unproved',
      proof_detail: '',
      line_count: LINES,
      known_count: 0,
      posted_count: LINES,
      posted_to: LINES,
      receipt_count: LINES,
      imported_at: at,
      imported_by: bench.finance,
    });
    for (const chunk of chunks) {
      await trx('statement_lines').insert(
        chunk.map(({ row, text, entry }) => ({
          ...base,
          row,
          booked_on: '2026-11-20',
          pence: 25_000,
          balance_pence: 1,
          payer: '',
          texts: [text],
          quoted: [],
          position: row + 1,
          entry,
        })),
      );
      await trx('receipts').insert(
        chunk.map(({ id, row, text, entry }) => ({
          ...base,
          id,
          row,
          entry,
          booked_on: '2026-11-20',
          pence: 25_000,
          payer: '',
          texts: [text],
          quoted: [],
          state: 'suspense',
          received_at: at,
          suspense_since: at,
        })),
      );
      await trx('journal_entries').insert(chunk.map(({ id }) => ({ id, tenant_id: tenant, key: `receipt/${id}`, kind: 'receipt', at })));
      await trx('postings').insert(
        chunk.flatMap(({ id }) => [
          { entry_id: id, tenant_id: tenant, account: `bank/${bench.bankAccount}`, pence: 25_000 },
          { entry_id: id, tenant_id: tenant, account: 'suspense', pence: -25_000 },
        ]),
      );
    }
  });
}
