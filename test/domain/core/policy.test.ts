import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { faultsOf, firstPolicy, policyOf } from '../../../domain/policy';
import { policyNumbers, policyOrders, type PolicyNumber } from '../../../domain/policy-numbers';

test('TIM-3 every number names a rule that is in the rulebook, has a unit and says what it means', () => {
  const rulebook = readFileSync('docs/rulebook.md', 'utf8');
  for (const [name, { rule, unit, means, value }] of Object.entries<PolicyNumber>(policyNumbers)) {
    expect([name, rulebook.includes(`**${rule}**`)]).toEqual([name, true]);
    expect([name, means.length > 5, unit.length > 0, [value].flat().every((each) => Number.isSafeInteger(each) && each > 0)]).toEqual([
      name,
      true,
      true,
      true,
    ]);
  }
});

test('TIM-3 a version is the first one with its changes, and nothing else differs', () => {
  const single = Object.entries<PolicyNumber>(policyNumbers).filter(([, { value }]) => !Array.isArray(value));
  fc.assert(
    fc.property(fc.constantFrom(...single), fc.integer({ min: 1, max: 1_000_000 }), ([name, { unit }], value) => {
      const changed = policyOf({ policyVersion: 'x', policyChanges: { [name]: value } });
      const path = name.split('.');
      const read = (policy: object) => path.reduce((at, part) => (at as Record<string, object>)[part]!, policy) as unknown;
      expect(read(changed)).toBe(unit === 'pence' ? BigInt(value) : value);
      const back = policyOf({ policyVersion: firstPolicy.version });
      expect(Object.keys(changed)).toEqual(Object.keys(back));
    }),
  );
  expect(policyOf({ policyVersion: 'x', policyChanges: {} })).toEqual({ ...firstPolicy, version: 'x' });
});

const fault = (name: string, detail: string, remedy: string) => ({
  code: 'policyNumber',
  rule: 'TIM-3',
  place: `/changes/${name}`,
  detail,
  remedy,
});

test('TIM-3 faults of a proposal are told all at once, by name, with what each number counts', () => {
  const faults = faultsOf({ 'no.such': 1, 'suspense.returnDays': 1.5, 'hse.reminderDays': 7, 'session.idleMinutes': [30] });
  expect(faults).toEqual([
    fault('no.such', 'There is no number no.such', 'GET /v1/policies/current lists them.'),
    fault('suspense.returnDays', 'suspense.returnDays has to be whole, from 7 to 365', 'It counts days.'),
    fault('hse.reminderDays', 'hse.reminderDays is a list of numbers', 'Give it in that form.'),
    fault('session.idleMinutes', 'session.idleMinutes is one number', 'Give it in that form.'),
  ]);
  expect(faultsOf({ 'suspense.returnDays': 45, 'hse.reminderDays': [7, 14] })).toEqual([]);
});

test('TIM-3 every number has bounds that hold its released value, and numbers that follow one another count the same', () => {
  const numbers: Record<string, PolicyNumber> = policyNumbers;
  for (const [name, { value, minimum, maximum }] of Object.entries(numbers))
    expect([name, [value].flat().every((each) => minimum <= each && each <= maximum)]).toEqual([name, true]);
  for (const order of policyOrders)
    for (const [index, name] of order.entries()) {
      const before = order[index - 1];
      if (before) expect([name, numbers[before]!.unit]).toEqual([name, numbers[name]!.unit]);
    }
  expect(faultsOf(Object.fromEntries(Object.entries(numbers).map(([name, { value }]) => [name, value as number])))).toEqual([]);
});

test('TIM-3 a number outside its bounds is refused, which names them; the bounds themselves are not', () => {
  for (const [name, { value, minimum, maximum }] of Object.entries<PolicyNumber>(policyNumbers)) {
    const told = (given: number) =>
      faultsOf({ [name]: Array.isArray(value) ? [given] : given }).filter(({ detail }) => / to \d+$/.test(detail));
    expect([minimum, maximum].map(told)).toEqual([[], []]);
    for (const outside of [minimum - 1, maximum + 1, 1e12])
      expect(told(outside)).toEqual([fault(name, `${name} has to be whole, from ${minimum} to ${maximum}`, expect.any(String) as never)]);
  }
});

test('TIM-3 numbers that follow one another do so after the change too, and no step of a ladder comes twice', () => {
  expect(faultsOf({ 'advanceOrder.hold.overdueDays': 12 })).toEqual([
    fault(
      'advanceOrder.hold.overdueDays',
      'advanceOrder.hold.remindFinanceDays (12) has to be less than advanceOrder.hold.overdueDays (12)',
      'Both count days: change one, or both.',
    ),
  ]);
  expect(faultsOf({ 'advanceOrder.hold.overdueDays': 13 })).toEqual([]);
  expect(faultsOf({ 'advanceOrder.hold.remindFinanceDays': 14 })[0]!.place).toBe('/changes/advanceOrder.hold.remindFinanceDays');
  expect(faultsOf({ 'hse.reminderDays': [14, 14] })[0]!.detail).toBe('hse.reminderDays has a step twice');
});

test('TIM-3 a number is whole and within its bounds, and a ladder has one to ten of them, each so', () => {
  const isRight = (value: number | number[]) =>
    faultsOf({ [Array.isArray(value) ? 'hse.reminderDays' : 'suspense.returnDays']: value }).length === 0;
  expect([7, 365].map(isRight)).toEqual([true, true]);
  expect([6, 366, -1, 7.5, NaN, 2 ** 53].map(isRight)).toEqual([false, false, false, false, false, false]);
  const ladder = (length: number) => Array.from({ length }, (_each, index) => index + 1);
  expect([ladder(0), ladder(1), ladder(10), ladder(11), [7, 0, 14]].map(isRight)).toEqual([false, true, true, false, false]);
});
