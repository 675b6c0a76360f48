import { proxyActivities } from '@temporalio/workflow';
import type { SuspenseActivities } from '../activities/bank.activities';
import { entityOf } from '../domain/business-ids';
import * as decide from '../domain/bank/suspense.decide';
import { eventSummary } from '../domain/bank/suspense.standing';
import { unopened, type SuspenseCase, type SuspenseEvent } from '../domain/bank/suspense.state';
import type { ProcessStart } from '../messages/core.messages';
import { askPayersUpdate, receiptMoved } from '../messages/bank.messages';
import { DurableProcess, type Resumed } from './process';

const { readSuspense } = proxyActivities<SuspenseActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * A receipt in suspense (BNK-2): until an order takes it, finance splits or returns it, or its time is over. Likely payers are
 * asked at 5 working days, it escalates at 20, the money goes back at 60 days; all of that pauses while an order decides.
 */
export async function suspenseCase(start: ProcessStart, resumed?: Resumed<SuspenseCase>): Promise<string> {
  const id = entityOf(start.businessId);
  const receipt = new DurableProcess<SuspenseEvent, SuspenseCase>(start, 'receipt', unopened(id, start.tenant), resumed);

  receipt.hears(
    receiptMoved,
    (news) => String(news.position.version),
    (news) => decide.moved(receipt.state, news.position, news.at),
  );
  receipt.accepts(askPayersUpdate, (_body, at) => decide.ask(receipt.state, at));

  const facts = () => readSuspense({ tenant: start.tenant, receipt: id, policyVersion: start.policyVersion });
  if (resumed || (await receipt.opensItself(facts, (read, at) => decide.open(receipt.state, read, at)))) {
    await receipt.keepSchedule(
      (due) => decide.onDue(receipt.state, due),
      (due) => eventSummary(receipt.state, due),
    );
  }
  return receipt.closed();
}
