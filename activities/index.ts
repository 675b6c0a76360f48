import { commitActivities } from './commit.activities';
import type { ActivityDeps } from './deps';
import { peopleActivities } from './people.activities';
import { statementActivities } from './statements.activities';
import { workActivities } from './work.activities';
import { suspenseActivities } from './suspense.activities';

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
