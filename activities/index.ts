import { commitActivities } from './commit.activities';
import type { ActivityDeps } from './deps';
import { statementActivities } from './statements.activities';
import { suspenseActivities } from './suspense.activities';

/** All activities of the worker. */
export function createActivities(deps: ActivityDeps) {
  return { ...commitActivities(deps), ...statementActivities(deps), ...suspenseActivities(deps) };
}
