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
const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' });
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
function isNumeric(cell: Cell): boolean {
  return typeof cell === 'number' || (typeof cell === 'object' && cell !== null && 'money' in cell);
}

/** A cell as the template draws it. */
interface ShownCell {
  text: string;
  href?: string | null;
  tags?: Tag[];
  isNumeric: boolean;
  sort: string;
}

/** A cell for people. */
export function shownCell(cell: Cell): ShownCell {
  const rest = typeof cell === 'object' && cell && 'text' in cell ? cell : {};
  return { ...rest, text: textOf(cell), isNumeric: isNumeric(cell), sort: String(csvCell(cell)) };
}

/** The heads of a table, each at the side on which the cells below it stand. */
export function headsOf(heads: string[], rows: { cells: ShownCell[] }[]): { text: string; isNumeric: boolean }[] {
  return heads.map((text, index) => ({ text, isNumeric: rows[0]?.cells[index]?.isNumeric ?? false }));
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

/** What is done is green, what nobody can change any more grey, what asks for somebody yellow, what is late or failed red; all else waits. */
const colours: Record<string, Tag['colour']> = {
  active: 'green',
  allocated: 'green',
  approved: 'green',
  cancelled: 'grey',
  confirmed: 'green',
  declined: 'grey',
  failed: 'red',
  invited: 'yellow',
  made: 'green',
  overdue: 'red',
  overPaid: 'yellow',
  partPaid: 'yellow',
  proposed: 'yellow',
  reversed: 'grey',
  withdrawn: 'grey',
};

/** A state with its colour; `own` are those of states that mean something else here. */
export function stateTag(state: string, own: Record<string, Tag['colour']> = {}): Cell {
  return { text: '', tags: [{ text: words(state), colour: own[state] ?? colours[state] ?? 'blue' }] };
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell !== 'object') return String(cell);
  if ('money' in cell) return moneyOf(cell.money);
  if ('moment' in cell) return momentOf(cell.moment);
  if ('day' in cell) return dayOf(cell.day);
  return cell.text;
}

/** London's date today: `2026-11-27` (TIM-1). */
export function today(): string {
  return date.format(new Date());
}
