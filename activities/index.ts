import { coreActivities } from './core.activities';
import type { ActivityDeps } from './deps';
import { qualificationActivities } from './qualifications.activities';

/** All activities of the worker. */
export function createActivities(deps: ActivityDeps) {
  return { ...coreActivities(deps), ...qualificationActivities(deps) };
}
