import { approvalNames } from '../domain/work/approval';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * A proposal that needs four eyes (SEC-8), of new numbers of policy (TIM-3) or a manual adjustment of the journal: one proposes,
 * another one approves or declines; until then those who may approve are reminded.
 */
export async function approval(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const proposal = new DurableCase(start, approvalNames, resumed);

  proposal.opensBy('propose');
  proposal.accepts('approve');
  proposal.accepts('decline');

  if (await proposal.opened()) await proposal.keepsSchedule();
  return proposal.closed();
}
