import fc from 'fast-check';
import { declarationOf, refusalsOf, type EmploymentSituation } from '../../../domain/people/employment';
import { hseStatusOf } from '../../../domain/people/hse-status';
import { outcomeOf, refusalOfLookUp, type KeptLookUp } from '../../../domain/people/look-up';

const AT = '2026-11-26T10:00:00.000Z';
const fine: EmploymentSituation = {
  today: '2026-11-26',
  isOffice: true,
  isNiNumberTaken: false,
  isWhoWasLookedUp: true,
  isEmployed: false,
};
const kept: KeptLookUp = { user: 'ann', outcome: 'one', expiresAt: '2026-11-26T10:00:00.001Z', usedAt: null };
const ann = { user: 'ann', isNewPerson: false };

test('EMP-1 of two alike nobody is shown: one match is one, more than one are several', () => {
  expect([0, 1, 2, 3].map(outcomeOf)).toEqual(['none', 'one', 'several', 'several']);
});

test('EMP-1 a look-up leads on once, for its own user, until the instant at which it is over', () => {
  expect(refusalOfLookUp(kept, ann, AT)).toBeUndefined();
  expect(refusalOfLookUp({ ...kept, expiresAt: AT }, ann, AT)).toMatchObject({ code: 'lookUp', place: '/lookUp' });
  expect(refusalOfLookUp(undefined, ann, AT)).toMatchObject({ code: 'lookUp' });
  expect(refusalOfLookUp(kept, { ...ann, user: 'bob' }, AT)).toMatchObject({ code: 'lookUp' });
  expect(refusalOfLookUp({ ...kept, usedAt: AT }, ann, AT)).toMatchObject({ code: 'lookUp' });
});

test('EMP-1 who was found is confirmed, who was not is new, and of several there is neither', () => {
  const isNew = { ...ann, isNewPerson: true };
  expect(refusalOfLookUp(kept, isNew, AT)).toMatchObject({ place: '/person' });
  expect(refusalOfLookUp({ ...kept, outcome: 'none' }, isNew, AT)).toBeUndefined();
  expect(refusalOfLookUp({ ...kept, outcome: 'none' }, ann, AT)).toMatchObject({ place: '/person' });
  for (const by of [ann, isNew]) expect(refusalOfLookUp({ ...kept, outcome: 'several' }, by, AT)).toMatchObject({ place: '/lookUp' });
});

test('EMP-1 a start of today and a birth of the day before are taken, a start of tomorrow and one on the birth date are not', () => {
  const places = (startedOn: string, birthDate: string | null) =>
    refusalsOf({ startedOn, person: birthDate === null ? null : { birthDate } }, fine).map(({ place }) => place);
  expect(places('2026-11-26', null)).toEqual([]);
  expect(places('2026-11-27', null)).toEqual(['/startedOn']);
  expect(places('2026-11-26', '2026-11-25')).toEqual([]);
  expect(places('2026-11-26', '2026-11-26')).toEqual(['/startedOn']);
  expect(places('2026-11-26', '2026-11-27')).toEqual(['/startedOn', '/person/birthDate']);
});

test('EMP-1 EMP-2 all faults are told at once, and whose an NI number is, is not told', () => {
  const worst = { ...fine, isOffice: false, isNiNumberTaken: true, isWhoWasLookedUp: false, isEmployed: true };
  const refusals = refusalsOf({ startedOn: '2027-01-01', person: { birthDate: '2028-01-01' } }, worst);
  expect(refusals.map(({ code }) => code)).toEqual(['office', 'startedOn', 'startedOn', 'birthDate', 'person', 'niNumber', 'employed']);
  expect(refusals.find(({ code }) => code === 'niNumber')!.detail).toBe('This NI number cannot be used');
});

test('EMP-1 the declaration names who declares, the office and the date, in the source’s words', () => {
  expect(declarationOf({ user: 'Ann Other', office: 'Norwich', startedOn: '2026-11-02' })).toBe(
    'I (Ann Other) hereby confirm that the operative shown above started work with Norwich on 2 Nov 2026 and that we have the right to view and modify their details',
  );
});

test('HSE-4 HSE-5 a pass holds to the end of its last day; a fail and no record are none; the longest pass counts', () => {
  const pass = (expiresOn: string) => ({ result: 'pass' as const, expiresOn });
  expect(hseStatusOf([pass('2026-11-26')], '2026-11-26')).toEqual({ status: 'inDate', expiresOn: '2026-11-26' });
  expect(hseStatusOf([pass('2026-11-26')], '2026-11-27')).toEqual({ status: 'expired', expiresOn: '2026-11-26' });
  expect(hseStatusOf([], '2026-11-27')).toEqual({ status: 'none', expiresOn: null });
  expect(hseStatusOf([{ result: 'fail', expiresOn: '2027-01-01' }], '2026-11-27')).toEqual({ status: 'none', expiresOn: null });
  const day = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day, { minLength: 1 }), day, (days, today) => {
      const longest = [...days].sort().at(-1)!;
      expect(hseStatusOf(days.map(pass), today)).toEqual({ status: longest >= today ? 'inDate' : 'expired', expiresOn: longest });
    }),
  );
});
