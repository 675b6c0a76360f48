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

/** Columns by what they look like, counted from 0. */
export interface MoneyKinds {
  amounts: number[];
  blanks: number[];
  indicators: number[];
}
/** Which columns a line's money may stand in, and what that comes to on each row. */
interface Assignment {
  columns: MoneyColumns;
  pence: (row: number) => Cell;
}
interface Proven extends Assignment, Reading {
  balances: Cell[];
}

/**
 * The readings of a file's money that its running balance proves on every line: signed amounts, amounts with an indicator, or debit
 * and credit, forwards or backwards. Readings that come to the same lines are one; of several the first two are answered. Where
 * none proves every line, those that prove all lines but some without an amount, which are faults of their own.
 */
export function provenReadings(rows: string[][], kinds: MoneyKinds, directions: boolean[]): Reading[] {
  const { amounts, blanks } = kinds;
  if (amounts.length > MOST_AMOUNTS || blanks.length > MOST_AMOUNTS) return [];
  const cells = new Map([...amounts, ...blanks].map((at) => [at, rows.map((row) => money(row[at]!, readAmount))]));
  const [complete, partial]: [Proven[], Proven[]] = [[], []];
  for (const balance of amounts) {
    const balances = rows.map((row) => money(row[balance]!, readBalance));
    if (balances.includes(null)) continue;
    for (const { columns, pence } of assignments(rows, cells, kinds, balance))
      for (const newestFirst of directions) {
        const reading = { columns: { ...columns, balance: name(balance) }, pence, balances, newestFirst };
        if (!follows(reading)) continue;
        const found = isComplete(reading) ? complete : partial;
        if (!found.some((other) => comesToTheSame(other, reading))) found.push(reading);
        if (complete.length > 1) return complete;
      }
  }
  return complete.length > 0 ? complete : partial;
}

function isComplete({ pence, balances }: Proven): boolean {
  return balances.every((balance, row) => balance != null && pence(row) != null);
}

function assignments(
  rows: string[][],
  cells: Map<number, Cell[]>,
  { amounts, blanks, indicators }: MoneyKinds,
  balance: number,
): Assignment[] {
  const others = amounts.filter((at) => at !== balance);
  return [
    ...others.map((at) => plain(cells.get(at)!, at)),
    ...others.flatMap((at) => indicators.map((by) => indicated(rows, cells.get(at)!, at, by))),
    ...pairs([...others, ...blanks], blanks)
      .filter(([debit, credit]) => ofOneSign(cells.get(debit)!) && !cells.get(credit)!.some((cell) => cell && cell < 0n))
      .map(([debit, credit]) => split(cells, debit, credit)),
  ];
}

function plain(cells: Cell[], at: number): Assignment {
  return { columns: { amount: name(at) }, pence: (row) => cells[row] };
}

function indicated(rows: string[][], cells: Cell[], at: number, by: number): Assignment {
  const words = [...new Set(rows.map((row) => row[by]!.toUpperCase()))];
  const debit = words.filter((word) => DEBIT.includes(word));
  const told = words.filter((word) => CREDIT.includes(word));
  const credit = told.length > 0 ? told : [''];
  const pence = (row: number): Cell => {
    const [cell, word] = [cells[row], rows[row]![by]!.toUpperCase()];
    if (!cell) return cell;
    if (debit.includes(word)) return cell < 0n ? cell : -cell;
    return credit.includes(word) && cell > 0n ? cell : undefined;
  };
  return { columns: { amount: name(at), indicator: { column: name(by), debit, credit } }, pence };
}

/** Banks write money out in a column of its own with a sign or without, but not by turns. */
function ofOneSign(cells: Cell[]): boolean {
  return !(cells.some((cell) => cell && cell < 0n) && cells.some((cell) => cell && cell > 0n));
}

function split(cells: Map<number, Cell[]>, debit: number, credit: number): Assignment {
  const pence = (row: number): Cell => {
    const [paidIn, paidOut] = [cells.get(credit)![row], cells.get(debit)![row]];
    if (paidIn === undefined || paidOut === undefined) return undefined;
    if (paidIn === null && paidOut === null) return null;
    return (paidIn ?? 0n) - (paidOut && paidOut < 0n ? -paidOut : (paidOut ?? 0n));
  };
  return { columns: { debit: name(debit), credit: name(credit) }, pence };
}

function comesToTheSame(one: Proven, other: Proven): boolean {
  return (
    one.newestFirst === other.newestFirst &&
    one.balances.every((balance, row) => balance === other.balances[row] && one.pence(row) === other.pence(row))
  );
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
function follows({ pence, balances, newestFirst }: Proven): boolean {
  let proven = 0;
  for (let row = 1; row < balances.length; row += 1) {
    const [later, earlier] = newestFirst ? [row - 1, row] : [row, row - 1];
    const [amount, after, before] = [pence(later), balances[later], balances[earlier]];
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
