import type { ReadStatement } from '../../../domain/bank/statement';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { knownLayouts } from '../../../domain/bank/statement-layout';
import type { RowFault } from '../../../domain/bank/statement-row';
import { damagedFiles } from '../../support/mutations';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
/** `FUZZ=100000 npx jest statement-fuzz` for a long run; each seed is one file after another. */
const [COUNT, SEED] = [Number(process.env['FUZZ'] ?? 2000), Number(process.env['FUZZ_SEED'] ?? 12)];

/** What no answer may be: fewer faults than it counts, or one that is not told in words with a row and a remedy. */
function wrongFaults(faults: RowFault[], count: number): string[] {
  const untold = faults.filter(({ row, detail, remedy }) => !(row >= 1) || !detail || !remedy || /Cannot read|NaN|\[object/.test(detail));
  return [
    ...untold.map(({ detail }) => detail),
    ...(faults.length === Math.min(count, limits.maximumFaults) ? [] : [`${faults.length} of ${count} faults`]),
  ];
}

/** What no statement may be: without a day, or with one that is none. */
function wrongLines({ from, to, lines }: ReadStatement): string[] {
  const days = [from, to, ...lines.map((line) => line.bookedOn)].filter((day) => day !== undefined);
  return days.length === 0 ? ['no day'] : days.filter((day) => !/^(199\d|20\d\d|2100)-\d\d-\d\d$/.test(day));
}

test('ADV-4 REG-9 however a bank’s file is damaged, it is read or its faults are told; nothing is thrown', () => {
  const outcomes: Record<string, number> = {};
  for (const { form, bytes } of damagedFiles(SEED, COUNT)) {
    const kept = form === 'Lloyds' ? knownLayouts.lloyds : null;
    const file = readStatementFile(bytes, kept, account, limits);
    const [outcome] = 'faults' in file ? [file.faults[0]!.code] : ['read'];
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const wrong = 'faults' in file ? wrongFaults(file.faults, file.faultCount) : file.statements.flatMap(wrongLines);
    if (wrong.length > 0) throw new Error(`${form}: ${wrong.join()}\n${bytes.toString()}`);
  }
  if (COUNT > 2000) console.log(`${COUNT} damaged files: ${JSON.stringify(outcomes)}`);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['read', 'date', 'amount', 'brokenXml', 'columns', 'unknownLayout']));
}, 3_600_000);
