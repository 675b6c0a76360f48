import fc from 'fast-check';
import { extensions, lengthIn, type Unit } from '../../../domain/outages/extension';
import type { Hold } from '../../../domain/standing';

const calendar = { version: 'v', holidays: new Set(['2026-12-25', '2026-12-28']), publishedUntil: '2027-12-31' };
const hold = (name: string, dueAt: string | null): Hold => ({
  ...{ name, awaiting: 'payer', clock: 'customer', since: '2026-11-01T09:00:00.000Z', why: '', next: [], dueAt },
});
const TWO_DAYS = { from: '2026-11-20T09:00:00.000Z', to: '2026-11-22T09:00:00.000Z' };
const NOW = '2026-11-23T10:00:00.000Z';

test('OUT-1 an outage of two days proposes two days more: a hold of finance counted from now, that of an assessment from its end, each by its command', () => {
  const dueAt = '2026-12-01T13:14:00.000Z';
  const until = '2026-12-03T13:14:00.000Z';
  const by = { count: 2, unit: 'days' };
  expect(extensions({ kind: 'advance-order', holds: [hold('transfer', dueAt)] }, TWO_DAYS, NOW, calendar)).toEqual([
    { hold: 'transfer', dueAt, by, until, days: 10 },
  ]);
  expect(
    extensions({ kind: 'application', holds: [hold('hse', dueAt), hold('identity', dueAt), hold('none', null)] }, TWO_DAYS, NOW, calendar),
  ).toEqual([
    { hold: 'hse', dueAt, by, until, days: 2 },
    { hold: 'identity', dueAt, by, until, days: null },
  ]);
});

test('OUT-1 TIM-1 a wait that counts working days gets working days, one that counts minutes minutes; over the autumn change the clock stays', () => {
  const over = { from: '2026-12-24T09:00:00.000Z', to: '2026-12-29T09:00:00.000Z' };
  const proposed = (kind: string, name: string, dueAt: string, lasted = over) =>
    extensions({ kind, holds: [hold(name, dueAt)] }, lasted, NOW, calendar)[0];
  expect(proposed('application', 'processing', '2026-12-30T10:00:00.000Z')).toMatchObject({
    by: { count: 1, unit: 'workingDays' },
    until: '2026-12-31T10:00:00.000Z',
  });
  const short = { from: '2026-11-20T09:00:00.000Z', to: '2026-11-20T09:10:00.001Z' };
  expect(proposed('card-payment', 'gateway', '2026-11-20T09:30:00.000Z', short)).toMatchObject({
    by: { count: 11, unit: 'minutes' },
    until: '2026-11-20T09:41:00.000Z',
    days: null,
  });
  const autumn = { from: '2026-10-24T09:00:00.000Z', to: '2026-10-25T09:00:00.000Z' };
  expect(proposed('application', 'identity', '2026-10-24T13:00:00.000Z', autumn)).toMatchObject({ until: '2026-10-25T14:00:00.000Z' });
});

test('OUT-1 nobody loses by an outage: what is proposed is never shorter than it, but for working days, of which there is at least one', () => {
  const units: Record<Exclude<Unit, 'workingDays'>, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 * 86_400_000 }), (lasted) => {
      const from = '2026-11-20T09:00:00.000Z';
      const to = new Date(Date.parse(from) + lasted).toISOString();
      for (const [unit, length] of Object.entries(units)) {
        const proposed = lengthIn(unit as Unit, { from, to }, calendar) * length;
        expect(proposed >= lasted && proposed - lasted <= length).toBe(true);
      }
      expect(lengthIn('workingDays', { from, to }, calendar)).toBeGreaterThanOrEqual(1);
    }),
  );
});
