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

test('TIM-3 faults of a proposal are told all at once, by name', () => {
  const faults = faultsOf({ 'no.such': 1, 'suspense.returnDays': 1.5, 'hse.reminderDays': [], 'session.idleMinutes': [30] });
  expect(faults.map(({ place }) => place)).toEqual([
    '/changes/no.such',
    '/changes/suspense.returnDays',
    '/changes/hse.reminderDays',
    '/changes/session.idleMinutes',
  ]);
  expect(faultsOf({ 'suspense.returnDays': 45, 'hse.reminderDays': [7, 14] })).toEqual([]);
});
