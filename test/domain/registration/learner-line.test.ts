import fc from 'fast-check';
import type { ProductVersion } from '../../../domain/catalogue/product';
import { arrangementCodes } from '../../../domain/registration/codes';
import type { LineCells, LineRules } from '../../../domain/registration/cells';
import { readLine } from '../../../domain/registration/learner-line';
import { rulesOf } from '../../../domain/registration/line-rules';
import { checkDigitOf, ulnFault } from '../../../domain/registration/uln';
import { readWrittenDate } from '../../../domain/registration/written-date';
import { lapseOf, undoneUntil } from '../../../domain/registration/registration.confirm';

const COUNTRIES = new Set(['GB', 'BH', '99']);
const PRODUCT = { asksForDates: false, takesArrangements: true, windows: ['May 2027'], modes: ['Paper'], shut: new Map() };
const rules = (more: Partial<LineRules> = {}): LineRules => ({
  ...rulesOf({ way: 'single', today: '2026-11-27', countries: COUNTRIES, monthFirstRow: null }, null, [], []),
  product: PRODUCT,
  ...more,
});
const ANN: LineCells = { forename: 'Ann', surname: 'Other', birthDate: '03/04/2005', gender: 'F', country: 'GB', uln: '1000102504' };
const read = (cells: LineCells, more: Partial<LineRules> = {}) => readLine({ ...ANN, ...cells }, rules(more));
const told = (cells: LineCells, more: Partial<LineRules> = {}) =>
  read(cells, more).faults.map(({ code, column, isWarning }) => `${column} ${code}${isWarning ? '?' : ''}`);

test('REG-4 REG-5 a line that says all is a learner without a fault; ethnicity is 99 where it is not told', () => {
  expect(read({})).toEqual({
    faults: [],
    learner: {
      ...{ forename: 'Ann', middleNames: null, surname: 'Other', birthDate: '2005-04-03', gender: 'F', ethnicity: '99', country: 'GB' },
      ...{ uln: '1000102504', centreReference: null, postcode: null, startOn: null, plannedEndOn: null, contactEmail: null },
      ...{ arrangements: [], modifications: {}, window: null, mode: null },
    },
  });
});

test('REG-4 REG-9 every mandatory field that is missing is told at once, each with its column', () => {
  const { learner, faults } = readLine({}, rules({ product: { ...PRODUCT, asksForDates: true } }));
  expect(learner).toBeNull();
  expect(
    faults
      .filter(({ isWarning }) => !isWarning)
      .map(({ column, code }) => `${column} ${code}`)
      .sort(),
  ).toEqual(['A missing', 'AA missing', 'AG missing', 'C missing', 'D missing', 'G missing', 'Z missing']);
});

test.each([
  [{ uln: '1000102505' }, ['H ulnCheckDigit']],
  [{ uln: '0123456789' }, ['H ulnZero']],
  [{ uln: '9999999999' }, ['H ulnTemporary']],
  [{ uln: '1.0001E+09' }, ['H ulnScientific']],
  [{ uln: '100010250' }, ['H ulnDigits']],
  [{ uln: '' }, ['H ulnMissing?']],
  [{ uln: "'1000102504" }, ['H apostrophe?']],
  [{ gender: 'X' }, ['G gender']],
  [{ ethnicity: '30' }, ['F ethnicity']],
  [{ ethnicity: '31.0' }, ['F codeMended?']],
  [{ country: 'BG' }, ['AG country']],
  [{ country: '' }, ['AG missing']],
  [{ birthDate: '03/14/2005' }, ['D dateOrder']],
  [{ birthDate: '31/02/2005' }, ['D date']],
  [{ birthDate: '38445' }, ['D dateSerial']],
  [{ birthDate: '03/04/05' }, ['D dateYear']],
  [{ birthDate: '3/4/2005' }, ['D dateMended?']],
  [{ birthDate: '28/11/2026' }, ['D future']],
  [{ birthDate: '01/01/2023' }, ['D age?']],
  [{ birthDate: '01/01/1906' }, ['D age?']],
  [{ startOn: '02/01/2027', plannedEndOn: '01/01/2027' }, ['AA endBeforeStart']],
  [{ enlarged: 'Y', contactEmail: 'a@b.example' }, ['K detailMissing']],
  [{ size: 'A3' }, ['J choiceMissing']],
  [{ braille: 'Y', grade: '2' }, ['I contactMissing']],
  [{ 'arrangement.reader': 'perhaps' }, ['R yesOrNo']],
  [{ contactEmail: 'nobody' }, ['I email']],
  [{ postcode: 'NR1' }, ['Y postcode']],
  [{ postcode: 'NR1', country: 'BH' }, ['Y postcodeAbroad?']],
  [{ window: 'June' }, ['AB window']],
  [{ mode: 'Oral' }, ['AC mode']],
  [{ surname: '=HYPERLINK("x")' }, ['C formula?']],
] as [LineCells, string[]][])('REG-4 REG-5 REG-6 REG-7 REG-11 REG-12 ULN-1 IMP-1 of %j this is told: %j', (cells, faults) => {
  expect(told(cells)).toEqual(faults);
});

test('REG-4 a blank country is GB by key-in and in bulk; BH is accepted, small letters too', () => {
  for (const way of ['keyIn', 'bulk'] as const) expect(read({ country: '' }, { way }).learner?.country).toBe('GB');
  expect(read({ country: 'bh' }).learner?.country).toBe('BH');
});

