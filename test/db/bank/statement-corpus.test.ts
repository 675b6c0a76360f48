import fc from 'fast-check';
import { readStatementFile } from '../../../domain/bank/statement-file';
import type { ReadStatement, StatementFile } from '../../../domain/bank/statement';
import type { StatementLayout } from '../../../domain/bank/statement-layout';
import { sum } from '../../../domain/money';
import { firstPolicy } from '../../../domain/policy';
import { bankForms, type Movement } from '../../support/bank-forms';
import { BankLedger } from '../../support/bank-ledger';
import { CaseLab } from '../../support/case-lab';
import { storeSystem, type StoreSystem } from '../../support/store';

/** The same ten runs each time; others by `CORPUS_RUNS=200 CORPUS_SEED=7 npx jest test/db/bank/statement-corpus`. */
const RUNS = Number(process.env['CORPUS_RUNS'] ?? 10);
const SEED = Number(process.env['CORPUS_SEED'] ?? 20_261_126);
const OPENING = 123_456n;
const account = { sortCode: '826219', accountNumber: '12345678' };
const days = ['2027-12-30', '2027-12-31', '2028-01-01', '2028-01-03', '2028-02-28', '2028-02-29', '2028-03-01'];
const names = Object.keys(bankForms);
/** The form without a header, as finance maps it. */
const MAPPED: StatementLayout = {
  name: 'mapped by finance',
  delimiter: ',',
  dateFormat: 'yyyymmdd',
  newestFirst: false,
  columns: {
    date: '1',
    indicator: { column: '2', debit: ['DR'], credit: ['CR'] },
    text: ['3'],
    amount: '4',
    balance: '5',
    accountNumber: '6',
  },
};

let system: StoreSystem;
beforeAll(async () => void (system = await storeSystem('statement-corpus')));
afterAll(() => system?.stop());

/** 500 movements in the bank's order, over new year and 29 February; every fifth is the true twin of the one before. */
const corpus = fc
  .array(
    fc.record({
      day: fc.nat(days.length - 1),
      pence: fc.oneof(fc.constantFrom(25_000, 50_000, -25_000), fc.integer({ min: -99_999, max: 99_999 })),
    }),
    {
      minLength: 400,
      maxLength: 400,
    },
  )
  .map((drawn) => {
    const some = drawn.sort((a, b) => a.day - b.day).flatMap((each, index) => (index % 4 === 3 ? [each, each] : [each]));
    return some.map(({ day, pence }, index): Movement => {
      const of = Math.floor(index / 5) * 5 + Math.min(index % 5, 3);
      return {
        bookedOn: days[day]!,
        pence: BigInt(pence || 1),
        payer: `Payer ${of}`,
        reference: `PAYMENT ${of}`,
        entryId: `FP${70_000_000_000 + index}`,
      };
    });
  });
/** How an account is exported: in one form, day by day, week by week, or every day in pages. */
const exported = fc.record({ form: fc.constantFrom(...names), cut: fc.constantFrom('daily', 'weekly', 'paged' as const) });
/** And any stretch of it again. */
const stretch = fc.record({ form: fc.constantFrom(...names), from: fc.nat(days.length - 1), days: fc.integer({ min: 1, max: 3 }) });

interface File {
  form: string;
  from: number;
  to: number;
}

/** The files of an export as stretches of the movements. */
function filesOf(movements: Movement[], { form, cut }: { form: string; cut: string }): File[] {
  const cuts = movements.flatMap(({ bookedOn }, index) => {
    const begins = index === 0 || movements[index - 1]!.bookedOn !== bookedOn;
    const isWeek = ['2027-12-30', '2028-01-03', '2028-02-28'].includes(bookedOn);
    return index === 0 || (begins && (cut !== 'weekly' || isWeek)) || (cut === 'paged' && index % 17 === 0) ? [index] : [];
  });
  return cuts.map((from, index) => ({ form, from, to: cuts[index + 1] ?? movements.length }));
}

