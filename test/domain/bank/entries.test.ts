import fc from 'fast-check';
import { entryLines, recognise, type EntryLine, type KnownLine, type Recognised } from '../../../domain/bank/entries';
import type { ReadStatement, StatementForm } from '../../../domain/bank/statement';

interface Movement {
  day: string;
  pence: bigint;
  id: string;
}
interface Shown {
  form?: StatementForm;
  opening?: bigint | null;
  ids?: boolean;
}

const DAY = '2026-11-20';
const moved = (pence: number, id: string, day = DAY): Movement => ({ day, pence: BigInt(pence), id });
const read = (movements: Movement[], { form = 'camt', opening = null, ids = true }: Shown = {}): ReadStatement => ({
  form,
  statementId: null,
  account: null,
  opening,
  closing: opening === null ? null : movements.reduce((total, { pence }) => total + pence, opening),
  lines: movements.map(({ day, pence, id }, index) => ({
    row: index + 1,
    bookedOn: day,
    pence,
    texts: [`${form} ${id}`],
    payer: '',
    balance: null,
    entryId: ids ? id : null,
  })),
});

/** An account that is told statement after statement; a person answers truly what he is asked. */
class Account {
  readonly known: KnownLine[] = [];
  readonly truth = new Map<string, string>();
  asked = 0;

  imports(statement: ReadStatement, movements: string[] = []): Recognised[] {
    const lines = entryLines(statement);
    const found = recognise(lines, this.known);
    const name = `S${this.truth.size}-${this.known.length}`;
    found.forEach((each, index) => {
      const movement = movements[index] ?? `${name}/${index}`;
      if (each.verdict === 'doubtful') this.asked += 1;
      const entry = each.verdict === 'known' ? each.entry : each.verdict === 'doubtful' ? this.truth.get(movement) : undefined;
      this.keep(name, lines[index]!, entry ?? `${name}/${index}`, movement);
    });
    return found;
  }

  private keep(statement: string, line: EntryLine, entry: string, movement: string): void {
    if (!this.truth.has(movement)) this.truth.set(movement, entry);
    this.known.push({ ...line, statement, entry });
  }

  get entries(): number {
    return new Set(this.known.map(({ entry }) => entry)).size;
  }
}

const verdicts = (found: Recognised[]) => found.map(({ verdict }) => verdict).join(' ');
const told = (first: ReadStatement, ...more: ReadStatement[]) => {
  const account = new Account();
  account.imports(first);
  return more.map((statement) => verdicts(account.imports(statement)));
};

test('ADV-4 two entries with one bank reference in one file are two, and both are known in the next file', () => {
  const twins = [moved(4000, 'BATCH'), moved(4000, 'BATCH')];
  expect(told(read([]), read(twins))).toEqual(['new new']);
  expect(told(read(twins), read(twins))).toEqual(['known known']);
  expect(told(read(twins.slice(0, 1)), read(twins))).toEqual(['known new']);
});

test('ADV-4 the reference "1" of every day makes nothing known: not tomorrow’s receipt, and a twin of the day is asked', () => {
  for (const constant of ['1', 'NONREF', '0000', 'Not provided'])
    expect(told(read([moved(4000, constant)]), read([moved(4000, constant, '2026-11-21')]), read([moved(4000, constant)]))).toEqual([
      'new',
      'doubtful',
    ]);
});

test('ADV-4 a reference that names several entries tells none of them: balances do', () => {
  const page = (opening: bigint) => read([moved(4000, 'REFERENCE'), moved(5000, 'REFERENCE')], { opening });
  expect(told(page(0n), page(9000n), page(0n))).toEqual(['new new', 'known known']);
});

test('ADV-4 true twins on two pages of a day are two where the balances follow on, one where they sit at the same place', () => {
  const page = (opening: bigint, ids: boolean) => read([moved(4000, 'SAME-ID')], { opening, ids });
  for (const ids of [true, false]) expect(told(page(100n, ids), page(4100n, ids), page(100n, ids))).toEqual(['new', 'known']);
});

test('ADV-4 a page that may be the one before or the next, as money went to and fro, is told by its IDs, else asked', () => {
  const page = (ids: string[]) => read([moved(1000, ids[0] ?? ''), moved(-1000, ids[1] ?? '')], { opening: 0n, ids: ids.length > 0 });
  expect(told(page(['ENTRY-A', 'ENTRY-B']), page(['ENTRY-C', 'ENTRY-D']), page(['ENTRY-A', 'ENTRY-B']))).toEqual([
    'new new',
    'known known',
  ]);
  expect(told(page([]), page([]))).toEqual(['doubtful doubtful']);
});

test('ADV-4 where a file has the day before or after as well, no page of the day lies beyond it: to and fro tells', () => {
  const loop = [moved(1000, ''), moved(-1000, '')];
  const plain = (movements: Movement[], opening: bigint) => read(movements, { form: 'csv', opening, ids: false });
  const [before, after] = [moved(500, '', '2026-11-19'), moved(70, '', '2026-11-21')];
  expect(told(plain(loop, 500n), plain([before, ...loop, after], 0n))).toEqual(['new known known new']);
  expect(told(plain([before, ...loop, after], 0n), plain(loop, 500n))).toEqual(['known known']);
});

test('ADV-4 without IDs and balances the lines of an overlap are asked, the one of the same text first, and no more than may be known', () => {
  const plain = (ids: string[], pence = 4000) =>
    read(
      ids.map((id) => moved(pence, id)),
      { form: 'csv', ids: false },
    );
  const account = new Account();
  account.imports(plain(['ALICE']));
  expect(verdicts(account.imports(plain(['BOB', 'ALICE'])))).toBe('new doubtful');
  expect(told(plain(['ALICE']), plain(['BOB', 'CAROL']))).toEqual(['doubtful doubtful']);
  expect(told(plain(['ALICE']), plain(['ALICE'], 4001))).toEqual(['new']);
});

