import { exemptionNames } from '../domain/assessments/exemption';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/** An exemption from the assessment (HSE-1, HSE-5): asked for by the employer with its evidence, accepted or refused by a case operator. */
export async function exemption(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const asked = new DurableCase(start, exemptionNames, resumed);

  asked.opensBy('ask');
  asked.accepts('accept');
  asked.accepts('refuse');

  if (await asked.opened()) await asked.keepsSchedule();
  return asked.closed();
}
