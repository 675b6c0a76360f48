import { activityInfo } from '@temporalio/activity';

/** Business time within an activity: when this try was asked for, and what has passed on the machine since (design 5). */
export function businessNow(): () => string {
  const begun = Date.now();
  const { currentAttemptScheduledTimestampMs } = activityInfo();
  return () => new Date(currentAttemptScheduledTimestampMs + Date.now() - begun).toISOString();
}
