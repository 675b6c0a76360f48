import type { Pence } from '../money';
import { readAmount, readBalance } from './statement-amount';
import type { StatementLayout } from './statement-layout';

/** Which columns hold a line's money, and which way the file runs. */
export type MoneyColumns = Pick<StatementLayout['columns'], 'amount' | 'debit' | 'credit' | 'indicator' | 'balance'>;
export interface Reading {
  columns: MoneyColumns;
  newestFirst: boolean;
}

/** A cell as an amount: null where it is blank, undefined where it is none. */
type Cell = Pence | null | undefined;

const DEBIT = ['DR', 'D', 'DEBIT', 'DBIT', '-', 'OUT', 'PAID OUT', 'WITHDRAWAL'];
const CREDIT = ['CR', 'C', 'CREDIT', 'CRDT', '+', 'IN', 'PAID IN', 'DEPOSIT'];
/** With more columns of amounts finance is asked, rather than all of them tried. */
const MOST_AMOUNTS = 6;

/** True for a word that tells which way an amount went. */
export const isIndicator = (cell: string): boolean => [...DEBIT, ...CREDIT].includes(cell.toUpperCase());

/**
 * Every reading of a file's money that its running balance proves on every line: signed amounts, amounts with an indicator, or
 * debit and credit, forwards or backwards. Readings that come to the same lines are one. A line whose cells are no amounts proves
 * nothing and is a fault of its own; a line without a balance disproves the reading. Columns are counted from 0.
 */
export function provenReadings(
  rows: string[][],
  kinds: { amounts: number[]; blanks: number[]; indicators: number[] },
  directions: boolean[],
): Reading[] {
  const { amounts, blanks, indicators } = kinds;
  if (amounts.length > MOST_AMOUNTS || blanks.length > MOST_AMOUNTS) return [];
  const cells = new Map([...amounts, ...blanks].map((at) => [at, rows.map((row) => money(row[at]!, readAmount))]));
  const found = new Map<string, Reading>();
  for (const balance of amounts) {
    const balances = rows.map((row) => money(row[balance]!, readBalance));
    if (balances.includes(null)) continue;
    const others = amounts.filter((at) => at !== balance);
    for (const { columns, pence } of [
      ...others.map((at) => plain(cells, at)),
      ...others.flatMap((at) => indicators.map((by) => indicated(rows, cells, at, by))),
      ...pairs([...others, ...blanks], blanks).map(([debit, credit]) => split(cells, debit, credit)),
    ])
      for (const newestFirst of directions) {
        if (!follows(pence, balances, newestFirst)) continue;
        const outcome = `${newestFirst} ${balances.join()} ${pence.join()}`;
        if (!found.has(outcome)) found.set(outcome, { columns: { ...columns, balance: name(balance) }, newestFirst });
      }
  }
  return [...found.values()];
}

interface Assignment {
  columns: MoneyColumns;
  pence: Cell[];
}

function plain(cells: Map<number, Cell[]>, at: number): Assignment {
  return { columns: { amount: name(at) }, pence: cells.get(at)! };
}

function indicated(rows: string[][], cells: Map<number, Cell[]>, at: number, by: number): Assignment {
  const words = [...new Set(rows.map((row) => row[by]!.toUpperCase()))];
  const debit = words.filter((word) => DEBIT.includes(word));
  const told = words.filter((word) => CREDIT.includes(word));
  const credit = told.length > 0 ? told : [''];
  const pence = cells.get(at)!.map((cell, index): Cell => {
    const word = rows[index]![by]!.toUpperCase();
    if (!cell) return cell;
    if (debit.includes(word)) return cell < 0n ? cell : -cell;
    return credit.includes(word) && cell > 0n ? cell : undefined;
  });
  return { columns: { amount: name(at), indicator: { column: name(by), debit, credit } }, pence };
}

function split(cells: Map<number, Cell[]>, debit: number, credit: number): Assignment {
  const pence = cells.get(credit)!.map((paidIn, index): Cell => {
    const paidOut = cells.get(debit)![index];
    if (paidIn === undefined || paidOut === undefined) return undefined;
    if (paidIn === null && paidOut === null) return null;
    return (paidIn ?? 0n) - (paidOut && paidOut < 0n ? -paidOut : (paidOut ?? 0n));
  });
  return { columns: { debit: name(debit), credit: name(credit) }, pence };
}

/** Each ordered pair of columns of which one at least is filled. */
function pairs(columns: number[], blanks: number[]): [number, number][] {
  return columns.flatMap((one) =>
    columns
      .filter((other) => other !== one && !(blanks.includes(one) && blanks.includes(other)))
      .map((other): [number, number] => [one, other]),
  );
}

/** True where each balance is the one before it plus its line, on every two lines that can be read, and on one at least. */
function follows(pence: Cell[], balances: Cell[], newestFirst: boolean): boolean {
  let proven = 0;
  for (let index = 1; index < pence.length; index += 1) {
    const [later, earlier] = newestFirst ? [index - 1, index] : [index, index - 1];
    const [amount, after, before] = [pence[later], balances[later], balances[earlier]];
    if (amount == null || after == null || before == null) continue;
    if (after - before !== amount) return false;
    proven += 1;
  }
  return proven > 0;
}

function money(cell: string, read: (text: string) => Pence | null): Cell {
  return cell === '' ? null : (read(cell) ?? undefined);
}

function name(at: number): string {
  return String(at + 1);
}
