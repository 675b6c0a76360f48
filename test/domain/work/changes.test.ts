import fc from 'fast-check';
import { accountName, ownerOf, shownBalance } from '../../../domain/bank/account-names';
import { policyNumbers, type PolicyName } from '../../../domain/policy-numbers';
import { balanceRows, bankAccountRows, numberWords, policyRows, reversalRows } from '../../../domain/work/changes';

const NODE = '0190a8a0-0000-7000-8000-000000000001';

test('TIM-3 SEC-8 a changed number is told before and after in words with its unit, one and many', () => {
  expect(policyRows({}, { 'advanceOrder.hold.overdueDays': 15, 'advanceOrder.creditPence': 30_000 })).toEqual([
    { label: 'The hold goes overdue (ADV-3)', before: '14 days', after: '15 days', unit: 'days' },
    { label: 'Price of one credit (ADV-1)', before: '£250.00', after: '£300.00', unit: null },
  ]);
  expect(numberWords('suspense.askPayersWorkingDays', 1)).toBe('1 working day');
  expect(numberWords('users.remindInvitedHours', [24, 48])).toBe('24, 48 hours');
  expect(numberWords('statement.maximumBytes', 20_000_000)).toBe('20,000,000 bytes');
  expect(numberWords('suspense.payersAsked', 3)).toBe('3');
});

test('TIM-3 a proposal tells what is another number than before it alone: what it carries on unchanged is none, what it puts back is one', () => {
  const before = { 'suspense.returnDays': 50, 'advanceOrder.hold.overdueDays': 15 };
  expect(policyRows(before, { ...before, 'suspense.returnDays': 60 })).toEqual([
    { label: 'The money goes back to its sender (BNK-2)', before: '50 days', after: '60 days', unit: 'days' },
  ]);
  expect(policyRows(before, { 'suspense.returnDays': 50 })).toMatchObject([{ before: '15 days', after: '14 days' }]);
  expect(policyRows(before, { ...before, 'a number of a former release': 3 })).toEqual([]);
});

test('TIM-3 whatever is proposed, a row stands for each number that differs and for no other', () => {
  const names = Object.keys(policyNumbers) as PolicyName[];
  const changes = fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 1, max: 9999 }));
  fc.assert(
    fc.property(changes, changes, (before, after) => {
      const valueOf = (all: Record<string, number>, name: PolicyName) => numberWords(name, all[name] ?? policyNumbers[name].value);
      const differing = names.filter((name) => valueOf(before, name) !== valueOf(after, name));
      const rows = policyRows(before, after);
      expect(rows.map(({ before: was }) => was).sort()).toEqual(differing.map((name) => valueOf(before, name)).sort());
      for (const row of rows) expect(row.before).not.toBe(row.after);
    }),
  );
});

test('SEC-8 MON-2 an adjustment shows both accounts by name with the balances before and after it, as people say them', () => {
  const from = { account: `funds/${NODE}`, owner: 'Acme Ltd, Norwich', pence: -50_000n, by: 1_250n };
  const to = { account: 'writeOffs', pence: 0n, by: -1_250n };
  expect(balanceRows([from, to])).toEqual([
    { label: 'Funds of Acme Ltd, Norwich', before: '£500.00', after: '£487.50', unit: null },
    { label: 'Write-offs', before: '£0.00', after: '-£12.50', unit: null },
  ]);
});

test('ADV-5 SEC-8 a reversal shows the order, the fund that shrinks, and a debt only where something was spent', () => {
  const funds = { account: `funds/${NODE}`, owner: 'Acme Ltd', pence: -10_000n, by: 10_000n };
  const debt = (by: bigint) => ({ account: `debt/${NODE}`, owner: 'Acme Ltd', pence: 0n, by });
  const rows = [
    { label: 'Allocated to ECS0944490', before: '£500.00', after: '£0.00', unit: null },
    { label: 'Funds of Acme Ltd', before: '£100.00', after: '£0.00', unit: null },
  ];
  expect(reversalRows('ECS0944490', 50_000n, [funds, debt(0n)])).toEqual(rows);
  expect(reversalRows('ECS0944490', 50_000n, [funds, debt(40_000n)])).toEqual([
    ...rows,
    { label: 'Debt of Acme Ltd', before: '£0.00', after: '£400.00', unit: null },
  ]);
});

test('ADV-4 SEC-8 a bank account is told by all that is new of it', () => {
  const account = {
    name: 'Collection',
    holder: 'Volt Ltd',
    sortCode: '826219',
    accountNumber: '12345678',
    iban: null,
    currency: 'GBP',
    layout: null,
  } as const;
  expect(bankAccountRows(account)).toEqual(
    [
      ['Name', 'Collection'],
      ['Name that the bank knows it by', 'Volt Ltd'],
      ['Sort code', '82-62-19'],
      ['Account number', '12345678'],
      ['Currency', 'GBP'],
    ].map(([label, after]) => ({ label, before: null, after, unit: null })),
  );
});

test('FIN-1 an account is called by what it is and whose it is; one that nobody knows keeps its key', () => {
  expect(accountName(`bank/${NODE}`, 'Current account')).toBe('Bank account Current account');
  expect([accountName('suspense'), accountName('returns'), accountName('other')]).toEqual(['Suspense', 'Returns to senders', 'other']);
  expect(accountName(`funds/${NODE}`)).toBe('Funds of a former owner');
  expect([ownerOf('suspense'), ownerOf(`debt/${NODE}`)]).toEqual([null, { kind: 'debt', id: NODE }]);
  expect(['suspense', `funds/${NODE}`, `debt/${NODE}`, `bank/${NODE}`].map((account) => shownBalance(account, -100n))).toEqual([
    100n,
    100n,
    -100n,
    -100n,
  ]);
});
