import type { Placed } from './entry-places';
import type { StatementForm } from './statement';

/** A line by what tells one entry of an account from another (ADV-4). */
export interface EntryLine extends Placed {
  /** Null for what was stored before forms were kept. */
  form: StatementForm | null;
  entryId: string | null;
  /** What the payer wrote, folded. */
  content: string;
}

/** A line that an earlier file has brought, and the entry that it is. */
export interface KnownLine extends EntryLine {
  statement: string;
  entry: string;
}

/** Why a person has to say what a line is: its day overlaps without anything that tells, or its entry ID is known with another amount. */
export type Doubt = 'overlap' | 'otherAmount';

/**
 * What a line is: new money, an entry that is known, or nobody can tell but a person. Then `entry` is the known one that it may
 * be, null where there are fewer of them than lines.
 */
export type Recognised =
  { verdict: 'new' } | { verdict: 'known'; entry: string } | { verdict: 'doubtful'; doubt: Doubt; entry: string | null };
