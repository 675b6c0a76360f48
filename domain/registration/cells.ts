import type { LocalDate } from '../working-days';
import { fieldWords, type LineField } from './learner-columns';

/** The cells of a line by field; what is empty is left out. */
export type LineCells = Partial<Record<LineField, string>>;

/** What a line is read by: the way it came, its product as of the day, the catalogue's countries, and the columns of its file. */
export interface LineRules {
  way: 'keyIn' | 'single' | 'bulk';
  today: LocalDate;
  /** Null where the product is not known: what depends on it is not asked. */
  product: {
    asksForDates: boolean;
    takesArrangements: boolean;
    windows: readonly string[];
    modes: readonly string[];
    /** Windows in which nothing is booked with the registration any more, or not yet, each with why (REG-17). */
    shut: ReadonlyMap<string, string>;
  } | null;
  countries: ReadonlySet<string>;
  /** The letter of a field's column. */
  columnOf: ReadonlyMap<LineField, string>;
  /** Its file has a date whose month stands before its day, on this row: no other one is certain. */
  monthFirstRow: number | null;
}

/** Notes a fault of a field. */
export type Tell = (field: LineField, code: string, rule: string, detail: string, remedy: string, isWarning?: boolean) => void;
/** Reads cells and notes what is wrong with them. */
export interface CellReader {
  rules: LineRules;
  /** The text of a cell; empty where there is none. */
  text(field: LineField): string;
  tell: Tell;
}

/** The text of a cell on one line, with single spaces; what has other control characters is told (REG-9). */
export function plainText({ text, tell }: CellReader, field: LineField, rule: string): string {
  const plain = text(field).replace(/\s+/g, ' ').trim();
  if (/[\u0000-\u001f\u007f]/.test(plain)) tell(field, 'characters', rule, `${fieldWords[field]} has control characters`, 'Type it again.');
  return plain;
}
