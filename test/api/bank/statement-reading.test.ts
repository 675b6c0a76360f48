import { readingThreads, readInThread, recogniseInThread } from '../../../api/bank/statement-reading';
import { entryLines, recognise } from '../../../domain/bank/entries';
import type { KnownLine } from '../../../domain/bank/entry-line';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { knownLayouts } from '../../../domain/bank/statement-layout';
import { lloydsFile } from '../../support/orders';
import { bankForms } from '../../support/bank-forms';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 50_000, maximumFaults: 50 };
const bounds = { threads: 2, megabytes: 64, milliseconds: 60_000, idleMilliseconds: 60_000 };
const file = Buffer.from(
  lloydsFile([
    { text: 'A', pounds: 1 },
    { text: 'B', pounds: -2 },
  ]),
);
const text = lloydsFile(Array.from({ length: 50_000 }, (_each, index) => ({ text: `LINE ${index}`, pounds: 1 })));
/** A thread takes its memory. */
const large = () => Buffer.from(text);

test('ADV-4 a file read in a thread is the same as read here, whatever its form, and its faults as well', async () => {
  const movements = [{ bookedOn: '2026-11-20', pence: 25_000n, payer: 'Zoë', reference: 'ECS0944490', entryId: 'E1' }];
  for (const { write } of Object.values(bankForms)) {
    const bytes = Buffer.from(write(movements, { opening: 100n }));
    expect(await readInThread(bytes, null, account, limits)).toEqual(readStatementFile(bytes, null, account, limits));
  }
  expect(await readInThread(file, knownLayouts.barclays, account, limits)).toMatchObject({ faults: [{ code: 'otherLayout' }] });
});

test('ADV-4 files queue for the threads, and each gets its own answer', async () => {
  const { read } = readingThreads(bounds);
  const files = Array.from({ length: 7 }, (_each, index) => Buffer.from(lloydsFile([{ text: `FILE ${index}`, pounds: index + 1 }])));
  const found = await Promise.all(files.map((bytes) => read(bytes, null, account, limits)));
  expect(found.map((each) => 'statements' in each && each.statements[0]!.lines[0]!.pence)).toEqual([
    100n,
    200n,
    300n,
    400n,
    500n,
    600n,
    700n,
  ]);
});

test('ADV-4 a file that takes more memory or time than a thread has is too complex; those behind it are read', async () => {
  for (const tight of [
    { ...bounds, threads: 1, megabytes: 12 },
    { ...bounds, threads: 1, milliseconds: 1 },
  ]) {
    const { read } = readingThreads(tight);
    const found = await Promise.all([read(large(), null, account, limits), read(large(), null, account, limits)]);
    for (const each of found) expect(each).toMatchObject({ faultCount: 1, faults: [{ code: 'tooComplex', rule: 'ADV-4' }] });
  }
  const { read } = readingThreads({ ...bounds, threads: 1, megabytes: 12 });
  const [first, second] = await Promise.all([read(large(), null, account, limits), read(file, null, account, limits)]);
  expect([first, second]).toMatchObject([{ faults: [{ code: 'tooComplex' }] }, { statements: [{ lines: { length: 2 } }] }]);
});

test('ADV-4 a large file is handed to a thread without a copy', async () => {
  const bytes = large();
  expect(await readingThreads({ ...bounds, megabytes: 512 }).read(bytes, null, account, limits)).toMatchObject({
    statements: [{ lines: { length: 50_000 } }],
  });
  expect(bytes.byteLength).toBe(0);
});

test('ADV-4 an idle thread ends, and the next file starts another', async () => {
  const { read } = readingThreads({ ...bounds, idleMilliseconds: 1 });
  for (let round = 0; round < 3; round += 1) {
    expect(await read(file, null, account, limits)).toMatchObject({ statements: [{ lines: { length: 2 } }] });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('ADV-4 an error of the reader itself is an error, no fault of the file', async () => {
  await expect(readingThreads(bounds).read(null as never, null, account, limits)).rejects.toThrow();
});

test('ADV-4 lines are told from known entries in a thread as they are here, many of them and few', async () => {
  const read = readStatementFile(large(), null, account, limits);
  const lines = entryLines('statements' in read ? read.statements[0]! : never());
  const known = lines.map((line, index): KnownLine => ({ ...line, statement: 's', entry: `${index}` }));
  for (const some of [3, 3_000]) {
    const [ours, theirs] = [lines.slice(0, some), known.slice(1, some)];
    expect(await recogniseInThread(ours, theirs)).toEqual(recognise(ours, theirs));
  }
});

test('ADV-4 lines that take more memory or time than a thread has are refused with what to do', async () => {
  const { recognise: told } = readingThreads({ ...bounds, threads: 1, milliseconds: 1 });
  const read = readStatementFile(large(), null, account, limits);
  const lines = entryLines('statements' in read ? read.statements[0]! : never());
  await expect(told(lines, [])).rejects.toMatchObject({ refusals: [{ code: 'tooComplex', rule: 'ADV-4' }] });
});

function never(): never {
  throw new Error('the file is sound');
}
