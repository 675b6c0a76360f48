import { cardNames } from '../domain/cards/card';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * A card (CRD-1, CRD-2, CRD-3): the printer accepts, produces and despatches it and purges its copy of the holder's data; the card is
 * valid to its last day, unless the next one supersedes it or it is revoked.
 */
export async function card(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const printed = new DurableCase(start, cardNames, resumed);

  printed.accepts('retry');
  printed.accepts('sendAgain');
  printed.accepts('record');
  printed.accepts('revoke');

  if (await printed.opensItself()) await printed.keepsSchedule();
  return printed.closed();
}
