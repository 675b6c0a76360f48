/** The account that payers transfer to, as they type it at their bank (ADV-2). */
export interface PayTo {
  /** The name that the bank knows the account by: banks check it (confirmation of payee). */
  accountName: string;
  /** `82-62-19`. */
  sortCode: string;
  accountNumber: string;
}

/** Six digits of a sort code as people write them: `82-62-19`. */
export function sortCodeWords(digits: string): string {
  return digits.replace(/(..)(?=.)/g, '$1-');
}

/** Where to pay, in a line of a mail; where no account is open that payers are told, who tells them. */
export function payToWords(payTo: PayTo | null): string {
  if (!payTo) return 'Our finance team tells you the account to pay to.';
  const { accountName, sortCode, accountNumber } = payTo;
  return `Pay to: ${accountName}, sort code ${sortCode}, account number ${accountNumber}`;
}
