import type { Purpose } from './register';

/** Everybody who may have an account. */
const users = ['staff', 'contact', 'operative', 'learner'] as const;

/** To let people sign in and to reach them (SEC-1, SEC-3). */
export const account: Purpose = {
  whose: users,
  why: 'To run the account: who it is, how he is reached, how he signs in',
  basis: 'f',
  kept: { until: 'the account is erased; of companies, while the company is a member or uses the portal', rule: 'RET-2' },
  erasable: 'blank',
};

/** To keep strangers out, and to find out what happened (SEC-1, SEC-2). */
export const security: Purpose = {
  whose: users,
  why: 'To keep accounts safe and to show their owners where they are signed in',
  basis: 'f',
  kept: { until: 'the account is erased', rule: 'RET-2' },
  erasable: 'row',
};

/** To show who did what and why: append-only (AUD-1, WHY-4). */
export const trail: Purpose = {
  whose: users,
  why: 'To show who decided what, when and why',
  basis: 'c',
  kept: { until: 'the law no longer asks for the records that it proves', rule: 'RET-1' },
  erasable: { not: 'append-only: it stands under a random identifier (ERA-1), texts that staff typed are reviewed' },
};

/** To do the work of a case: what staff and users write about it (WRK-1). */
export const casework: Purpose = {
  whose: users,
  why: 'To work on cases and to answer those whom they are about',
  basis: 'f',
  kept: { until: 'the case’s record is erased', rule: 'RET-2' },
  erasable: 'blank',
};

/** To keep books as the law asks (MON-2). */
export const books: Purpose = {
  whose: ['contact', 'sender'],
  why: 'To allocate transfers and to keep books',
  basis: 'c',
  kept: { until: 'six years after the end of the financial year', rule: 'RET-1' },
  erasable: { not: 'a legal duty: accounting and tax records (article 17(3)(b))' },
};

/** To reach people about what they asked for (OPS-3). */
export const service: Purpose = {
  whose: users,
  why: 'To tell people what happens with what they asked for',
  basis: 'b',
  kept: { until: 'what it is about is erased', rule: 'RET-2' },
  erasable: 'blank',
};
/** To know who is registered on what, to assess and to certify (REG-4). */
export const registering: Purpose = {
  whose: ['learner'],
  why: 'To register a learner on a product, to assess and to certify, as the regulator asks',
  basis: 'e',
  kept: { until: 'certification records are no longer asked for', rule: 'RET-1' },
  erasable: { not: 'certification and qualification records (ERA-1)' },
};
