import fc from 'fast-check';
import { firstPolicy } from '../../../domain/policy';
import { applicationLists, historyFrom, openLists } from '../../../domain/applications/lists';
import { ENDS, hasEnded } from '../../../domain/applications/states';
import { londonDate, monthsLater } from '../../../domain/working-days';

const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map((at) => at.toISOString());

test.each([
  ['2026-11-30T10:00:00.000Z', '2027-03-01T00:00:00.000Z'],
  ['2026-11-30T23:59:59.999Z', '2027-03-01T00:00:00.000Z'],
  ['2026-12-31T10:00:00.000Z', '2027-03-31T23:00:00.000Z'],
  ['2026-06-30T23:30:00.000Z', '2026-10-01T23:00:00.000Z'],
])('APP-5 TIM-4 completed at %s it is listed until %s, and history from then on', (stateSince, historyAt) => {
  expect(historyFrom({ state: 'completed', stateSince }, firstPolicy.applications)).toBe(historyAt);
});

test('APP-5 the last London day on which a completed application is listed is the same date three months on, clamped to its month', () => {
  fc.assert(
    fc.property(instants, (stateSince) => {
      const until = Date.parse(historyFrom({ state: 'completed', stateSince }, firstPolicy.applications)!);
      const last = monthsLater(londonDate(stateSince), 3);
      expect(londonDate(new Date(until - 1).toISOString())).toBe(last);
      expect(londonDate(new Date(until).toISOString()) > last).toBe(true);
    }),
  );
});

test('APP-10 what has ended otherwise is history at once; what goes on is none, and in the list of all that goes on', () => {
  const stateSince = '2026-11-30T10:00:00.000Z';
  for (const state of ENDS.filter((each) => each !== 'completed'))
    expect(historyFrom({ state, stateSince }, firstPolicy.applications)).toBe(stateSince);
  for (const state of openLists.inProgress)
    expect([historyFrom({ state, stateSince }, firstPolicy.applications), hasEnded({ state })]).toEqual([null, false]);
  for (const states of Object.values(openLists)) expect(openLists.inProgress).toEqual(expect.arrayContaining([...states]));
  expect(applicationLists).toHaveLength(7);
});
