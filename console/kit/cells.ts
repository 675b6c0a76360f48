import { words } from './words';

/** Money as the API tells it: pence. */
interface Money {
  amount: number;
}

/** A word that stands out beside another one, in one of GOV.UK's colours. */
export interface Tag {
  text: string;
  colour: 'grey' | 'green' | 'blue' | 'yellow' | 'orange' | 'red';
}

/** What stands at a place of a list or of a case's facts, as what it is: the page writes it for people, a CSV for programs. */
export type Cell =
  | string
  | number
  | null
  | undefined
  | { money: Money | null }
  | { moment: string | null }
  | { day: string | null }
  | { text: string; href?: string | null; tags?: Tag[] };

const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium' });
const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

/** An instant in London's time, with 24 hours; a dash for none. */
export function momentOf(at: string | null | undefined): string {
  return at ? london.format(new Date(at)) : '–';
}

/** A date; a dash for none. */
export function dayOf(date: string | null | undefined): string {
  return date ? day.format(new Date(date)) : '–';
}

/** Pounds with their sign; a dash for none. */
export function moneyOf(money: Money | null | undefined): string {
  return money ? pounds.format(money.amount / 100) : '–';
}

/** True for what stands at the right of its column. */
export function isNumeric(cell: Cell): boolean {
  return typeof cell === 'number' || (typeof cell === 'object' && cell !== null && 'money' in cell);
}

/** A cell for people. */
export function shownCell(cell: Cell): { text: string; href?: string | null; tags?: Tag[]; isNumeric: boolean; sort: string } {
  const rest = typeof cell === 'object' && cell && 'text' in cell ? cell : {};
  return { ...rest, text: textOf(cell), isNumeric: isNumeric(cell), sort: String(csvCell(cell)) };
}

/** A cell for programs: pounds without signs, instants in UTC, dates as ISO 8601 has them. */
export function csvCell(cell: Cell): string | number {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'object') return cell;
  if ('money' in cell) return cell.money ? cell.money.amount / 100 : '';
  if ('moment' in cell) return cell.moment ?? '';
  if ('day' in cell) return cell.day ?? '';
  return [cell.text, ...(cell.tags ?? []).map((tag) => tag.text)].filter(Boolean).join(', ');
}

/** A state with its colour: what is done is green, what nobody can change grey, what waits blue, what is late red. */
export function stateTag(state: string, colours: Record<string, Tag['colour']> = {}): Cell {
  return { text: '', tags: [{ text: words(state), colour: colours[state] ?? 'blue' }] };
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell !== 'object') return String(cell);
  if ('money' in cell) return moneyOf(cell.money);
  if ('moment' in cell) return momentOf(cell.moment);
  if ('day' in cell) return dayOf(cell.day);
  return cell.text;
}
