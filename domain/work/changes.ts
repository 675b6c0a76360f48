import { accountName, shownBalance } from '../bank/account-names';
import type { ReadAccount } from '../bank/bank-account';
import { sortCodeWords } from '../bank/pay-to';
import { inPounds, type Pence } from '../money';
import { feeFor, priceInWords, type Fee, type Price } from '../orders/fee';
import type { PolicyChanges } from '../policy';
import { policyNumbers, type PolicyName } from '../policy-numbers';

/** One thing that a proposal changes (SEC-8): before and after are whole in words, null where there is nothing; the unit is that of a number. */
export interface Change {
  label: string;
  before: string | null;
  after: string | null;
  unit: string | null;
}
/** An account of the journal that a proposal moves money on: debits less credits before it, and what it adds to them. */
export interface MovedAccount {
  account: string;
  /** What people call its owner. */
  owner?: string | undefined;
  pence: Pence;
  by: Pence;
}

/** A number of policy in words: `14 days`, `1 month`, `£250.00`, `24, 48 hours`. */
export function numberWords(name: PolicyName, value: number | readonly number[]): string {
  const { unit } = policyNumbers[name];
  const all = [value].flat() as number[];
  if (unit === 'pence') return all.map((each) => inPounds(BigInt(each))).join(', ');
  const digits = all.map((each) => each.toLocaleString('en-GB')).join(', ');
  if (unit === 'count') return digits;
  return `${digits} ${all.length === 1 && all[0] === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** TIM-3: each number that is another one by these changes than by those before; a number that this release knows no more is told by its name. */
export function policyRows(before: PolicyChanges, after: PolicyChanges): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (!Object.hasOwn(policyNumbers, name)) return [];
    const known = name as PolicyName;
    const { means, rule, unit, value } = policyNumbers[known];
    const [was, is] = [before, after].map((changes) => numberWords(known, changes[name] ?? value)) as [string, string];
    return was === is
      ? []
      : [{ label: `${means} (${rule})`, before: was, after: is, unit: unit === 'pence' || unit === 'count' ? null : unit }];
  });
}

/** The balances of accounts before and after money is moved on them, as people say them (MON-2). */
export function balanceRows(moved: MovedAccount[]): Change[] {
  return moved.map(({ account, owner, pence, by }) => ({
    label: accountName(account, owner),
    before: inPounds(shownBalance(account, pence)),
    after: inPounds(shownBalance(account, pence + by)),
    unit: null,
  }));
}

/** A fee before and after it is changed (MON-3). */
export function feeRows(before: Price | undefined, fee: Fee, product?: string): Change[] {
  return [{ label: feeFor(fee, product), before: before ? priceInWords(before) : null, after: priceInWords(fee), unit: null }];
}

/** A bank account that is to be opened (ADV-4): everything of it is new. */
export function bankAccountRows({ name, holder, sortCode, accountNumber, iban, currency, layout }: ReadAccount): Change[] {
  const told = {
    Name: name,
    'Name that the bank knows it by': holder,
    'Sort code': sortCodeWords(sortCode),
    'Account number': accountNumber,
    IBAN: iban,
    Currency: currency,
    'Layout of its CSV files': layout?.name ?? null,
  };
  return Object.entries(told).flatMap(([label, after]) => (after === null ? [] : [{ label, before: null, after, unit: null }]));
}

/** An allocation that is to be taken back (ADV-5): the order's, then the fund that it comes from and what was spent of it already. */
export function reversalRows(reference: string, pence: Pence, moved: MovedAccount[]): Change[] {
  const allocated = { label: `Allocated to ${reference}`, before: inPounds(pence), after: inPounds(0n), unit: null };
  return [allocated, ...balanceRows(moved.filter(({ by }) => by !== 0n))];
}

/** An order of cards that is to be paid (ORD-3): what it comes to, and the tax within it (MON-3). */
export function paymentRows(pence: Pence, vat: Pence): Change[] {
  return [
    { label: 'Paid for the order', before: inPounds(0n), after: inPounds(pence), unit: null },
    { label: 'Value added tax within it', before: inPounds(0n), after: inPounds(vat), unit: null },
  ];
}
