/** What other areas may use of the bank's tables: an order moves its receipts, whoever spends locks the fund, a second person opens an account, accounts have names and balances. */
export { accountNames, accountOwners, balancesOf } from './accounts.queries';
export { findBankAccounts } from './bank.queries';
export { proposeBankAccount, settleBankAccount } from './bank-accounts.commands';
export { endClaims, lockClaim } from './claims.commands';
export { postEntries, postEntry } from './entries.commands';
export { lockFunds, usableFunds } from './funds';
export { rematch } from './matching.commands';
export { payToOf } from './pay-to.queries';
export { lockReceipts, moveReceipts, releaseReceipts } from './receipts.commands';
