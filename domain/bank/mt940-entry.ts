import type { LocalDate } from '../working-days';
import { readDetails, told } from './mt940-details';
import type { Field } from './mt940-fields';
import { readSwiftAmount } from './statement-amount';
import { dayOf, nearestDay } from './statement-day';
import { bankReference, faultOfFile, type RowFault, type StatementLine } from './statement-row';

const REMEDY = 'Export the statement from the bank again, or as camt.053.';
/** Value date, entry date, mark, funds code, amount, kind, what follows: references. */
const ENTRY = /^ *(\d{6})(\d{4}| *)(RC|RD|C|D)([A-Z]?)([\d.,]+) *([A-Z][A-Z0-9]{3})?(.*)$/;
/** So many lines may a text have; banks write six, some twenty. */
const MOST_LINES = 100;

/** A day as `YYMMDD` writes it; null where it is none of the calendar. */
export function readSwiftDay(text: string): LocalDate | null {
  const [year, month, day] = (/^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []).slice(1).map(Number);
  return year === undefined ? null : dayOf(2000 + year, month!, day!);
}

/**
 * One entry: `:61:` and the lines of its `:86:` (ADV-4). Its entry date takes the year that is nearest to the value date, which
 * stands for it where there is none. `row` is its number in the statement. Faults stand on its line of the file.
 */
export function readSwiftEntry(field: Field, details: string[], row: number, faults: RowFault[]): StatementLine | null {
  const fault = (code: string, detail: string) =>
    void faults.push({ ...faultOfFile(code, detail, REMEDY), row: field.row, column: ':61:' });
  const [first, ...supplement] = field.lines;
  const match = ENTRY.exec(first!);
  if (!match)
    return (fault('entry', `"${first!.slice(0, 60)}" is no entry: value date, entry date, C or D, amount, kind, reference`), null);
  const [, valueDate, entryDate, mark, , amount, , references] = match;
  const valueDay = readSwiftDay(valueDate!);
  const bookedOn =
    valueDay && (entryDate!.trim() === '' ? valueDay : nearestDay(Number(entryDate!.slice(0, 2)), Number(entryDate!.slice(2)), valueDay));
  const pence = readSwiftAmount(amount!);
  if (!valueDay) fault('date', `"${valueDate}" is not a value date of the calendar (YYMMDD)`);
  else if (!bookedOn) fault('date', `"${entryDate}" is not a day on which an entry of ${valueDay} can be booked (MMDD)`);
  if (pence === null) fault('amount', `"${amount}" is not an amount with a comma and at most two decimals`);
  if (supplement.length + details.length > MOST_LINES) fault('tooLong', `The texts of this entry have more than ${MOST_LINES} lines`);
  if (!bookedOn || pence === null || supplement.length + details.length > MOST_LINES) return null;

  const [own, banks = ''] = references!.split(/\/\/(.*)/);
  const { texts, payer } = readDetails(details);
  return {
    row,
    bookedOn,
    pence: mark === 'C' || mark === 'RD' ? pence : -pence,
    texts: told([own!, supplement.join(' '), ...texts]),
    payer,
    balance: null,
    entryId: bankReference(banks),
    ...(mark!.startsWith('R') ? { isReversal: true } : {}),
  };
}
