import type { AccountKey } from '../decision';
import type { Pence } from '../money';

/** Accounts of which a tenant has one each. */
const SINGLE: Record<string, string> = {
  suspense: 'Suspense',
  returns: 'Returns to senders',
  'bank-outgoings': 'Paid out at the bank',
  writeOffs: 'Write-offs',
  income: 'Income',
  'paid-outside': 'Paid outside the system',
  'card-gateway': 'At the card gateway',
  'card-fees': 'Card fees',
  vat: 'Value added tax',
  'centre-fees': 'Fees of centres',
};
/** Accounts that a node or a bank account has, by kind. */
const OWNED: Record<string, string> = { funds: 'Funds of', debt: 'Debt of', bank: 'Bank account', centre: 'Owed by' };
/** What a tenant owes or has earned: a credit is what people call a balance there. */
const CREDITS = /^(funds\/|suspense$|returns$|income$|card-fees$|centre-fees$|vat$)/;

/** Whose an account is: its kind and the node's or bank account's identifier; null where the tenant has one alone. */
export function ownerOf(account: AccountKey): { kind: string; id: string } | null {
  const [kind, id] = account.split('/') as [string, string | undefined];
  return id === undefined ? null : { kind, id };
}

/** What people call an account, given what they call its owner: `Funds of Acme Ltd, Norwich` (FIN-1, SEC-8). */
export function accountName(account: AccountKey, owner = 'a former owner'): string {
  const of = ownerOf(account);
  if (!of) return SINGLE[account] ?? account;
  return `${OWNED[of.kind] ?? of.kind} ${owner}`;
}

/** Debits less credits as people say it: what is left in funds is positive, so is what is owed. */
export function shownBalance(account: AccountKey, pence: Pence): Pence {
  return CREDITS.test(account) ? -pence : pence;
}
