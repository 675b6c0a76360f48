import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CommandAnswer, CommandMessage } from './core.messages';
import { INVITATION_MOVED } from '../domain/business-ids';
import type { Instant } from '../domain/working-days';

export const approveAccessUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('approve');
export const declineAccessUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('decline');

/** Another link in place of the one before. */
export const resendInvitationUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('resend');
/** The user has chosen a password, or the invitation was withdrawn. */
export const invitationMoved = defineSignal<[{ to: 'accepted' | 'withdrawn'; at: Instant }]>(INVITATION_MOVED);