test('IMP-1 where a row of the file has its month first, a date that may be either is told with that row, one that is certain is not', () => {
  expect(told({ birthDate: '03/04/2005' }, { monthFirstRow: 7 })).toEqual(['D dateOrder']);
  expect(told({ birthDate: '25/12/2005' }, { monthFirstRow: 7 })).toEqual([]);
  expect(told({ birthDate: '04/04/2005' }, { monthFirstRow: 7 })).toEqual([]);
});

test('REG-4 a learner who would be younger than 10 or older than 100 is told with what to do, and kept; one who is not born yet is refused', () => {
  const born = (birthDate: string) => read({ birthDate }).faults.map(({ code, detail, isWarning }) => [code, detail, isWarning]);
  expect(born('27/11/2023')).toEqual([['age', 'The learner would be 3 years old', true]]);
  expect(born('27/11/1906')).toEqual([['age', 'The learner would be 120 years old', true]]);
  expect([born('27/11/2016'), born('28/11/1925')]).toEqual([[], []]);
  expect([born('28/11/2016'), born('27/11/1925')]).toEqual([
    [['age', 'The learner would be 9 years old', true]],
    [['age', 'The learner would be 101 years old', true]],
  ]);
  expect(read({ birthDate: '27/11/2023' })).toMatchObject({
    learner: { birthDate: '2023-11-27' },
    faults: [{ remedy: 'Compare the date of birth with the learner’s documents; leave it where it is right.' }],
  });
  expect(born('28/11/2026')).toEqual([['future', 'The date of birth lies ahead', false]]);
});

test('REG-4 what is made of something regulated asks for start and end', () => {
  const of = { way: 'single' as const, today: '2026-11-27', countries: COUNTRIES, monthFirstRow: null };
  const version = (isRegulated: boolean) =>
    ({ isRegulated, takesArrangements: true, modes: [], type: 'apprenticeship' }) as unknown as ProductVersion;
  const asks = (whole: boolean, ...members: boolean[]) => rulesOf(of, version(whole), [], members.map(version)).product!.asksForDates;
  expect([asks(false, false), asks(false, false, true), asks(true, false), asks(false)]).toEqual([false, true, true, false]);
});

test('REG-4 REG-9 IMP-1 what stands in a cell is kept on one line; what was neutralised comes back as it was; other control characters are told', () => {
  const kept = read({ forename: '\tAnn\r\nMarie ', surname: "'＝1", centreReference: "'\r4" });
  expect(kept.learner).toMatchObject({ forename: 'Ann Marie', surname: '＝1', centreReference: '4' });
  expect(told({ surname: '＝1' })).toEqual(['C formula?']);
  const cells = { forename: 'A\u0001', centreReference: 'x\u007f', size: '\u0002', enlarged: 'Y', contactEmail: 'a\u0001@b.example' };
  expect(told(cells as LineCells).sort()).toEqual(['A characters', 'E characters', 'I email', 'K characters']);
});

test('REG-12 arrangements and modified papers are kept with their details', () => {
  const cells = {
    coloured: 'yes',
    shade: 'cream',
    'arrangement.reader': 'x',
    'arrangement.scribe': 'N',
    contactEmail: 'exams@fenland.example',
  };
  expect(read(cells as LineCells).learner).toMatchObject({ modifications: { coloured: 'cream' }, arrangements: ['reader'] });
  expect(arrangementCodes).toHaveLength(9);
  expect(
    told({ 'arrangement.reader': 'Y', contactEmail: 'a@b.example' } as LineCells, { product: { ...PRODUCT, takesArrangements: false } }),
  ).toEqual(['R noArrangements']);
});

test('REG-4 a postcode is kept in capitals with one space', () => {
  for (const postcode of ['nr14aa', 'NR1  4AA', 'nr1 4aa']) expect(read({ postcode }).learner?.postcode).toBe('NR1 4AA');
});

test('ULN-1 of ten digits for nine that have a check digit exactly one is right, and a wrong or swapped digit is found', () => {
  expect([ulnFault('1000102504'), ulnFault('9276308686')]).toEqual([null, null]);
  fc.assert(
    fc.property(fc.integer({ min: 100_000_000, max: 999_999_998 }), fc.nat(8), fc.integer({ min: 1, max: 9 }), (body, place, off) => {
      const nine = String(body);
      const digit = checkDigitOf(nine);
      const right = [...'0123456789'].filter((last) => ulnFault(nine + last) === null);
      expect(right).toEqual(digit === null ? [] : [String(digit)]);
      if (digit === null) return;
      const whole = nine + digit;
      const wrong = whole.slice(0, place) + String((Number(whole[place]) + off) % 10) + whole.slice(place + 1);
      expect(ulnFault(wrong)).not.toBeNull();
    }),
  );
});

test('REG-7 IMP-1 each day of the calendar that is written as dd/mm/yyyy is read as that day, and no other text is', () => {
  const days = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));
  fc.assert(
    fc.property(days, (day) => {
      const [year, month, date] = day.split('-') as [string, string, string];
      expect(readWrittenDate(`${date}/${month}/${year}`)).toMatchObject({ date: day, isMended: false });
      expect(readWrittenDate(day)).toMatchObject({ date: day, isMended: true });
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => 'fault' in readWrittenDate(text) || /^\d/.test(text)));
});

test('TIM-2 LAP-1 a registration lapses so many calendar months later, clamped to the end of the month; it is undone for so many hours, whatever the clocks do', () => {
  expect([lapseOf('2024-02-29', { lapseMonths: 36 }), lapseOf('2026-08-31', { lapseMonths: 6 })]).toEqual(['2027-02-28', '2027-02-28']);
  expect(undoneUntil('2026-10-24T12:00:00.000Z', 24)).toBe('2026-10-25T12:00:00.000Z');
});
