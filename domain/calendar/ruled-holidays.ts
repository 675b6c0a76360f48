import { dateOf, dayNumber, weekdayOf, type LocalDate } from '../working-days';

const [SUNDAY, MONDAY, SATURDAY] = [0, 1, 6];
const WEEK = 7;

/**
 * The bank holidays of England and Wales in a year that nobody has published yet, by their fixed rules: New Year's Day, Good Friday,
 * Easter Monday, the Mondays of May and August, Christmas Day and Boxing Day, each on a weekend replaced by the next free working day
 * (TIM-1). A one-off day is in none of them: it is imported when it is published (CAL-1).
 */
export function ruledHolidays(year: number): LocalDate[] {
  const easter = easterSunday(year);
  const fixed = [dayNumber(`${year}-01-01`), dayNumber(`${year}-12-25`), dayNumber(`${year}-12-26`)];
  const mondays = [mondayFrom(`${year}-05-01`), mondayFrom(`${year}-05-25`), mondayFrom(`${year}-08-25`)];
  const days = new Set([easter - 2, easter + 1, ...mondays]);
  // The weekday ones of Christmas first: the other takes the next day that is free.
  const isWeekend = (day: number) => [SUNDAY, SATURDAY].includes(weekdayOf(day));
  for (const day of fixed.filter((each) => !isWeekend(each))) days.add(day);
  for (let day of fixed.filter(isWeekend)) {
    while (isWeekend(day) || days.has(day)) day += 1;
    days.add(day);
  }
  return [...days].sort((a, b) => a - b).map(dateOf);
}

/** The first Monday on or after a date. */
function mondayFrom(date: LocalDate): number {
  const day = dayNumber(date);
  return day + ((MONDAY - weekdayOf(day) + WEEK) % WEEK);
}

/** The day number of Easter Sunday, by the Gregorian rule (anonymous algorithm; right for every year from 1583). */
function easterSunday(year: number): number {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leap = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + leap + 15) % 30;
  const moon = epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % WEEK;
  const offset = moon - weekday;
  const month = 3 + Math.floor((offset + 40) / 44);
  return dayNumber(`${year}-01-01`) + dayOfYear(year, month, offset + 28 - 31 * Math.floor(month / 4));
}

function dayOfYear(year: number, month: number, day: number): number {
  return (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000;
}
