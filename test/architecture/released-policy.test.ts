import { policyNumbers, type PolicyNumber } from '../../domain/policy-numbers';
import { driftFrom } from './released-policy';
import released from './released-policy-2026-11-01.json';

const numbers: Record<string, PolicyNumber> = policyNumbers;
const days = numbers['advanceOrder.hold.overdueDays']!;
const ladder = numbers['hse.reminderDays']!;

test('TIM-3 no released default has changed or vanished, and every new number is in the snapshot', () => {
  expect(driftFrom(released, numbers)).toEqual([]);
});

test('TIM-3 an edited default, unit or step, a removed number and an unrecorded one are each found', () => {
  const edited = (name: string, number: PolicyNumber) => driftFrom(released, { ...numbers, [name]: number });
  expect(edited('advanceOrder.hold.overdueDays', { ...days, value: 15 })).toEqual([
    'advanceOrder.hold.overdueDays was released as 14 days and is 15 days now: put it back',
  ]);
  expect(edited('advanceOrder.hold.overdueDays', { ...days, unit: 'working days' })).toEqual([
    'advanceOrder.hold.overdueDays was released as 14 days and is 14 working days now: put it back',
  ]);
  expect(edited('hse.reminderDays', { ...ladder, value: [14, 28, 57] })).toEqual([
    'hse.reminderDays was released as 14, 28, 56 days and is 14, 28, 57 days now: put it back',
  ]);
  const { 'hse.reminderDays': _gone, ...rest } = numbers;
  expect(driftFrom(released, rest)).toEqual(['hse.reminderDays was released as 14, 28, 56 days and is gone: put it back']);
  expect(edited('some.newDays', { ...days, value: 3 })).toEqual(['new: add to the snapshot  "some.newDays": "3 days",']);
});

test('EVD-1 two gigabytes are 2,147,483,648 bytes', () => {
  expect(released['evidence.fileBytes']).toBe('2147483648 bytes');
  expect(policyNumbers['evidence.fileBytes'].value).toBe(2_147_483_648);
});
