/**
 * The same movements in every form that a bank may send.
 *
 *     bankForms: Record<string, BankForm>          // by a name for a test's title: 'Lloyds', 'camt.053.001.08', 'MT940, in pages', …
 *     bankForms[name].write(movements, { opening, … }): string | Buffer
 *
 * `movements` are oldest first. `BankForm` says what of them the form can tell (`has`), so that a test knows what to expect.
 */
import type { StatementForm } from '../../domain/bank/statement';
import { camtFile } from './camt';

/** One movement of an account: money in is positive. Its texts hold the reference, its entry ID is the bank's. */
export interface Movement {
  bookedOn: string;
  pence: bigint;
  payer: string;
  reference: string;
  entryId: string;
}
/** What a file needs besides movements: pence before the first, whose account, and the bank's name of the statement. */
export interface FileFacts {
  opening: bigint;
  sortCode?: string;
  accountNumber?: string;
  statementId?: string;
}
/** A form: which it is, and what of a movement stands in it. */
export interface BankForm {
  form: StatementForm;
  has: { balances: boolean; entryIds: boolean; payers: boolean; accounts: boolean };
  write(movements: Movement[], facts: FileFacts): string;
}

type Row = Movement & { balance: bigint };
type Account = Required<Omit<FileFacts, 'opening'>>;

