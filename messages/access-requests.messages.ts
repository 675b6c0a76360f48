import { defineUpdate } from '@temporalio/workflow';
import type { CommandAnswer, CommandMessage } from './common';

export const approveAccessUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('approve');
export const declineAccessUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');
