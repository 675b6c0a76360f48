import { defineSignal, defineUpdate } from '@temporalio/workflow';
import { RECEIPT_MOVED } from '../domain/business-ids';
import type { ReceiptPosition } from '../domain/suspense/suspense-case';
import type { Instant } from '../domain/working-days';
import type { CommandAnswer, CommandMessage } from './common';

/** Finance asks the likely payers now. */
export const askPayersUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('askPayers');
/** The receipt was linked, released, allocated, split or returned elsewhere. */
export const receiptMoved = defineSignal<[{ position: ReceiptPosition; at: Instant }]>(RECEIPT_MOVED);
