import { centreRequestNames } from '../domain/catalogue/centre-request';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/** A centre asks for an approval, an address or a country (REG-18): staff grant or decline it, with an answer; the centre may withdraw it. */
export async function centreRequest(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const request = new DurableCase(start, centreRequestNames, resumed);

  request.opensBy('ask');
  request.accepts('grant');
  request.accepts('decline');
  request.accepts('withdraw');

  if (await request.opened()) await request.keepsSchedule();
  return request.closed();
}
