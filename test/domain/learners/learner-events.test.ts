import {
  daysLeftOf,
  happenedTo,
  isAbout,
  type LearnerLife,
  type NoticeDay,
  type SentUln,
  type TrailedChange,
} from '../../../domain/learners/learner-events';
import { firstPolicy } from '../../../domain/policy';

const REGISTERED = '2026-11-02T09:00:00.000Z';
const LAST = '2029-11-02';
const life = (more: Partial<LearnerLife> = {}): LearnerLife => ({
  ...{ learner: { registeredAt: REGISTERED, lapsesOn: LAST }, registeredBy: 'u', isFollowing: false, trail: [], ulns: [], notices: [] },
  ...more,
});
const change = (event: string, at: string, more: Partial<TrailedChange> = {}): TrailedChange => ({
  ...{ event, at, by: 'u', reason: null, before: null, after: null },
  ...more,
});
const noticeOf = (day: string): NoticeDay => ({ day, policy: firstPolicy });
const told = (of: LearnerLife) => happenedTo(of).map(({ event }) => event);
const noticed = (more: Partial<LearnerLife>) => happenedTo(life(more)).filter(({ event }) => event === 'noticed');

test('LRN-1 ULN-1 what the trail says of a learner is told in order, what it says for the awarding body alone is not', () => {
  const uln: SentUln = { askedAt: '2026-11-03T09:00:00.000Z', endedAt: '2026-11-03T09:00:01.000Z', outcome: 'mismatch', flags: ['VRF005'] };
  const trail = [
    change('ulnChanged', '2026-11-03T09:00:00.000Z', { after: { hasUln: true } }),
    change('ulnAnswered', '2026-11-03T09:00:01.000Z', { by: null }),
    change('edited', '2026-11-04T09:00:00.000Z', { after: { changed: ['surname'] } }),
    change('ulnChanged', '2026-11-05T09:00:00.000Z', { after: { hasUln: false } }),
    change('looked at', '2026-11-06T09:00:00.000Z'),
  ];
  const happened = happenedTo(life({ trail, ulns: [uln] }));
  expect(happened.map(({ event, by, changed, flags }) => [event, by, changed, flags])).toEqual([
    ['registered', 'u', [], []],
    ['ulnSaved', 'u', [], []],
    ['ulnSent', null, [], []],
    ['ulnMismatch', null, [], ['VRF005']],
    ['edited', 'u', ['surname'], []],
    ['ulnTakenAway', 'u', [], []],
  ]);
  expect(told(life({ isFollowing: true, trail: [change('transferredIn', REGISTERED)] }))).toEqual(['transferredIn']);
});

test('ULN-2 of a ULN that was sent again before its answer the sending alone is told; of one that is awaited too', () => {
  const of = (outcome: SentUln['outcome']) => {
    const endedAt = outcome && '2026-11-03T09:00:01.000Z';
    return told(life({ ulns: [{ askedAt: '2026-11-03T09:00:00.000Z', endedAt, outcome, flags: ['VRF001'] }] })).slice(1);
  };
  expect([of(null), of('superseded'), of('verified'), of('outdated')]).toEqual([
    ['ulnSent'],
    ['ulnSent'],
    ['ulnSent', 'ulnVerified'],
    ['ulnSent', 'ulnOutdated'],
  ]);
});

test('LAP-1 LAP-2 a notice of the batch is the learner’s where he was registered then with a last day of which it tells; not the others’, not of before he came, not after he was withdrawn', () => {
  const notices = ['2029-08-04', '2029-10-03', '2029-10-26'].map(noticeOf);
  expect(noticed({ notices }).map((each) => [each.at, daysLeftOf(each)])).toEqual([
    ['2029-08-04T08:00:00.000Z', 90],
    ['2029-10-03T08:00:00.000Z', 30],
    ['2029-10-26T08:00:00.000Z', 7],
  ]);
  expect(noticed({ notices: [noticeOf('2029-10-25')] })).toEqual([]);
  expect(noticed({ notices, learner: { registeredAt: '2029-08-04T08:00:00.000Z', lapsesOn: LAST } })).toHaveLength(2);
  expect(noticed({ notices, learner: { registeredAt: '2029-08-04T07:59:59.999Z', lapsesOn: LAST } })).toHaveLength(3);
  const withdrawn = (at: string) =>
    change('withdrawn', at, { before: { state: 'registered', lapsesOn: LAST }, after: { state: 'withdrawn', lapsesOn: LAST } });
  expect(noticed({ notices, trail: [withdrawn('2029-10-03T07:59:59.999Z')] })).toHaveLength(1);
  expect(noticed({ notices, trail: [withdrawn('2029-10-03T08:00:00.000Z')] })).toHaveLength(2);
});

test('LAP-2 taken back after a lapse the notices before it are of the old last day, those after it of the new one', () => {
  const trail = [
    change('lapsed', '2029-11-03T00:00:00.000Z', { by: null, before: { state: 'registered' }, after: { state: 'lapsed' } }),
    change('unwithdrawn', '2029-11-10T10:00:00.000Z', {
      ...{ before: { state: 'lapsed', lapsesOn: LAST }, after: { state: 'registered', lapsesOn: '2030-05-10' } },
    }),
  ];
  const notices = ['2029-10-26', '2030-05-03', '2030-05-04'].map(noticeOf);
  const happened = happenedTo(life({ trail, notices, learner: { registeredAt: REGISTERED, lapsesOn: '2030-05-10' } }));
  expect(happened.map(({ event, lapsesOn }) => [event, lapsesOn])).toEqual([
    ['registered', null],
    ['noticed', LAST],
    ['lapsed', null],
    ['unwithdrawn', '2030-05-10'],
    ['noticed', '2030-05-10'],
  ]);
  const about = (template: string, day: string | null) => isAbout(happened, { template, day });
  expect([about('lapse-notice', '2029-10-26'), about('lapse-notice', '2029-10-25'), about('lapse-notice', '2029-11-03')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([about('learners-lapsed', '2029-11-03'), about('learners-lapsed', '2029-11-02'), about('registration-confirmed', null)]).toEqual([
    true,
    false,
    true,
  ]);
});
