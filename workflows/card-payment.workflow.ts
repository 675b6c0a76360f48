import { cardPaymentNames } from '../domain/orders/card-payment';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * A payment by card (ORD-5): the payer is sent to the gateway's page, which has half an hour; what the gateway reports pays the order or
 * the credits. After that the order is free, and what is reported all the same is kept.
 */
export async function cardPayment(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const payment = new DurableCase(start, cardPaymentNames, resumed);

  payment.opensBy('begin');
  payment.accepts('settle');

  if (await payment.opened()) await payment.keepsSchedule();
  return payment.closed();
}
