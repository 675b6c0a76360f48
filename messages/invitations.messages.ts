import { defineSignal, defineUpdate } from '@temporalio/workflow';
import { INVITATION_MOVED } from '../domain/business-ids';
import type { Instant } from '../domain/working-days';
import type { CommandAnswer, CommandMessage } from './common';

/** Another link in place of the one before. */
export const resendInvitationUpdate = defineUpdate<CommandAnswer, [CommandMessage<Record<string, never>>]>('resend');
/** The user has chosen a password, or the invitation was withdrawn. */
export const invitationMoved = defineSignal<[{ to: 'accepted' | 'withdrawn'; at: Instant }]>(INVITATION_MOVED);
