import { invitationNames } from '../domain/access/invitation';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * A link to activate an account, or to choose a new password (SEC-3): sent, reminded of, sent anew on request, until it is used,
 * withdrawn, or its 72 hours are over.
 */
export async function invitation(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const link = new DurableCase(start, invitationNames, resumed);

  link.accepts('resend');

  if (await link.opensItself()) await link.keepsSchedule();
  return link.closed();
}
