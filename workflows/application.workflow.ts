import { applicationNames } from '../domain/applications/application';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * An application for a card (APP-3, APP-4, APP-9, APP-10): finalised by the employer, ordered, paid, held for all that is still
 * awaited (HSE-2: an assessment), approved by itself or by a case operator, completed when the printer accepts its card.
 */
export async function application(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const card = new DurableCase(start, applicationNames, resumed);

  card.opensBy('finalise');
  card.accepts('unfinalise');
  card.accepts('abandon');
  card.accepts('extend');
  card.accepts('approve');
  card.accepts('reject');
  card.accepts('endorse');
  card.accepts('refuseEndorsement');
  card.accepts('waiveEndorsement');
  card.accepts('askMore');
  card.accepts('giveMore');

  if (await card.opened()) await card.keepsSchedule();
  return card.closed();
}
