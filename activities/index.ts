import { coreActivities } from './core.activities';
import type { ActivityDeps } from './deps';

/** All activities of the worker. */
export function createActivities(deps: ActivityDeps) {
  return { ...coreActivities(deps) };
}
