import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { PlaceOrder, ReceiptFacts, ReceivedChoice } from '../domain/orders/advance-order.decide';
import { RECEIPT_MATCHED } from '../domain/business-ids';
import type { Instant } from '../domain/working-days';
import type { CommandAnswer, CommandMessage } from './core.messages';

/** What the process is told: identifiers, amounts and choices; texts stay in the reserved request (SEC-12). */
export interface PlaceMessage extends PlaceOrder {
  payer: string;
}

export const placeUpdate = defineUpdate<CommandAnswer, [CommandMessage<PlaceMessage>]>('place');
export const extendUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ days: number }>]>('extend');
export const cancelUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('cancel');
export const decideReceivedUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ choice: ReceivedChoice }>]>('decideReceived');
export const allocateUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ receipts: ReceiptFacts[]; acceptOtherAmount: boolean }>]>(
  'allocate',
);
/** A receipt on a bank statement quotes this order. */
export const receiptMatched = defineSignal<[ReceiptFacts & { at: Instant }]>(RECEIPT_MATCHED);
