import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { billingRunNames } from './billing-run';
import type { BillingProgress } from './billing-run.decide';

/** The month's invoices of all centres (CEN-1): it waits for the month's end, then invoices some centres a transaction. */
export const billingRun = {
  names: billingRunNames,
  rules: ['CEN-1', 'ORD-6'],
  life: 'The life of a billing run',
  reads: 'viewReports',
  board: { name: 'Billing runs', description: "The month's invoices of centres", lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<BillingProgress>;

function standingOf({ dueAt, toInvoice, invoiced, carried, isOver }: BillingProgress, since: Instant): Standing {
  if (isOver) {
    const why = `Ended: ${centres(invoiced)} invoiced, ${centres(carried)} carried forward as nothing is owed for the month.`;
    return over('Invoiced', since, why);
  }
  const why = `Waiting until ${londonWords(dueAt)}: ${centres(toInvoice)} to be invoiced; it ends when each has its invoice.`;
  const next = [{ at: dueAt, what: "the month's invoices are made" }];
  return held('To be invoiced', { name: 'monthsEnd', awaiting: 'nobody', clock: 'ours', since, why, next, dueAt });
}

function centres(count: number): string {
  return count === 1 ? '1 centre is' : `${count} centres are`;
}
