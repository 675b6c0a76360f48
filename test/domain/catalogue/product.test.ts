import fc from 'fast-check';
import { isInBulk, type ProductType } from '../../../domain/catalogue/product';
import { versionFaults, type KnownAround, type ProposedVersion } from '../../../domain/catalogue/product-faults';
import { daysOfSession, sessionInWords, sessionOf } from '../../../domain/catalogue/session';
import { windowFaults, windowInWords, windowRows, type ProposedWindow } from '../../../domain/catalogue/window';
import { dateLater } from '../../../domain/working-days';

const TODAY = '2026-11-27';
const VERSION: ProposedVersion = {
  ...{ from: TODAY, name: 'n', number: '603/2476/0', sector: 's', type: 'qualification', isRegulated: true, isOpen: true },
  ...{ lapseMonths: 36, gradeScale: 'Pass', components: [], modes: [], hasWindows: false, lateAllowed: false },
  ...{ booksOnRegistration: false, isElectronicOnly: false, takesArrangements: true, suite: null, units: [], members: [] },
};
const types = new Map<string, ProductType>([
  ['q', 'qualification'],
  ['b', 'bundle'],
]);
const KNOWN: KnownAround = { today: TODAY, product: 'p', standing: [], suites: new Set(['s']), units: new Set(['u']), types };
const places = (change: Partial<ProposedVersion>, known: Partial<KnownAround> = {}) =>
  versionFaults({ ...VERSION, ...change }, { ...KNOWN, ...known }).map(({ code, place }) => `${code} ${place}`);
const unit = (change: object = {}) => ({ unit: 'u', isMandatory: true, group: null, ...change });
const paper = { code: 'EX', title: 't', form: 'paper' as const };

test('REG-18 a version stands from today at the earliest, and not from a day from which another one does', () => {
  expect(places({})).toEqual([]);
  expect(places({ from: '2026-11-26' })).toEqual(['from /from']);
  expect(places({ from: '2026-11-28' }, { standing: ['2026-11-27'] })).toEqual([]);
  expect(places({ from: '2026-11-28' }, { standing: ['2026-11-28'] })).toEqual(['versionTaken /from']);
});

test('REG-18 what is regulated has a number as the regulator writes it, all else has none', () => {
  for (const number of ['603/2476/0', '603/2920/X']) expect(places({ number })).toEqual([]);
  for (const number of [null, '603-2476-0', '603/2476/00', '603/2476/x', ' 603/2476/0', '6032/476/0'])
    expect([number, places({ number })]).toEqual([number, ['number /number']]);
  expect(places({ isRegulated: false })).toEqual(['number /number']);
  expect(places({ isRegulated: false, number: null })).toEqual([]);
});

test('REG-11 BKG-3 a V Cert has modes and windows; nothing is late without windows', () => {
  expect(places({ type: 'vCert' })).toEqual(['modes /modes', 'hasWindows /hasWindows']);
  expect(places({ type: 'vCert', modes: ['Paper'], hasWindows: true, lateAllowed: true })).toEqual([]);
  expect(places({ lateAllowed: true })).toEqual(['lateAllowed /lateAllowed']);
  expect(places({ modes: ['Paper', 'Paper'] })).toEqual(['twice /modes/1']);
});

test('REG-11 REG-17 an apprenticeship or a bundle is made of products that are not, once each, and has nothing of its own', () => {
  const bundle = { type: 'bundle' as const, isRegulated: false, number: null };
  expect(places({ ...bundle, members: ['q'] })).toEqual([]);
  expect(places(bundle)).toEqual(['members /members']);
  expect(
    places({ ...bundle, members: ['q', 'b', 'q', 'x', 'p'] }, { types: new Map([...types, ['p', 'qualification' as const]]) }),
  ).toEqual(['members /members/1', 'members /members/2', 'members /members/3', 'members /members/4']);
  const own = { components: [paper], modes: ['m'], hasWindows: true, booksOnRegistration: true };
  expect(places({ ...bundle, type: 'apprenticeship', members: ['q'], ...own })).toEqual([
    'components /components',
    'modes /modes',
    'hasWindows /hasWindows',
    'booksOnRegistration /booksOnRegistration',
  ]);
  expect(places({ members: ['q'] })).toEqual(['members /members']);
});

test('REG-17 REG-18 what books on registration has something to book; units and suites are known ones, each once', () => {
  const internal = { ...paper, form: 'internal' as const };
  expect(places({ booksOnRegistration: true, components: [internal] })).toEqual(['booksOnRegistration /booksOnRegistration']);
  expect(places({ booksOnRegistration: true, components: [internal, { ...paper, code: 'P2' }] })).toEqual([]);
  expect(places({ components: [paper, internal] })).toEqual(['twice /components/1/code']);
  expect(places({ units: [unit(), unit({ unit: 'x' }), unit({ isMandatory: false, group: 'G' })] })).toEqual([
    'twice /units/2/unit',
    'unit /units/1/unit',
  ]);
  expect(places({ units: [unit({ group: 'G' })] })).toEqual(['group /units/0/group']);
  expect([places({ suite: 's' }), places({ suite: 'x' })]).toEqual([[], ['suite /suite']]);
});

