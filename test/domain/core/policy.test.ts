import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { faultsOf, firstPolicy, policyOf } from '../../../domain/policy';
import { policyNumbers, type PolicyNumber } from '../../../domain/policy-numbers';

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
    fault('suspense.returnDays', 'suspense.returnDays has to be whole and at least 1', 'It counts days.'),
    fault('hse.reminderDays', 'hse.reminderDays is a list of numbers', 'Give it in that form.'),
    fault('session.idleMinutes', 'session.idleMinutes is one number', 'Give it in that form.'),
  ]);
  expect(faultsOf({ 'suspense.returnDays': 45, 'hse.reminderDays': [7, 14] })).toEqual([]);
});

test('TIM-3 a number is whole and at least 1, and a ladder has one to ten of them, each so', () => {
  const isRight = (value: number | number[]) =>
    faultsOf({ [Array.isArray(value) ? 'hse.reminderDays' : 'suspense.returnDays']: value }).length === 0;
  expect([1, 2 ** 53 - 1].map(isRight)).toEqual([true, true]);
  expect([0, -1, 0.5, NaN, 2 ** 53].map(isRight)).toEqual([false, false, false, false, false]);
  const ladder = (length: number) => Array.from({ length }, (_each, index) => index + 1);
  expect([ladder(0), ladder(1), ladder(10), ladder(11), [7, 0, 14]].map(isRight)).toEqual([false, true, true, false, false]);
});
