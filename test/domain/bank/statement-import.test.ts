import fc from 'fast-check';
import { afterDecision, afterPosting, DECIDE_LINES } from '../../../domain/bank/statement-import.decide';
import { firstPolicy as policy } from '../../../domain/policy';
import { datesOf } from '../../support/decisions';

const calendar = { version: 'none', holidays: new Set<string>(), publishedUntil: '2030-12-31' };
const AT = '2026-11-19T10:00:00.000Z';
/** Two working days later: a weekend lies between. */
const DUE = '2026-11-23T10:00:00.000Z';
const NEXT = '2026-11-26T10:00:00.000Z';
const shifted = (instant: string, milliseconds: number) => new Date(Date.parse(instant) + milliseconds).toISOString();
const at = (instant: string) => ({ at: instant, policy, calendar });
const waits = { lines: 3, posted: 2, asked: 1 };
const doubt = { since: AT, dueAt: DUE, remindAt: DUE };

test('ADV-4 WRK-1 lines in doubt become a task of finance once all others are posted, due two working days later', () => {
  expect(afterPosting({ lines: 3, posted: 1, asked: 1 }, {}, at(AT))).toEqual({
    progress: { lines: 3, posted: 1, asked: 1, doubt: null },
    nextDue: 'atOnce',
  });
  expect(datesOf(afterPosting(waits, {}, at(AT)))).toEqual({
    progress: { ...waits, doubt },
    nextDue: DUE,
    event: 'asked',
    effects: { opens: [{ queue: 'finance', task: DECIDE_LINES, dueAt: DUE }] },
  });
});

test('ADV-4 WRK-1 finance is reminded when the task is late and every three days from then on, not a millisecond earlier', () => {
  const early = afterPosting(waits, { doubt }, at(shifted(DUE, -1)));
  expect(early).toEqual({ progress: { ...waits, doubt }, nextDue: DUE });
  const late = afterPosting(waits, { doubt }, at(DUE));
  expect(datesOf(late)).toEqual({
    progress: { ...waits, doubt: { ...doubt, remindAt: NEXT } },
    nextDue: NEXT,
    event: 'reminded',
    effects: {
      mails: [{ template: 'lines-in-doubt', to: { queue: 'finance' }, facts: { asked: '1', lines: '3', since: '19 Nov 2026 10:00' } }],
    },
  });
});

test('ADV-4 OPS-4 whenever an import is looked at, it has one reminder for all that were missed, and the next one lies ahead', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 90 * 86_400 }), (seconds) => {
      const now = shifted(DUE, seconds * 1000);
      const { progress, nextDue, effects } = afterPosting(waits, { doubt }, at(now));
      expect(effects!.mails).toHaveLength(1);
      expect(nextDue > now && nextDue === progress.doubt!.remindAt && progress.doubt!.dueAt === DUE).toBe(true);
      expect(Date.parse(nextDue) - Date.parse(now)).toBeLessThanOrEqual(3 * 86_400_000);
    }),
  );
});

test('ADV-4 WRK-1 a decision about some lines leaves task and date as they are, the one about the last closes it', () => {
  const said = { decision: 'new' as const, rows: [2], known: 0, new: 1 };
  const more = afterDecision({ lines: 3, posted: 1, asked: 1 }, { doubt }, said);
  expect(more).toEqual({
    ...{ progress: { lines: 3, posted: 1, asked: 1, doubt, said }, nextDue: 'atOnce', event: 'linesDecided' },
    effects: { closes: [] },
  });
  expect(afterPosting(waits, more.progress, at(AT))).toEqual({ progress: { ...waits, doubt }, nextDue: DUE });
  const last = afterDecision({ lines: 3, posted: 2, asked: 0 }, { doubt }, said);
  expect(last).toMatchObject({ progress: { asked: 0, doubt: null, said }, effects: { closes: [DECIDE_LINES] } });
  expect(afterPosting({ lines: 3, posted: 3, asked: 0 }, last.progress, at(AT))).toEqual({
    progress: { lines: 3, posted: 3, asked: 0, doubt: null },
    nextDue: 'whenWoken',
  });
});