test('REG-8 T Levels and what books on registration are not registered by a bulk file', () => {
  expect(isInBulk({ type: 'tLevel', booksOnRegistration: false })).toBe(false);
  expect(isInBulk({ type: 'edsq', booksOnRegistration: true })).toBe(false);
  expect(isInBulk({ type: 'edsq', booksOnRegistration: false })).toBe(true);
});

test('REG-2 a session begins on 1 August and ends on 31 July: each day is of one session, between its first and its last day', () => {
  expect([sessionOf('2026-07-31'), sessionOf('2026-08-01'), sessionInWords(2026), sessionInWords(2099)]).toEqual([
    2025,
    2026,
    '2026/27',
    '2099/00',
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (days) => {
      const day = dateLater('2000-08-01', days);
      const session = sessionOf(day);
      const { first, last } = daysOfSession(session);
      expect(first <= day && day <= last).toBe(true);
      expect([sessionOf(dateLater(first, -1)), sessionOf(dateLater(last, 1))]).toEqual([session - 1, session + 1]);
    }),
  );
});

const WINDOW: ProposedWindow = {
  ...{ window: null, product: 'p', name: 'Summer', component: null, before: null },
  ...{ opensOn: '2026-11-28', cutOffOn: '2026-11-28', closesOn: '2026-11-28' },
};
const product = { ...VERSION, product: 'p', code: 'P', hasWindows: true, components: [paper] };
const stands = { id: 'w', name: 'Summer', component: null, opensOn: '2026-11-28', cutOffOn: '2026-11-01', closesOn: '2026-12-01' };
const windowPlaces = (change: Partial<ProposedWindow>, around: object = {}) =>
  windowFaults({ ...WINDOW, ...change }, { product, today: TODAY, windows: [], ...around }).map(({ code, place }) => `${code} ${place}`);

test('BKG-3 a window opens on a day to come, its cut-off is not after that, it closes not before; its product has windows and the component', () => {
  expect(windowPlaces({})).toEqual([]);
  expect(windowPlaces({ opensOn: TODAY, cutOffOn: TODAY })).toEqual(['opensOn /opensOn']);
  expect(windowPlaces({ cutOffOn: '2026-11-29' })).toEqual(['cutOffOn /cutOffOn']);
  expect(windowPlaces({ closesOn: '2026-11-27' })).toEqual(['closesOn /closesOn']);
  expect(windowPlaces({}, { product: undefined })).toEqual(['product /product']);
  expect(windowPlaces({}, { product: { ...product, hasWindows: false } })).toEqual(['product /product']);
  expect([windowPlaces({ component: 'EX' }), windowPlaces({ component: 'X' })]).toEqual([[], ['component /component']]);
});

test('BKG-3 SEC-8 one name stands once; a window moves until the day on which it opens, from the dates that its proposer saw', () => {
  expect(windowPlaces({}, { windows: [stands] })).toEqual(['windowTaken /name']);
  expect(windowPlaces({ component: 'EX' }, { windows: [stands] })).toEqual([]);
  const move = { window: 'w', before: stands, opensOn: '2026-12-05' };
  expect(windowPlaces({ ...move, closesOn: '2026-12-05' }, { windows: [stands] })).toEqual([]);
  expect(windowPlaces({ ...move, closesOn: '2026-12-05' }, { windows: [{ ...stands, opensOn: TODAY }] })).toEqual(['begun /window']);
  expect(windowPlaces({ ...move, closesOn: '2026-12-05' }, { windows: [{ ...stands, closesOn: '2026-12-02' }] })).toEqual([
    'windowMoved /window',
  ]);
});

test('SEC-8 a proposed window is told in words: a new one from nothing, a moved one from its dates', () => {
  expect(windowInWords(WINDOW, 'P Product')).toBe('Window Summer of P Product from 28 Nov 2026 to 28 Nov 2026');
  expect(windowInWords({ ...WINDOW, window: 'w' })).toBe('Window Summer of one product moves to 28 Nov 2026 to 28 Nov 2026');
  expect(windowRows({ ...WINDOW, before: stands }).map(({ before, after }) => [before, after])).toEqual([
    ['28 Nov 2026', '28 Nov 2026'],
    ['1 Nov 2026', '28 Nov 2026'],
    ['1 Dec 2026', '28 Nov 2026'],
  ]);
  expect(windowRows(WINDOW)[0]).toEqual({ label: 'Opens', before: null, after: '28 Nov 2026', unit: null });
});
