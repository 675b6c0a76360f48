/** A month that is asked for, else that which is now: its first and last day, and the months beside it. */
export interface Month {
  from: string;
  to: string;
  before: string;
  after: string;
}

/** The month that an address names as 2026-12; this one, where it names none. */
export function monthOf(asked: string | undefined): Month {
  const month = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(asked ?? '') ? asked! : new Date().toISOString().slice(0, 7);
  const [year, number] = month.split('-').map(Number) as [number, number];
  const shift = (by: number) => new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10), before: shift(-1), after: shift(1) };
}

/** Days as the weeks of a calendar that begin on Monday: null where a day is another month's. */
export function weeksOf<Day>(days: Day[], dateOf: (day: Day) => string): (Day | null)[][] {
  const first = (new Date(dateOf(days[0]!)).getUTCDay() + 6) % 7;
  const padded = [...Array.from({ length: first }, () => null), ...days];
  return Array.from({ length: Math.ceil(padded.length / 7) }, (_each, week) =>
    Array.from({ length: 7 }, (_day, index) => padded[week * 7 + index] ?? null),
  );
}
