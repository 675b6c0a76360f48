import { singleColumns } from '../domain/registration/learner-columns';
import { checkDigitOf } from '../domain/registration/uln';

const LETTERS = 26;

/** A single-product file of so many learners without a fault, with its header; `first` makes names and ULNs its own. */
export function learnerFile(many: number, first: number): Buffer {
  const header = singleColumns.slice(0, -1).map(({ title }) => title);
  const rows = Array.from({ length: many }, (_each, index) => rowOf(first + index));
  return Buffer.from([header, ...rows].map((cells) => cells.join(',')).join('\r\n'));
}

function rowOf(number: number): string[] {
  const cells: Record<string, string> = {
    ...{ forename: `Zoë${wordOf(number)}`, middleNames: 'Ann', surname: `Field-${wordOf(number)}`, birthDate: '03/04/2005' },
    ...{ centreReference: `R${number}`, ethnicity: '31', gender: 'F', uln: ulnOf(number), postcode: 'CB7 4AA', country: 'GB' },
    ...{ startOn: '01/09/2026', plannedEndOn: '31/07/2027' },
  };
  return singleColumns.slice(0, -1).map(({ field }) => (field && cells[field]) ?? '');
}

/** Some letters for each number: names have no digits. */
function wordOf(number: number): string {
  const last = String.fromCharCode(97 + (number % LETTERS));
  return number < LETTERS ? last : wordOf(Math.floor(number / LETTERS)) + last;
}

/** Nine digits of eleven in a row always have a check digit but for one. */
function ulnOf(number: number): string {
  for (let nine = 300_000_000 + number * 11; ; nine += 1) {
    const digit = checkDigitOf(String(nine));
    if (digit !== null) return `${nine}${digit}`;
  }
}
