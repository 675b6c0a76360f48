import { refuse, type Refusal } from '../../domain/refusal';

/** Rolls a transaction back; its refusals are the answer. */
export class CommitRefused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super('refused');
  }
}

/** One refusal that rolls the transaction back: throw it. */
export function refused(...refusal: Parameters<typeof refuse>): CommitRefused {
  return new CommitRefused([refuse(...refusal)]);
}

/** Rolls the transaction back where anything is refused. Throws all of it. */
export function insistOn(refusals: Refusal[]): void {
  if (refusals.length > 0) throw new CommitRefused(refusals);
}

/** An earlier moment that the rules or the rows refuse: nothing later may be decided before it. */
export class MomentRefused extends Error {
  constructor(
    readonly moment: string,
    readonly refusals: Refusal[],
  ) {
    super(`${moment} is refused: ${refusals.map(({ code }) => code).join(', ')}`);
  }
}
