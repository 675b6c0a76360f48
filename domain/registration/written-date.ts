import type { LocalDate } from '../working-days';

/** How a date was written: as asked for, otherwise but certain, or so that nobody can tell. */
export type WrittenDate =
  { date: LocalDate; isMended: boolean; isEitherOrder: boolean } | { fault: 'dateOrder' | 'dateSerial' | 'dateYear' | 'date' };

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const AS_ASKED = /^\d{2}\/\d{2}\/\d{4}$/;
const SHORT_YEAR = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?(?:\.0+)?)?$/;
const SERIAL = /^\d{4,5}(\.0+)?$/;
const MONTHS = 12;
/** Every month has so many days. */
const SURE_DAYS = 28;

/**
 * Reads a date as `dd/mm/yyyy`. What a spreadsheet makes of it is mended where it is certain (`3/4/2009`, `2009-04-03`), and told
 * where it is not: a month before its day, a count of days, a year of two digits (IMP-1).
 */
export function readWrittenDate(text: string): WrittenDate {
  const parts = SLASHED.exec(text);
  if (!parts) return writtenOtherwise(text);
  const [day, month, year] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month > MONTHS && day <= MONTHS) return isDay(year, day, month) ? { fault: 'dateOrder' } : { fault: 'date' };
  const isMended = !AS_ASKED.test(text);
  const read = dated(year, month, day, isMended);
  return 'date' in read ? { ...read, isEitherOrder: day <= MONTHS && day !== month } : read;
}

function writtenOtherwise(text: string): WrittenDate {
  const iso = ISO.exec(text);
  if (iso) return dated(Number(iso[1]), Number(iso[2]), Number(iso[3]), true);
  if (SERIAL.test(text)) return { fault: 'dateSerial' };
  return { fault: SHORT_YEAR.test(text) ? 'dateYear' : 'date' };
}

/** True where a text can only be a date whose month stands before its day: the rest of its file may be so as well. */
export function isMonthFirst(text: string): boolean {
  const read = readWrittenDate(text);
  return 'fault' in read && read.fault === 'dateOrder';
}

function dated(year: number, month: number, day: number, isMended: boolean): WrittenDate {
  if (!isDay(year, month, day)) return { fault: 'date' };
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return { date, isMended, isEitherOrder: false };
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || year >= 2200 || month < 1 || month > MONTHS || day < 1) return false;
  return day <= SURE_DAYS || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
