import fc from 'fast-check';
import { clockOf, held, over, type Clock, type Hold } from '../../../domain/standing';

const AT = '2026-11-20T10:00:00.000Z';
const day = (number: number) => new Date(Date.parse(AT) + number * 86_400_000).toISOString();
const clock = fc.constantFrom<Clock>('ours', 'customer', 'thirdParty', 'stopped');
/** Several holds, each due on another day, some with none: what a case may wait for at once. */
const holds = fc
  .uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 })
  .chain((days) => fc.tuple(...days.map((due, index) => hold(due, index))))
  .map((list) => list as [Hold, ...Hold[]]);

function hold(due: number, index: number): fc.Arbitrary<Hold> {
  return fc.record({
    name: fc.constant(`hold ${index}`),
    awaiting: fc.constantFrom('payer' as const, 'finance' as const, 'staff' as const),
    clock,
    since: fc.constant(AT),
    why: fc.constant(`Waiting for ${index}`),
    next: fc
      .uniqueArray(fc.integer({ min: 0, max: due }), { maxLength: 4 })
      .map((days) => days.sort((a, b) => a - b).map((each) => ({ at: day(each), what: `${index}: day ${each}` }))),
    dueAt: fc.constant(index > 0 && due % 5 === 0 ? null : day(due)),
  });
}

const soonest = (all: Hold[]) => all.toSorted((a, b) => (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999'))[0]!;

test('WHY-1 the headline of a case that several holds wait for is the one that is due soonest, in whatever order they are given', () => {
  fc.assert(
    fc.property(holds, fc.infiniteStream(fc.nat()), (all, random) => {
      const headline = soonest(all);
      fc.pre(all.filter(({ dueAt }) => dueAt === null).length < 2);
      const shuffled = all.map((each) => ({ each, by: random.next().value })).toSorted((a, b) => a.by - b.by);
      for (const order of [all, shuffled.map(({ each }) => each)] as [Hold, ...Hold[]][]) {
        const standing = held('Waiting', ...order);
        const { awaiting, since, why, dueAt } = headline;
        expect(standing).toMatchObject({ stage: 'Waiting', awaiting, since, why, dueAt, ended: false });
        expect(standing.holds.map(({ name }) => name).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
      }
    }),
  );
});

test('WHY-1 holds are released in any order: each release leaves the headline of those that are left, the last one the end', () => {
  fc.assert(
    fc.property(holds, fc.nat(), (all, seed) => {
      let left: Hold[] = all;
      while (left.length > 0) {
        const standing = held('Waiting', ...(left as [Hold, ...Hold[]]));
        expect(standing.dueAt).toBe(soonest(left).dueAt);
        expect(standing.holds).toHaveLength(left.length);
        const released = left[seed % left.length];
        left = left.filter((each) => each !== released);
      }
      expect(over('Done', AT, 'Ended.')).toEqual({
        stage: 'Done',
        awaiting: 'nobody',
        clock: 'stopped',
        since: AT,
        why: 'Ended.',
        next: [],
        dueAt: null,
        ended: true,
        holds: [],
      });
    }),
  );
});

test('WHY-2 the days are ours while any hold is ours, else those of the headline', () => {
  fc.assert(
    fc.property(holds, (all) => {
      const isOurs = all.some((each) => each.clock === 'ours');
      expect(held('Waiting', ...all).clock).toBe(isOurs ? 'ours' : soonest(all).clock);
    }),
  );
});

test('WHY-1 the next three events of all holds are told, soonest first', () => {
  fc.assert(
    fc.property(holds, (all) => {
      const { next } = held('Waiting', ...all);
      const instants = all.flatMap((each) => each.next.map(({ at }) => at)).toSorted();
      expect(next.map(({ at }) => at)).toEqual(instants.slice(0, 3));
      for (const event of next) expect(all.flatMap((each) => each.next)).toContainEqual(event);
    }),
  );
});

test('WHY-2 whoever is awaited, the days are the customer’s, ours or nobody’s', () => {
  expect(['payer', 'user', 'portalAdmin', 'finance', 'staff', 'secondPerson', 'nobody'].map((party) => clockOf(party as never))).toEqual([
    'customer',
    'customer',
    'customer',
    'ours',
    'ours',
    'ours',
    'stopped',
  ]);
});

test('WHY-1 of holds that are due at one instant the one given first is the headline, and their events keep that order', () => {
  const at = day(3);
  const some = (name: string): Hold => ({
    ...{ name, awaiting: 'staff', clock: 'ours', since: AT, why: name, dueAt: at },
    next: [{ at, what: name }],
  });
  const standing = held('Waiting', some('a'), some('b'), some('c'));
  expect([standing.why, standing.next.map(({ what }) => what)]).toEqual(['a', ['a', 'b', 'c']]);
});
