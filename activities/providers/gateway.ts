import { inPounds, type Pence } from '../../domain/money';
import { NotSent, notTaken } from './not-sent';

/** How long a provider may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;

/** A page that is asked for: our reference of the payment, what it comes to (pence), until when it may be paid, and where the payer goes on afterwards. */
export interface PageWish {
  reference: string;
  pence: Pence;
  expiresAt: string;
  returnUrl: string;
}
/** What the gateway made of it: its identifier, and the page at which the payer pays. */
export interface PaymentPage {
  id: string;
  url: string;
}

/** Asks a card gateway over its HTTP interface; the same reference is one page, however often it is asked for (OPS-3). What comes of it is told by webhook. */
export function cardGateway(url: string, key: string) {
  return {
    /** Opens a page for a payment. Throws NotSent. */
    async open({ reference, pence, ...asked }: PageWish): Promise<PaymentPage> {
      const body = { reference, amount: Number(pence), currency: 'GBP', description: `Payment of ${inPounds(pence)}`, ...asked };
      const answer = await fetch(`${url}/payments`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, 'Idempotency-Key': reference },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      }).catch((error: Error) => {
        throw new NotSent(`Card gateway: ${error.name}`, false);
      });
      if (!answer.ok) throw notTaken('Card gateway', answer.status);
      return (await answer.json()) as PaymentPage;
    },
  };
}

/** As the relay uses it. */
export type CardGateway = ReturnType<typeof cardGateway>;
