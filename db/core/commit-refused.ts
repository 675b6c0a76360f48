import type { CommitResult } from '../../domain/commit';
import { refuse, type Refusal } from '../../domain/refusal';

/** Rolls a transaction back; its refusals are the result. None at all means: news is on its way, look again. */
export class CommitRefused extends Error {
  readonly result: Extract<CommitResult, { outcome: 'refused' }>;

  constructor(refusals: Refusal[] = []) {
    super('refused');
    this.result = { outcome: 'refused', refusals };
  }
}

/** One refusal that rolls the transaction back: throw it. */
export function refused(...refusal: Parameters<typeof refuse>): CommitRefused {
  return new CommitRefused([refuse(...refusal)]);
}
