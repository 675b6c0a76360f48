import fc from 'fast-check';
import { expiryOf, isInDate, passOn, passSince, type HseRecordFact } from '../../../domain/assessments/hse-record';
import { faultsOfResult, type HseResult } from '../../../domain/assessments/hse-result';
import { splitResults } from '../../../domain/assessments/hse-results-file';
import { monthsLater } from '../../../domain/working-days';

const RECORD: HseRecordFact = {
  record: 'r',
  result: 'pass',
  takenOn: '2026-11-02',
  expiresOn: '2028-11-02',
  receivedAt: '2026-11-03T09:00:00.000Z',
};
const RESULT: HseResult = {
  ...{ number: 'HSE-1', person: 'PER000000000', givenName: null, familyName: null, birthDate: null },
  ...{ takenOn: '2026-11-02', mode: 'online', result: 'pass' },
};

test('HSE-4 TIM-4 a pass is valid two years, its last day included; of 29 February to 28 February', () => {
  expect([expiryOf('2026-11-02', 2), expiryOf('2028-02-29', 2)]).toEqual(['2028-11-02', '2030-02-28']);
  expect(['2026-11-01', '2026-11-02', '2028-11-02', '2028-11-03'].map((on) => isInDate(RECORD, on))).toEqual([false, true, true, false]);
  expect(isInDate({ ...RECORD, result: 'fail' }, '2026-11-02')).toBe(false);
});

test('HSE-4 of several passes the one that runs longest is told', () => {
  const longer = { ...RECORD, record: 'longer', expiresOn: '2028-12-01' };
  expect(passOn([RECORD, longer], '2027-01-01')?.record).toBe('longer');
  expect(passOn([RECORD, longer], '2029-01-01')).toBeNull();
});

test('HSE-4 whatever passes there are, the first that counts since an instant is in date on the day on which it counts, and never before it', () => {
  const day = fc.integer({ min: -900, max: 900 }).map((offset) => new Date(Date.UTC(2026, 10, 25) + offset * 86_400_000));
  const record = fc.record({ taken: day, received: day }).map(({ taken, received }): HseRecordFact => {
    const takenOn = taken.toISOString().slice(0, 10);
    return { record: takenOn, result: 'pass', takenOn, expiresOn: monthsLater(takenOn, 24), receivedAt: received.toISOString() };
  });
  const since = '2026-11-25T10:00:00.000Z';
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (records) => {
      const pass = passSince(records, since);
      const counts = records.filter((each) => isInDate(each, (each.receivedAt < since ? since : each.receivedAt).slice(0, 10)));
      expect(pass === null).toBe(counts.length === 0);
      if (pass)
        expect([pass.at >= since, counts.every(({ receivedAt }) => receivedAt >= pass.at || pass.at === since)]).toEqual([true, true]);
    }),
  );
});

test('HSE-5 a result of tomorrow, or of before the birth, is refused with what to do; all at once', () => {
  const at = '2026-11-25T23:30:00.000Z';
  expect(faultsOfResult({ ...RESULT, takenOn: '2026-11-25' }, at)).toEqual([]);
  expect(faultsOfResult({ ...RESULT, takenOn: '2026-11-26', birthDate: '2026-11-26' }, at).map(({ code, place }) => [code, place])).toEqual(
    [
      ['takenOn', '/takenOn'],
      ['birthDate', '/birthDate'],
    ],
  );
});

test('HSE-5 a file of results is split by its header, empty cells are nothing; what is no such file is told', () => {
  const header = 'number,person,givenName,familyName,birthDate,takenOn,mode,result';
  expect(splitResults(`\uFEFF${header}\r\nHSE-1,,"José ""Joe""",O’Brien,1990-07-14,2026-11-02,online,pass\r\n\r\n`)).toEqual([
    {
      row: 2,
      cells: {
        ...{ number: 'HSE-1', person: null, givenName: 'José "Joe"', familyName: 'O’Brien', birthDate: '1990-07-14' },
        ...{ takenOn: '2026-11-02', mode: 'online', result: 'pass' },
      },
    },
  ]);
  const told = (text: string) => (splitResults(text) as { detail: string }).detail;
  expect([told(''), told(header), told('number\nHSE-1'), told(`${header}\n"HSE-1`)]).toEqual([
    'It has no results',
    'It has no results',
    'It lacks the columns person, givenName, familyName, birthDate, takenOn, mode, result',
    expect.stringMatching(/^It is not CSV from line \d+ on$/),
  ]);
});