test('ADV-4 one day as camt with IDs and balances, as MT940 with IDs cut at 16, and as CSV with balances counts once in every order', () => {
  const day = [moved(4000, '2026112000000001-A'), moved(4000, '2026112000000001-B'), moved(-500, '2026112000000001-C')];
  const forms = [
    read(day, { opening: 700n }),
    read(
      day.map((each) => ({ ...each, id: each.id.slice(0, 16) })),
      { form: 'mt940', opening: 700n },
    ),
    read(day, { form: 'csv', opening: 700n, ids: false }),
  ];
  for (const [a, b, c] of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ] as const)
    expect(told(forms[a]!, forms[b]!, forms[c]!)).toEqual(['known known known', 'known known known']);
});

test('ADV-4 a day in another order, or with its batch as one sum, is the same day', () => {
  const day = [moved(4000, 'a'), moved(2500, 'b'), moved(-100, 'c')];
  const shown = (movements: Movement[]) => read(movements, { form: 'csv', opening: 10n, ids: false });
  expect(told(shown(day), shown([day[2]!, day[0]!, day[1]!]))).toEqual(['known known known']);
  expect(told(shown(day), shown([moved(6500, 'batch'), day[2]!]))).toEqual(['known known']);
});

test('ADV-4 a known entry ID with another amount on its day is asked; balances that follow on prove both', () => {
  const one = (pence: number, opening: bigint | null) => read([moved(pence, 'ENTRY-1')], { opening });
  for (const [opening, then] of [
    [null, null],
    [0n, 0n],
  ] as const) {
    const account = new Account();
    account.imports(one(4000, opening));
    expect(account.imports(one(5000, then))).toMatchObject([{ verdict: 'doubtful', doubt: 'otherAmount' }]);
  }
  expect(told(one(4000, 0n), one(5000, 4000n))).toEqual(['new']);
});

test('ADV-4 other lines from the same opening balance are asked, not added', () => {
  const shown = (pence: number) => read([moved(pence, '')], { opening: 100n, ids: false });
  expect(told(shown(4000), shown(5000))).toEqual(['doubtful']);
});

test('ADV-4 what was stored before forms were kept is known by its text, as it was then', () => {
  const old = (content: string): KnownLine => ({
    ...entryLines(read([moved(4000, 'x')]))[0]!,
    form: null,
    content,
    statement: 'S',
    entry: content,
  });
  const again = entryLines(read([moved(4000, 'ALICE'), moved(4000, 'CAROL')], { form: 'csv', ids: false }));
  expect(recognise(again, [old('|CSV ALICE'), old('|CSV BOB')]).map(({ verdict }) => verdict)).toEqual(['known', 'doubtful']);
});

const days = ['2026-12-30', '2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29', '2028-03-01'];
/** Movements of six days over new year and 29 February, in the bank's order, with twins. */
const movementsOf = fc
  .array(
    fc.record({ day: fc.nat(5), pence: fc.oneof(fc.constantFrom(25_000, 50_000, -25_000, 1), fc.integer({ min: -90_000, max: 90_000 })) }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((drawn) =>
    drawn
      .filter(({ pence }) => pence !== 0)
      .sort((a, b) => a.day - b.day)
      .map(({ day, pence }, index) => moved(pence, `ENTRY-${1000 + index}`, days[day])),
  );
/** How one file shows a stretch of them: where it begins and ends, its form, and what it tells beside amounts. */
const fileOf = fc.record({
  from: fc.double({ min: 0, max: 0.99, noNaN: true }),
  length: fc.double({ min: 0.01, max: 1, noNaN: true }),
  form: fc.constantFrom<StatementForm>('csv', 'camt', 'mt940'),
});

function property(tells: { ids: boolean; balances: boolean; form?: StatementForm }, insist: (account: Account, seen: number) => void) {
  fc.assert(
    fc.property(movementsOf, fc.array(fileOf, { minLength: 1, maxLength: 12 }), (movements, files) => {
      const account = new Account();
      const seen = new Set<number>();
      for (const { from, length, form } of files) {
        const first = Math.floor(from * movements.length);
        const part = movements.slice(first, first + Math.max(1, Math.floor(length * (movements.length - first))));
        part.forEach((_each, index) => seen.add(first + index));
        const opening = tells.balances ? movements.slice(0, first).reduce((total, { pence }) => total + pence, 0n) : null;
        account.imports(
          read(part, { form: tells.form ?? form, opening, ids: tells.ids }),
          part.map(({ id }) => id),
        );
      }
      insist(account, seen.size);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  );
}

test('ADV-4 whatever stretches of an account are imported, in whatever order and form, each movement is one entry: by IDs and balances', () => {
  property({ ids: true, balances: true }, (account, seen) => expect([account.entries, account.asked]).toEqual([seen, 0]));
});

test('ADV-4 by entry IDs alone nothing is lost or doubled, and within one form nothing is asked', () => {
  property({ ids: true, balances: false, form: 'camt' }, (account, seen) => expect([account.entries, account.asked]).toEqual([seen, 0]));
});

test('ADV-4 by balances alone nothing is lost or doubled but by a person’s answer', () => {
  property({ ids: false, balances: true }, (account, seen) => expect(account.entries).toBe(seen));
});

test('ADV-4 without either nothing is lost or doubled but by a person’s answer', () => {
  property({ ids: false, balances: false }, (account, seen) => expect(account.entries).toBe(seen));
});
