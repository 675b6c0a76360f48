import { outageNames } from '../domain/outages/outage';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * An outage of an outside service (OUT-1): from the first failed call to the last case that has gone on. While it lasts no call is made but
 * a probe, cases wait, and go on by themselves when the service is back; one that flaps is one outage.
 */
export async function outage(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const away = new DurableCase(start, outageNames, resumed);

  away.accepts('tryNow');

  if (await away.opensItself()) await away.keepsSchedule();
  return away.closed();
}
