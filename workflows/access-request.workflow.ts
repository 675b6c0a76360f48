import { accessRequestNames } from '../domain/access/access-request';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * Somebody of a centre asks for an account (SEC-4): its Portal Admin decides, reminded after 2 working days; after 5, or where
 * there is no Portal Admin, our staff decides.
 */
export async function accessRequest(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const request = new DurableCase(start, accessRequestNames, resumed);

  request.accepts('approve');
  request.accepts('decline');

  if (await request.opensItself()) await request.keepsSchedule();
  return request.closed();
}
