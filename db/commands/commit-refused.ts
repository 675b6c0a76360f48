import type { CommitResult } from '../../domain/commit';

/** Rolls a commit's transaction back; the refusal is the result. */
export class CommitRefused extends Error {
  constructor(readonly result: Extract<CommitResult, { outcome: 'refused' }>) {
    super('refused');
  }
}
