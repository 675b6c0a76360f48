import { defineSignal, defineUpdate } from '@temporalio/workflow';
import { RECEIPT_MOVED } from '../domain/business-ids';
import type { ReceiptPosition } from '../domain/bank/suspense.state';
import type { Instant } from '../domain/working-days';
import type { CommandAnswer, CommandMessage } from './core.messages';
import type { Pence } from '../domain/money';
import type { RequestReversal } from '../domain/bank/reversal.state';

/** What a statement's import is started with. */
export interface StatementImportInput {
  statement: string;
}

/** Finance asks the likely payers now. */
export const askPayersUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('askPayers');
/** The receipt was linked, released, allocated, split or returned elsewhere. */
export const receiptMoved = defineSignal<[{ position: ReceiptPosition; at: Instant }]>(RECEIPT_MOVED);

export const requestReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<RequestReversal>]>('request');
export const approveReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ by: string; usable: Pence }>]>('approve');
export const declineReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');
