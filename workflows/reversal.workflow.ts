import { reversalNames } from '../domain/bank/reversal';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * The reversal of an allocation (ADV-5): one of finance asks, another one, who did not allocate it, approves or declines;
 * until then finance is reminded.
 */
export async function reversal(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const asked = new DurableCase(start, reversalNames, resumed);

  asked.opensBy('request');
  asked.accepts('approve');
  asked.accepts('decline');

  if (await asked.opened()) await asked.keepsSchedule();
  return asked.closed();
}
