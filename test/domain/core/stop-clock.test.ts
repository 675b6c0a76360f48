import fc from 'fast-check';
import { readHolidays } from '../../../db/seeds/bank-holidays';
import type { Clock } from '../../../domain/standing';
import { stopClock } from '../../../domain/stop-clock';
import { daysLater, londonDate, workingDaysBetween, type Calendar } from '../../../domain/working-days';

const calendar: Calendar = { version: 'test', holidays: new Set(readHolidays().map(({ day }) => day)), publishedUntil: '2028-12-31' };

test('WHY-2 elapsed working days are split by whose clock ran, each change with its reason', () => {
  const stages = [
    { stage: 'Awaiting transfer', clock: 'customer' as const, enteredAt: '2026-11-20T09:00:00.000Z', event: 'placed' },
    { stage: 'Part paid', clock: 'ours' as const, enteredAt: '2026-11-24T09:00:00.000Z', event: 'paidInPart' },
    { stage: 'Part paid', clock: 'customer' as const, enteredAt: '2026-11-25T09:00:00.000Z', event: 'restAwaited' },
  ];
  expect(stopClock(stages, '2026-11-30T17:00:00.000Z', calendar)).toEqual({
    workingDays: { ours: 1, customer: 5, thirdParty: 0, stopped: 0 },
    changes: [
      { clock: 'customer', from: stages[0]!.enteredAt, stage: 'Awaiting transfer', reason: 'placed', workingDays: 2 },
      { clock: 'ours', from: stages[1]!.enteredAt, stage: 'Part paid', reason: 'paidInPart', workingDays: 1 },
      { clock: 'customer', from: stages[2]!.enteredAt, stage: 'Part paid', reason: 'restAwaited', workingDays: 3 },
    ],
  });
});

test('WHY-2 the parts always sum to the whole span', () => {
  const change = fc.record({
    days: fc.integer({ min: 0, max: 20 }),
    clock: fc.constantFrom<Clock>('ours', 'customer', 'thirdParty', 'stopped'),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 10 }), (changes) => {
      let at = '2026-03-20T13:00:00.000Z';
      const stages = changes.map(({ days, clock }) => {
        at = daysLater(at, days);
        return { stage: 's', clock, enteredAt: at, event: 'e' };
      });
      const until = daysLater(at, 5);
      const total = Object.values(stopClock(stages, until, calendar).workingDays).reduce((a, b) => a + b, 0);
      expect(total).toBe(workingDaysBetween(londonDate(stages[0]!.enteredAt), londonDate(until), calendar));
    }),
  );
});
