import type { CommitInput, CommitResult } from '../domain/commit';
import { commit } from '../db/core/commit';
import type { ActivityDeps } from './deps';

/** The one effect of every decision (design 3): called as a local activity first, then as an ordinary one, under one key. */
export function commitActivities({ database, ring }: ActivityDeps) {
  return {
    /** Commits a decision once for its key. */
    commit: (input: CommitInput): Promise<CommitResult> => commit(database, ring, input),
  };
}

/** As workflows see it. */
export type CommitActivities = ReturnType<typeof commitActivities>;
