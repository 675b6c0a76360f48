import { defineUpdate } from '@temporalio/workflow';
import type { Pence } from '../domain/money';
import type { RequestReversal } from '../domain/reversals/reversal';
import type { CommandAnswer, CommandMessage } from './common';

export const requestReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<RequestReversal>]>('request');
export const approveReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ by: string; usable: Pence }>]>('approve');
export const declineReversalUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');
