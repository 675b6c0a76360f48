import { Recognition } from './entry-recognition';
import type { EntryLine, KnownLine, Recognised } from './entry-line';
import type { ReadStatement } from './statement';
import type { StatementLine } from './statement-row';

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

/** `recognise`, or what does it elsewhere. */
export type Tell = (...asked: Parameters<typeof recognise>) => Recognised[] | Promise<Recognised[]>;

/**
 * Tells the new lines of a statement, in their order, from entries that other files of the account have brought, these as well
 * statement by statement in their order (ADV-4, docs/decisions/0027): by the place in the ledger where both have balances, else by
 * the bank's entry ID within day and amount. Lines of one file are never each other.
 */
export function recognise(lines: EntryLine[], known: KnownLine[]): Recognised[] {
  return known.length === 0 ? lines.map(() => ({ verdict: 'new' })) : new Recognition(lines, known).all();
}