function read(movements: Movement[], { form, from, to }: File): ReadStatement[] {
  const opening = OPENING + sum(movements.slice(0, from).map(({ pence }) => pence));
  const text = bankForms[form]!.write(movements.slice(from, to), { ...account, opening, statementId: `S${from}-${to}` });
  const file = mappedWhenAsked(Buffer.from(text));
  if ('faults' in file) throw new Error(`${form}: ${JSON.stringify(file.faults.slice(0, 2))}`);
  return file.statements;
}

/** A page without a header that is too short to prove which columns hold the money: finance maps it, and uploads it again. */
function mappedWhenAsked(bytes: Buffer): StatementFile {
  const file = readStatementFile(bytes, null, account, firstPolicy.statement);
  const isAsked = 'faults' in file && file.faults.every(({ code }) => code === 'unknownLayout');
  return isAsked ? readStatementFile(bytes, MAPPED, account, firstPolicy.statement) : file;
}

/** An account, and which of the movements it has seen; whoever is asked of lines answers truly. */
class Books {
  private readonly seen = new Set<number>();
  asked = 0;

  constructor(
    readonly ledger: BankLedger,
    private readonly movements: Movement[],
  ) {}

  async imports(file: File): Promise<void> {
    let at = file.from;
    for (const { id, doubtfulCount } of await this.ledger.imports(read(this.movements, file))) {
      const lines = await this.ledger.lines(id);
      const doubtful = lines.flatMap((line, index) => (line.verdict === 'doubtful' ? [{ row: line.row, movement: at + index }] : []));
      expect(doubtful).toHaveLength(doubtfulCount);
      this.asked += doubtfulCount;
      for (const decision of ['same', 'new'] as const) {
        const rows = doubtful.filter(({ movement }) => this.seen.has(movement) === (decision === 'same')).map(({ row }) => row);
        if (rows.length > 0) await this.ledger.says(id, decision, rows);
      }
      at += lines.length;
    }
    expect(at).toBe(file.to);
    for (let movement = file.from; movement < file.to; movement += 1) this.seen.add(movement);
  }
}

test(`ADV-4 BNK-1 FIN-1 the same 500 movements in whatever forms, cuts and order, overlapping and twice: receipts, ledger and closing balance are equal`, async () => {
  await fc.assert(
    fc.asyncProperty(
      corpus,
      fc.array(exported, { minLength: 1, maxLength: 2 }),
      fc.array(stretch, { maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      async (movements, exports, stretches, order) => {
        const again = stretches.flatMap(({ form, from, days: count }): File[] => {
          const within = days.slice(from, from + count);
          const first = movements.findIndex(({ bookedOn }) => within.includes(bookedOn));
          return first < 0 ? [] : [{ form, from: first, to: movements.findLastIndex(({ bookedOn }) => within.includes(bookedOn)) + 1 }];
        });
        const files = [...exports.flatMap((each) => filesOf(movements, each)), ...again, ...again.slice(0, 1)]
          .map((file) => ({ file, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at);
        const lab = await CaseLab.make(system);
        const books = new Books(new BankLedger(lab, lab.tenant.bankAccounts.lloyds), movements);
        for (const { file } of files) await books.imports(file);
        const money = movements.filter(({ pence }) => pence > 0n).map(({ bookedOn, pence }) => `${bookedOn} ${pence}`);
        expect([...(await books.ledger.receipts())].sort()).toEqual([...money].sort());
        const { ledger, closing } = await books.ledger.ledger();
        const total = sum(movements.map(({ pence }) => pence));
        const isBalanced = exports.some(({ form }) => bankForms[form]!.has.balances);
        if (isBalanced) expect([ledger, closing]).toEqual([OPENING + total, OPENING + total]);
        else if (closing !== null) expect(ledger).toBe(closing);
        else expect(ledger).toBe(total);
        const isWhole = exports.every(({ cut }) => cut !== 'paged');
        const isTold = isWhole && files.every(({ file: { form } }) => bankForms[form]!.has.balances && !form.includes('in pages'));
        if (isTold) expect(books.asked).toBe(0);
      },
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
}, 3_600_000);
