import { awardedIn, entryOf, faultsOfEntry, numberIn, type AwardingBody } from '../../../domain/qualifications/awarding-body';
import { answered } from '../../../domain/qualifications/body-answer';

const eal: AwardingBody = {
  code: 'eal',
  name: 'EAL',
  isLookedUp: true,
  fields: [
    { name: 'certificateNumber', label: 'Certificate number', hint: 'E and nine digits.', as: 'text', pattern: 'E\\d{9}', isNumber: true },
    { name: 'awardedOn', label: 'Date of award', hint: 'As it stands there.', as: 'date', isAwarded: true },
  ],
};
const faults = (entered: Record<string, string>) => faultsOfEntry(eal, entered, '2026-12-22').map(({ place, detail }) => [place, detail]);

test('QUA-1 an entry is held against the fields of its awarding body, every fault at its field at once', () => {
  expect(faults({ certificateNumber: 'e123456789', awardedOn: '2026-12-22' })).toEqual([]);
  expect(faults({ certificateNumber: 'E12', awardedOn: '2026-12-23', shoeSize: '9' })).toEqual([
    ['/fields/certificateNumber', "Certificate number is not of the body's form"],
    ['/fields/awardedOn', 'Date of award lies in the future'],
    ['/fields/shoeSize', 'EAL knows no shoeSize'],
  ]);
  expect(faults({ certificateNumber: ' ' })).toEqual([
    ['/fields/certificateNumber', 'Certificate number is missing'],
    ['/fields/awardedOn', 'Date of award is missing'],
  ]);
  for (const day of ['2019-02-30', '12/07/2019', 'soon'])
    expect(faults({ certificateNumber: 'E123456789', awardedOn: day })).toEqual([['/fields/awardedOn', 'Date of award is no date']]);
});

test('QUA-1 what is kept of an entry is its number and its day, without spaces and in one case', () => {
  const entry = entryOf(eal, { certificateNumber: ' e123456789 ', awardedOn: ' 2019-07-12' });
  expect([entry, numberIn(eal, entry), awardedIn(eal, entry)]).toEqual([
    { certificateNumber: 'E123456789', awardedOn: '2019-07-12' },
    'E123456789',
    '2019-07-12',
  ]);
  expect([numberIn({ ...eal, fields: [] }, entry), awardedIn({ ...eal, fields: [] }, entry)]).toEqual([null, null]);
});

test('QUA-1 a body confirms a certificate of this person and kind with this day; another name, birth date, kind or day differs', () => {
  const person = { givenName: 'Seán', familyName: 'O’Brien', birthDate: '1990-01-01' };
  const known = { givenName: 'SEAN', familyName: "O'BRIEN", birthDate: '1990-01-01', awardedOn: '2019-07-12' };
  const claimed = { kind: { number: '603/3895/9' }, awardedOn: '2019-07-12' };
  const certificate = { ...known, qualification: '603/3895/9' };
  const outcome = (more: object) => answered({ ...certificate, ...more }, person, claimed);
  expect([
    outcome({}),
    outcome({ birthDate: null }),
    answered(certificate, person, { ...claimed, awardedOn: null }),
    answered(null, person, claimed),
  ]).toEqual(['confirmed', 'confirmed', 'confirmed', 'notFound']);
  expect([outcome({ qualification: null }), outcome({ qualification: '603 3895 9' })]).toEqual(['confirmed', 'confirmed']);
  expect(answered(certificate, person, { ...claimed, kind: { number: null } })).toBe('confirmed');
  for (const more of [
    { qualification: '501/1605/8' },
    { givenName: 'John' },
    { familyName: 'Bryan' },
    { birthDate: '1990-01-02' },
    { awardedOn: '2019-07-13' },
  ])
    expect(outcome(more)).toBe('differs');
});
