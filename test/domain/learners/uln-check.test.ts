import fc from 'fast-check';
import { ulnCheck } from '../../../domain/learners/uln-check.process';
import { afterAnswers, sent } from '../../../domain/learners/uln-check.decide';
import { flagInWords, ulnFlags } from '../../../domain/learners/uln-flags';
import { firstPolicy } from '../../../domain/policy';

// A Thursday before the holidays: Friday 25 and Monday 28 December are none of the working days, nor is 1 January.
const AT = '2026-12-24T14:30:00.000Z';
const DUE = '2027-01-05T14:30:00.000Z';
const calendar = { version: 'v', holidays: new Set(['2026-12-25', '2026-12-28', '2027-01-01']), publishedUntil: '2028-12-31' };
const begun = sent(3, AT, firstPolicy, calendar);

test('ULN-1 what is unanswered for 5 working days becomes a task of the case operators, at that instant and not before, once; with the last answer it is closed', () => {
  expect(begun).toMatchObject({ asked: 3, awaited: 3, dueAt: DUE, counted: { dueAt: { from: AT, workingDays: 5 } } });
  expect(afterAnswers(begun, 3, '2027-01-05T14:29:59.999Z')).toEqual({ progress: begun, nextDue: DUE });
  const late = afterAnswers(begun, 2, DUE);
  expect(late).toMatchObject({ nextDue: 'whenWoken', event: 'late', effects: { opens: [{ task: 'chaseLrs', dueAt: DUE }] } });
  expect(afterAnswers(late.progress, 2, '2027-02-01T09:00:00.000Z')).toEqual({ progress: late.progress, nextDue: 'whenWoken' });
  expect(afterAnswers(late.progress, 0, '2027-02-01T09:00:00.000Z')).toMatchObject({
    event: 'answered',
    effects: { closes: ['chaseLrs'] },
  });
  expect(afterAnswers(begun, 0, AT)).toMatchObject({ event: 'answered', effects: { closes: [] } });
});

test('ULN-1 WHY-1 how it stands is told in words: on whom it waits since when, what comes next; it is over with the last answer', () => {
  expect(ulnCheck.standing(begun, AT)).toMatchObject({
    ...{ stage: 'Sent', awaiting: 'lrs', clock: 'thirdParty', dueAt: DUE },
    why: 'Waiting on the Learning Records Service since 24 Dec 2026 14:30: 3 ULNs are unanswered; it ends when none is.',
    next: [{ at: DUE, what: 'case operators look after what is unanswered' }],
  });
  expect(ulnCheck.standing({ ...begun, awaited: 1, isLate: true }, AT)).toMatchObject({
    stage: 'Unanswered',
    awaiting: 'staff',
    clock: 'ours',
  });
  expect(ulnCheck.standing({ ...begun, awaited: 0 }, AT)).toMatchObject({
    stage: 'Answered',
    ended: true,
    why: 'Ended: 3 ULNs are answered.',
  });
});

test('ULN-1 however answers and moments fall, one task is opened at most, and it ends exactly when nothing is awaited', () => {
  const minutes = fc.integer({ min: 0, max: 30_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(minutes, fc.boolean()), { maxLength: 12 }), (steps) => {
      let progress = begun;
      let opened = 0;
      for (const [minute, isAnswer] of [...steps].sort(([one], [other]) => one - other)) {
        const at = new Date(Date.parse(AT) + minute * 60_000).toISOString();
        const step = afterAnswers(progress, Math.max(0, progress.awaited - Number(isAnswer)), at);
        opened += step.effects?.opens?.length ?? 0;
        progress = step.progress;
        expect(ulnCheck.standing(progress, AT).ended).toBe(progress.awaited === 0);
        if (progress.awaited === 0) break;
      }
      expect(opened).toBeLessThanOrEqual(1);
      expect(opened === 1).toBe(progress.isLate);
    }),
  );
});

test('ULN-2 each flag has its sentence', () => {
  expect(ulnFlags.map(flagInWords)).toEqual([
    'The supplied "Given Name" does not match the "Given Name" held by LRS.',
    'The supplied "Given Name" does not match the "Family Name" held by LRS.',
    'The supplied "Given Name" does not match the "Previous Family Name" held by LRS.',
    'The supplied "Family Name" does not match the "Given Name" held by LRS.',
    'The supplied "Family Name" does not match the "Family Name" held by LRS.',
    'The supplied "Family Name" does not match the "Previous Family Name" held by LRS.',
    'The supplied "Date of Birth" does not match the "Date of Birth" held by LRS.',
    'The supplied "Gender" does not match the "Gender" held by LRS.',
  ]);
});