/** Pence as banks write pounds: `-12.50`. */
export const inFile = (pence: bigint): string => {
  const absolute = pence < 0n ? -pence : pence;
  return `${pence < 0n ? '-' : ''}${absolute / 100n}.${String(absolute % 100n).padStart(2, '0')}`;
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const parts = (day: string) => day.split('-') as [string, string, string];
const slashes = (day: string) => parts(day).reverse().join('/');
const words = (day: string) => `${parts(day)[2]} ${MONTHS[Number(parts(day)[1]) - 1]} ${parts(day)[0]}`;
const digits = (day: string) => day.replaceAll('-', '');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const absolute = (pence: bigint) => inFile(pence < 0n ? -pence : pence);
const onlyIf = (condition: boolean, text: string) => (condition ? text : '');

function rowsOf(movements: Movement[], opening: bigint): Row[] {
  let balance = opening;
  return movements.map((each) => ({ ...each, balance: (balance += each.pence) }));
}

function withDefaults({ sortCode = '826219', accountNumber = '12345678', statementId = 'S1' }: FileFacts): Account {
  return { sortCode, accountNumber, statementId };
}

function csv(
  has: Partial<BankForm['has']>,
  header: string[],
  isNewestFirst: boolean,
  row: (each: Row, account: Account) => string,
): BankForm {
  return {
    form: 'csv',
    has: { balances: false, entryIds: false, payers: false, accounts: false, ...has },
    write: (movements, facts) => {
      const rows = rowsOf(movements, facts.opening).map((each) => row(each, withDefaults(facts)));
      return [...header, ...(isNewestFirst ? rows.reverse() : rows), ''].join('\r\n');
    },
  };
}

const dashed = (sortCode: string) => sortCode.replace(/(..)(..)(..)/, '$1-$2-$3');

const csvForms: Record<string, BankForm> = {
  Barclays: csv({ accounts: true }, ['Number,Date,Account,Amount,Subcategory,Memo'], true, (each, { sortCode, accountNumber }) =>
    [
      ' ',
      slashes(each.bookedOn),
      `${dashed(sortCode)} ${accountNumber}`,
      inFile(each.pence),
      'Counter Credit',
      quoted(each.reference),
    ].join(','),
  ),
  Lloyds: csv(
    { balances: true, accounts: true },
    ['Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance,'],
    true,
    (each, { sortCode, accountNumber }) =>
      `${slashes(each.bookedOn)},BGC,'${dashed(sortCode)},${accountNumber},${quoted(each.reference)},${onlyIf(each.pence < 0n, absolute(each.pence))},${onlyIf(each.pence >= 0n, absolute(each.pence))},${inFile(each.balance)},`,
  ),
  'Lloyds Commercial': csv(
    { balances: true, accounts: true },
    ['Post Date,Account Number,Account Name,Type,Amount,Customer Reference,Transaction Detail,Balance'],
    true,
    (each, { accountNumber }) =>
      `${slashes(each.bookedOn)},${accountNumber},OURS,${each.pence < 0n ? 'DR' : 'CR'},${inFile(each.pence)},${quoted(each.reference)},X, ${inFile(each.balance)}`,
  ),
  NatWest: csv(
    { balances: true, accounts: true },
    ['Date,Type,Description,Value,Balance,Account Name,Account Number'],
    true,
    (each, { sortCode, accountNumber }) =>
      `${words(each.bookedOn)},BAC, ${quoted(each.reference)},${inFile(each.pence)},${inFile(each.balance)},"'OURS","'${sortCode}-${accountNumber}"`,
  ),
  Starling: csv(
    { balances: true, payers: true },
    ['Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes'],
    false,
    (each) =>
      `${slashes(each.bookedOn)},${quoted(each.payer)},${quoted(each.reference)},FASTER PAYMENT,${inFile(each.pence)},${inFile(each.balance)},INCOME,`,
  ),
  Nationwide: csv(
    { balances: true },
    [
      '"Account Name:","FlexAccount"',
      '"Available Balance: ","£1.00"',
      '',
      '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
    ],
    false,
    (each) =>
      [
        words(each.bookedOn),
        'Bank credit',
        each.reference,
        onlyIf(each.pence < 0n, `£${absolute(each.pence)}`),
        onlyIf(each.pence >= 0n, `£${absolute(each.pence)}`),
        inFile(each.balance).replace(/^(-?)/, '$1£'),
      ]
        .map(quoted)
        .join(','),
  ),
  Monzo: csv(
    { entryIds: true, payers: true },
    [
      'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split',
    ],
    false,
    (each) =>
      `${each.entryId},${slashes(each.bookedOn)},10:11:12,Faster payment,${quoted(each.payer)},,Income,${inFile(each.pence)},GBP,${inFile(each.pence)},GBP,${quoted(each.reference)},,,${quoted(each.reference)},`,
  ),
  'no header, with balances': csv({ balances: true, accounts: true }, [], false, (each, { sortCode, accountNumber }) =>
    [
      digits(each.bookedOn),
      each.pence < 0n ? 'DR' : 'CR',
      quoted(each.reference),
      absolute(each.pence),
      inFile(each.balance),
      `${dashed(sortCode)} ${accountNumber}`,
    ].join(','),
  ),
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const checked = (sortCode: string, accountNumber: string) => `GB33LOYD${sortCode}${accountNumber}`;

const camt = (version: string): BankForm => ({
  form: 'camt',
  has: { balances: true, entryIds: true, payers: true, accounts: true },
  write: (movements, facts) => {
    const { sortCode, accountNumber, statementId } = withDefaults(facts);
    const closing = rowsOf(movements, facts.opening).at(-1)?.balance ?? facts.opening;
    const entries = movements.map((each) => ({
      pounds: absolute(each.pence),
      out: each.pence < 0n,
      date: each.bookedOn,
      reference: escaped(each.entryId),
      details: [{ ustrd: [escaped(each.reference)], payer: escaped(each.payer), out: each.pence < 0n }],
    }));
    const dates = { from: movements[0]?.bookedOn, to: movements.at(-1)?.bookedOn };
    const balances = { opening: inFile(facts.opening), closing: inFile(closing) };
    return camtFile([{ id: statementId, iban: checked(sortCode, accountNumber), ...balances, ...dates, entries }], version);
  },
});

const swiftDay = (day: string) => digits(day).slice(2);
const swift = (pence: bigint) =>
  absolute(pence)
    .replace('.', ',')
    .replace(/,00$/, ',')
    .replace(/(,\d)0$/, '$1');
const swiftBalance = (tag: string, day: string, pence: bigint) => `:${tag}:${pence < 0n ? 'D' : 'C'}${swiftDay(day)}GBP${swift(pence)}`;

/** MT940 of a bank with its habits: how it tells an entry, after how many it turns the page, and what it puts around a message. */
function mt940(
  has: Partial<BankForm['has']>,
  entry: (each: Movement) => string[],
  { perPage = Infinity, before = [] as string[], end = '-' } = {},
): BankForm {
  return {
    form: 'mt940',
    has: { balances: true, entryIds: true, payers: true, accounts: true, ...has },
    write: (movements, facts) => {
      const { sortCode, accountNumber, statementId } = withDefaults(facts);
      const pages: Movement[][] = [];
      for (let at = 0; at < Math.max(1, movements.length); at += perPage) pages.push(movements.slice(at, at + perPage));
      let balance = facts.opening;
      const written = pages.flatMap((page, index) => {
        const [first, last] = [page[0]?.bookedOn ?? '2026-11-20', page.at(-1)?.bookedOn ?? '2026-11-20'];
        const opening = swiftBalance(index === 0 ? '60F' : '60M', first, balance);
        for (const { pence } of page) balance += pence;
        const closing = swiftBalance(index === pages.length - 1 ? '62F' : '62M', last, balance);
        const head = [`:20:${statementId}`, `:25:${checked(sortCode, accountNumber)}`, `:28C:1/${index + 1}`];
        return [...before, ...head, opening, ...page.flatMap(entry), closing, end];
      });
      return [...written, ''].join('\r\n');
    },
  };
}

const wrapped = (text: string, length = 65) => text.match(new RegExp(`.{1,${length}}`, 'g')) ?? [''];
/** A text in lines of 65; `first` is what the first may have beside its tag. */
const text86 = (text: string, first: number) => [`:86:${text.slice(0, first)}`, ...(text.length > first ? wrapped(text.slice(first)) : [])];
const head = (each: Movement, valueDay: string, entryDay: string, references: string) =>
  `:61:${swiftDay(valueDay)}${entryDay}${each.pence < 0n ? 'D' : 'C'}${swift(each.pence)}NTRF${references}`;
const shortly = (day: string) => digits(day).slice(4);
const daysAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const mt940Forms: Record<string, BankForm> = {
  'MT940, free text': mt940({ payers: false }, (each) => [
    head(each, each.bookedOn, shortly(each.bookedOn), `NONREF//${each.entryId}`),
    ...text86(`${each.payer} ${each.reference}`, 65),
  ]),
  'MT940, in parts, valued later, NONREF': mt940(
    { entryIds: false },
    (each) => [
      head(each, daysAfter(each.bookedOn, 2), shortly(each.bookedOn), `${each.reference.slice(0, 16)}//NONREF`),
      ...text86(`166?00CREDIT?20${wrapped(each.reference, 27).join('?21')}?30826219?32${each.payer.slice(0, 27)}`, 65),
    ],
    {
      before: ['\u0001{1:F01LOYDGB2LAXXX0000000000}{2:O9400000000000LOYDGB2LAXXX00000000000000000000N}{4:'],
      end: '-}{5:{CHK:000000000000}}\u0003',
    },
  ),
  'MT940, in pages, behind words, without an entry date': mt940(
    {},
    (each) => [
      head(each, each.bookedOn, '', `NOTPROVIDED//${each.entryId}`),
      'COUNTER CREDIT',
      ...text86(`/TRTP/CREDIT/NAME/${each.payer.replaceAll('/', ' ')}/REMI/${each.reference}/EREF/NOTPROVIDED`, 61),
    ],
    { perPage: 40, before: [':940:'] },
  ),
};

/** Every form, by its name. */
export const bankForms: Record<string, BankForm> = {
  ...csvForms,
  ...Object.fromEntries(['02', '04', '06', '08', '10', '13'].map((version) => [`camt.053.001.${version}`, camt(version)])),
  ...mt940Forms,
};
