import fc from 'fast-check';
import { failedAgain, isFlapping, nextProbe, type Spell } from '../../../domain/outages/circuit';

const AT = '2026-11-20T09:00:00.000Z';
const later = (milliseconds: number) => new Date(Date.parse(AT) + milliseconds).toISOString();

test('OUT-1 a circuit opens with the call that makes enough, and counts from the first that failed, however calls come together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 2, max: 20 }),
      (batches, enough) => {
        let spell: Spell | null = null;
        let failed = 0;
        let opened: string | null = null;
        batches.forEach((calls, index) => {
          spell = failedAgain(spell, calls, later(index * 1000), enough);
          failed += calls;
          opened ??= failed >= enough ? later(index * 1000) : null;
          expect(spell).toEqual({ failingSince: AT, failures: failed, downAt: opened });
        });
      },
    ),
  );
});

test('OUT-1 a probe comes after a tenth of the time away, five seconds at least and a minute at most', () => {
  const pause = (away: number) => Date.parse(nextProbe({ failingSince: AT }, later(away))) - Date.parse(later(away));
  expect([0, 49_999, 50_000, 60_000, 600_000, 600_010, 86_400_000].map(pause)).toEqual([
    5_000, 5_000, 5_000, 6_000, 60_000, 60_000, 60_000,
  ]);
});

test('OUT-1 a service that goes down again within the quiet time has never been back, at its end it has', () => {
  expect([14 * 60_000, 15 * 60_000 - 1, 15 * 60_000].map((after) => isFlapping(AT, later(after), 15))).toEqual([true, true, false]);
});
