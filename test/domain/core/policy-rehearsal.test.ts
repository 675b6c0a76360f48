import fc from 'fast-check';
import { rehearsePolicy } from '../../../domain/policy-rehearsal';
import { policyNumbers, policyOrders, type PolicyName, type PolicyNumber } from '../../../domain/policy-numbers';
import type { PolicyChanges } from '../../../domain/policy';
import { publishedCalendar } from '../../support/situation';

const numbers: Record<string, PolicyNumber> = policyNumbers;
const AT = '2027-01-01T00:00:00.000Z';
const rehearse = (changes: PolicyChanges, at = AT) => rehearsePolicy(changes, publishedCalendar, at);

/** Every number anywhere within its bounds, by shares of their width; what follows another one lies above it, and leaves room for what follows. */
function within(shares: Record<string, number[]>): PolicyChanges {
  const orderOf = (name: string) => policyOrders.find((each) => each.includes(name as PolicyName)) ?? [name];
  const made: Record<string, number | number[]> = {};
  const placeOf = (name: string) => orderOf(name).indexOf(name as PolicyName);
  for (const name of Object.keys(numbers).sort((one, other) => placeOf(one) - placeOf(other))) {
    const { value, minimum, maximum } = numbers[name]!;
    const [order, place] = [orderOf(name), placeOf(name)];
    const room = Math.min(...order.slice(place).map((each, ahead) => numbers[each]!.maximum - ahead));
    const least = place === 0 ? minimum : Math.max(minimum, (made[order[place - 1]!] as number) + 1);
    const steps = shares[name]!.map((share) => least + Math.floor(share * (Math.min(room, maximum) - least + 1)));
    made[name] = Array.isArray(value) ? [...new Set(steps)].sort((one, other) => one - other) : steps[0]!;
  }
  return made;
}
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const edge = fc.oneof(share, fc.constantFrom(0, 1 - 2 ** -53));
const anywhere = fc
  .record(Object.fromEntries(Object.keys(numbers).map((name) => [name, fc.array(edge, { minLength: 1, maxLength: 10 })])))
  .map(within);
const day = fc.date({ min: new Date('2026-11-27'), max: new Date('2040-12-31'), noInvalidDate: true }).map((date) => date.toISOString());

test('TIM-3 every combination of numbers within their bounds leaves every kind of case and every limit able to go on, from whatever day', () => {
  fc.assert(
    fc.property(anywhere, day, (changes, at) => expect(rehearse(changes, at)).toEqual([])),
    { numRuns: 200 },
  );
  const all = (way: number) => within(Object.fromEntries(Object.keys(numbers).map((name) => [name, Array(10).fill(way) as number[]])));
  expect([rehearse(all(0)), rehearse(all(1 - 2 ** -53)), rehearse({})]).toEqual([[], [], []]);
});

test('TIM-3 any number that is not within its bounds is refused with them', () => {
  const single = Object.entries(numbers).filter(([, { value }]) => !Array.isArray(value));
  const off = fc.oneof(fc.integer({ min: 1 }), fc.maxSafeInteger().map(Math.abs), fc.constantFrom(0.5, 1, 1e12));
  const outside = fc
    .tuple(fc.constantFrom(...single), off, fc.boolean())
    .map(([[name, { minimum, maximum }], by, above]) => [name, above ? maximum + by : minimum - by] as const);
  fc.assert(
    fc.property(outside, ([name, value]) => {
      const { minimum, maximum } = numbers[name]!;
      expect(rehearse({ [name]: value }).map(({ place, detail }) => [place, detail])).toEqual([
        [`/changes/${name}`, `${name} has to be whole, from ${minimum} to ${maximum}`],
      ]);
    }),
  );
});

test('TIM-3 what a rehearsal meets is told with who cannot go by the numbers: a day after which no moment can be counted', () => {
  const told = rehearse({}, '9999-12-31T00:00:00.000Z');
  expect(told.map(({ code, place }) => [code, place])).toContainEqual(['policyRehearsal', '/changes']);
  expect(told[0]!.detail).toMatch(/cannot go by these numbers/);
});
