import { defineUpdate } from '@temporalio/workflow';
import type { Proposal } from '../domain/work/approval.state';
import type { CommandAnswer, CommandMessage } from './core.messages';

export const proposeUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ proposal: Proposal; by: string }>]>('propose');
export const approveProposalUpdate = defineUpdate<CommandAnswer, [CommandMessage<{ by: string }>]>('approve');
export const declineProposalUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');
