import { Recognition } from './entry-recognition';
import type { Placed } from './entry-places';
import type { ReadStatement, StatementForm } from './statement';
import type { StatementLine } from './statement-row';

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

/** A statement's lines as entries are known by, oldest first: their places by its balances, where it has some that add up. */
export function entryLines({ form, opening, closing, lines }: ReadStatement): EntryLine[] {
  const isStated = lines.some(({ balance }) => balance === null) && opening !== null && closing !== null;
  let balance = opening ?? 0n;
  const after = lines.map((line) => (isStated ? (balance += line.pence) : line.balance));
  const isOff = isStated && balance !== closing;
  return lines.map((line, index) => ({
    form,
    entryId: line.entryId,
    bookedOn: line.bookedOn,
    pence: line.pence,
    after: isOff ? null : after[index]!,
    content: contentOf(line),
  }));
}

/** What a payer wrote, so that spacing and case make no difference. */
export function contentOf({ payer, texts }: Pick<StatementLine, 'payer' | 'texts'>): string {
  return [payer, ...texts].join('|').replace(/\s+/g, ' ').toUpperCase();
}

/**
 * Tells the new lines of a statement, in their order, from entries that other files of the account have brought, these as well
 * statement by statement in their order (ADV-4, docs/decisions/0027): by the place in the ledger where both have balances, else by
 * the bank's entry ID within day and amount. Lines of one file are never each other.
 */
export function recognise(lines: EntryLine[], known: KnownLine[]): Recognised[] {
  return new Recognition(lines, known).all();
}
