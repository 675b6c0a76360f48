import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
import type { StatementLine } from './statement-row';

/** What proves a statement, or what is wrong with it (BNK-1). Nothing of a statement is lost, whatever this says. */
export interface StatementProof {
  status: 'proved' | 'unproved' | 'wrongSum' | 'gap' | 'overlap';
  detail: string;
  opening: Pence | null;
  closing: Pence | null;
  from: LocalDate;
  to: LocalDate;
}

/** Where the statement before this one ended. */
export interface StatementBefore {
  to: LocalDate;
  closing: Pence | null;
}

/** The lines oldest first, whatever the file's order. */
export function oldestFirst(lines: StatementLine[], newestFirst: boolean): StatementLine[] {
  return newestFirst ? [...lines].reverse() : lines;
}

/**
 * Opening balance + lines = closing balance, and it follows on from the one before (BNK-1). Lines oldest first;
 * `known` counts those that an earlier file has brought already.
 */
export function proveStatement(lines: StatementLine[], before: StatementBefore | null, known: number): StatementProof {
  const first = lines[0]!;
  const last = lines.at(-1)!;
  const dates = lines.map((line) => line.bookedOn).sort();
  const span = { from: dates[0]!, to: dates.at(-1)! };
  if (lines.some((line) => line.balance === null)) {
    return {
      status: 'unproved',
      detail: 'The file carries no running balance on every line, so that its sum cannot be proved.',
      opening: null,
      closing: null,
      ...span,
    };
  }
  const opening = first.balance! - first.pence;
  const told = { opening, closing: last.balance!, ...span };
  const wrong = lines.find((line, index) => line.balance !== (index === 0 ? opening : lines[index - 1]!.balance!) + line.pence);
  if (wrong)
    return {
      status: 'wrongSum',
      detail: `The balance on row ${wrong.row} does not follow from the line before it: a line may be missing or changed.`,
      ...told,
    };
  if (known > 0) return { status: 'overlap', detail: `${known} of ${lines.length} lines were imported before and count once.`, ...told };
  if (before?.closing != null && before.closing !== opening) {
    return {
      status: 'gap',
      detail: `The statement before ended on ${before.to} with another balance than this one begins with: a statement between them may be missing.`,
      ...told,
    };
  }
  return {
    status: 'proved',
    detail: before ? 'It adds up and follows on from the statement before.' : 'It adds up and sets the opening balance of the account.',
    ...told,
  };
}

/**
 * What a line is known by: the bank's own entry ID, else its content and its occurrence number within its day, so that
 * true twins count twice and the same line of an overlapping file once (ADV-4).
 */
export function identify(lines: StatementLine[]): { line: StatementLine; identity: string }[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    if (line.entryId) return { line, identity: `entry/${line.entryId}` };
    const content = [line.bookedOn, line.pence, line.payer, ...line.texts].join('|').replace(/\s+/g, ' ').toUpperCase();
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return { line, identity: `content/${content}/${occurrence}` };
  });
}
