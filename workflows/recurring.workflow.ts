import { proxyActivities } from '@temporalio/workflow';
import type { Recurring, RecurringActivities } from '../messages/recurring.messages';

const activities = proxyActivities<RecurringActivities>({
  startToCloseTimeout: '1 hour',
  retry: { initialInterval: '1s', maximumInterval: '5 minutes', maximumAttempts: 20 },
});

/** One time of what recurs by the clock; its schedule gives it an ID that names the time. */
export async function recurring(what: Recurring): Promise<void> {
  await activities[what]();
}
