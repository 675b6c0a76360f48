import { policyOf } from '../domain/policy';
import * as decide from '../domain/bank/reversal.decide';
import { unrequested, type Reversal, type ReversalEvent } from '../domain/bank/reversal.state';
import { eventSummary } from '../domain/bank/reversal.standing';
import type { ProcessStart } from '../messages/core.messages';
import { approveReversalUpdate, declineReversalUpdate, requestReversalUpdate } from '../messages/bank.messages';
import { DurableProcess, type Resumed } from './process';

/**
 * The reversal of an allocation (ADV-5): one of finance asks, another one, who did not allocate it, approves or declines;
 * until then finance is reminded.
 */
export async function reversal(start: ProcessStart, resumed?: Resumed<Reversal>): Promise<string> {
  const policy = policyOf(start);
  const asked = new DurableProcess<ReversalEvent, Reversal>(start, 'reversal', unrequested(start.reference, start.tenant), resumed);

  asked.opensBy(requestReversalUpdate, (body, at) => decide.request(asked.state, body, policy, at));
  asked.accepts(approveReversalUpdate, ({ by, usable }, at) => decide.approve(asked.state, by, usable, at));
  asked.accepts(declineReversalUpdate, (_body, at) => decide.decline(asked.state, at));

  if (await asked.opened()) {
    await asked.keepSchedule(
      (due) => decide.onDue(asked.state, due, policy),
      () => eventSummary(asked.state),
    );
  }
  return asked.closed();
}
