import { commitActivities } from './core.activities';
import type { ActivityDeps } from './deps';
import { peopleActivities } from './access.activities';
import { statementActivities, suspenseActivities } from './bank.activities';
import { workActivities } from './work.activities';

/** All activities of the worker. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...commitActivities(deps),
    ...statementActivities(deps),
    ...suspenseActivities(deps),
    ...peopleActivities(deps),
    ...workActivities(deps),
  };
}
