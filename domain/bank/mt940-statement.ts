import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
import { readSwiftDay, readSwiftEntry } from './mt940-entry';
import { messagesOf, type Field, type Message } from './mt940-fields';
import { accountIn, faulty, foreignAccount, tooManyLines, type ReadStatement, type StatementFile } from './statement';
import { readSwiftAmount } from './statement-amount';
import { faultOfFile, type FileLimits, type RowFault, type StatementLine } from './statement-row';

const REMEDY = 'Export the statement from the bank again, or as camt.053.';
const OTHERS: Record<string, string> = {
  '900': 'a confirmation of one debit',
  '910': 'a confirmation of one credit',
  '941': 'a report of balances, without entries',
  '942': 'a report within the day: its entries are not final',
};

interface Balance {
  pence: Pence;
  on: LocalDate;
  currency: string;
}

/** Reads MT940 by itself (decision 0026): one account's statement, or a page of it, a message (ADV-4, BNK-1). What does not add up is read all the same. */
export function readMt940(text: string, limits: FileLimits): StatementFile {
  const other = otherMessage(text.slice(0, 2000));
  if (other) return faulty(other);
  const messages = messagesOf(text);
  if (messages.length === 0) return faulty(faultOfFile('empty', 'The file holds no statement', REMEDY));
  const entries = messages.flat().filter((field) => field.tag === '61').length;
  if (Math.max(entries, messages.length) > limits.maximumLines) return faulty(tooManyLines(limits));
  const faults: RowFault[] = [];
  const statements = messages.flatMap((message) => readMessage(message, faults) ?? []);
  return faults.length > 0 ? { faults: faults.slice(0, limits.maximumFaults), faultCount: faults.length } : { statements };
}

function otherMessage(start: string): RowFault | null {
  const number = /\{2:[IO](\d{3})|^:(9\d\d):/m.exec(start)?.slice(1).find(Boolean) ?? (/^:34F:/m.test(start) ? '942' : '940');
  if (number === '940' || number === '950') return null;
  const what = OTHERS[number] ? `, ${OTHERS[number]}` : '';
  return faultOfFile('otherMessage', `This is MT${number}${what}`, 'Export MT940 or camt.053, the statement of the day, and upload that.');
}

function readMessage(message: Message, faults: RowFault[]): ReadStatement | null {
  const of = (...tags: string[]) => message.find((field) => tags.includes(field.tag));
  const fault = (row: number, column: string, code: string, detail: string, remedy = REMEDY) =>
    void faults.push({ ...faultOfFile(code, detail, remedy), row, column });
  const [name, account, opening, closing] = [of('20'), of('25', '25P'), of('60F', '60M'), of('62F', '62M')];
  const balances = [opening, closing].map((field) => field && readBalance(field, fault));
  const foreign = balances.filter((each) => each?.currency !== undefined && each.currency !== 'GBP').at(-1);
  if (foreign) return (faults.push(foreignAccount(foreign.currency, opening!.row, foreign.pence)), null);
  if (!name) fault(message[0]!.row, ':20:', 'tag', 'A statement begins here without its name (:20:)');
  if (!account) fault(message[0]!.row, ':25:', 'tag', 'The statement names no account (:25:)');
  if (!opening) fault(message[0]!.row, ':60F:', 'tag', 'The statement has no opening balance (:60F:)');
  if (!closing)
    fault(
      message.at(-1)!.row,
      ':62F:',
      'cutOff',
      'The statement has no closing balance (:62F:): the file may be cut off here',
      'Export the statement again.',
    );
  const lines = readEntries(message, faults);
  const [first, last] = balances;
  if (!first || !last || !account) return null;
  const days = [last.on, ...lines.map((line) => line.bookedOn)].sort();
  return {
    form: 'mt940',
    statementId: [name?.lines[0], ...(of('28C', '28')?.lines[0] ?? '').split('/')].filter(Boolean).join('.') || null,
    account: accountIn(account.lines[0]!),
    opening: first.pence,
    closing: last.pence,
    from: days[0]!,
    to: days.at(-1)!,
    lines,
  };
}

/** Each entry with the texts that follow it; those behind the closing balance are of the whole statement. */
function readEntries(message: Message, faults: RowFault[]): StatementLine[] {
  const entries: { entry: Field; details: string[] }[] = [];
  let current: string[] | null = null;
  for (const field of message) {
    if (field.tag === '61') entries.push({ entry: field, details: (current = []) });
    else if (field.tag === '86') current?.push(...field.lines);
    else current = null;
  }
  return entries.flatMap(({ entry, details }, index) => readSwiftEntry(entry, details, index + 1, faults) ?? []);
}

function readBalance(
  { tag, row, lines }: Field,
  fault: (row: number, column: string, code: string, detail: string) => void,
): Balance | null {
  const [, sign, date, currency, amount] = /^([CD])(\d{6})([A-Z]{3})(.*)$/.exec(lines[0]!.trim()) ?? [];
  if (!currency)
    return (fault(row, `:${tag}:`, 'balance', `"${lines[0]!.slice(0, 60)}" is no balance: C or D, date, currency, amount`), null);
  const [on, pence] = [readSwiftDay(date!), readSwiftAmount(amount!)];
  if (!on) fault(row, `:${tag}:`, 'date', `"${date}" is not a date of the calendar (YYMMDD)`);
  if (pence === null) fault(row, `:${tag}:`, 'amount', `"${amount}" is not an amount with a comma and at most two decimals`);
  return on && pence !== null ? { on, pence: sign === 'D' ? -pence : pence, currency } : null;
}
