import { defineUpdate } from '@temporalio/workflow';
import type { Proposal } from '../domain/approvals/approval';
import type { CommandAnswer, CommandMessage } from './common';

export const proposeUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ proposal: Proposal; by: string }>]>('propose');
export const approveProposalUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ by: string }>]>('approve');
export const declineProposalUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');
