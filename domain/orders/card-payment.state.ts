import type { PayableOrder } from '../applications/application-order';
import { NEVER } from '../life';
import type { Pence } from '../money';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself: it expires, which frees the order; long after nothing more is expected of the gateway; finance is reminded of one in doubt (ORD-5). */
export type CardPaymentEvent = 'expire' | 'close' | 'remind';
export type CardPaymentState = 'none' | 'pending' | 'failed' | 'expired' | 'paid' | 'inFunds' | 'inDoubt' | 'settled' | 'closed';

/** What is paid for: a closed order for cards, or credits in advance, whose funds are usable at once (ORD-3, ADV-1). */
export type PaidFor = { what: 'cards'; order: string } | { what: 'credits'; credits: number };

/** A payment by card, with identifiers only (ORD-5). */
export interface CardPayment extends CaseState<CardPaymentEvent, CardPaymentState> {
  tenant: string;
  reference: string;
  pays: PaidFor | null;
  /** The level that the order is raised at: what pays no order becomes its funds. */
  node: string;
  /** What it comes to, and the tax within it. */
  pence: Pence;
  vat: Pence;
  payer: string;
  /** The gateway's reports that it has heard of. */
  heard: string[];
  /** A success over another amount or currency, which finance looks at. */
  doubt: { report: string; pence: Pence; currency: string } | null;
}

/** What the gateway has told of a payment, as it was received. */
export interface GatewayReport {
  report: string;
  outcome: 'succeeded' | 'failed';
  pence: Pence;
  currency: string;
  at: Instant;
}

/** What decisions about a payment stand on: the order under its lock, and what the gateway had told by then, first first. */
export interface CardPaymentFacts {
  order: PayableOrder | null;
  reports: GatewayReport[];
}

/** A payment before it is begun. */
export function unbegun({ tenant, reference }: ProcessIdentity, id: string): CardPayment {
  const nothing = { pays: null, node: '', pence: 0n, vat: 0n, payer: '', heard: [], doubt: null };
  return { id, tenant, reference, ...nothing, state: 'none', stateSince: NEVER, schedule: [] };
}
