import { inPounds, sum, type Pence } from '../money';
import type { LocalDate } from '../working-days';
import type { ReadStatement } from './statement';
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

/**
 * Opening balance + lines = closing balance, and it follows on from the one before (BNK-1). `known` counts the lines that an
 * earlier file has brought already, `doubtful` those of which a person has to say it.
 */
export function proveStatement(statement: ReadStatement, before: StatementBefore | null, known: number, doubtful = 0): StatementProof {
  const { lines } = statement;
  const balances = statedBalances(statement) ?? runningBalances(lines);
  const dates = lines.map((line) => line.bookedOn).sort();
  const span = { from: statement.from ?? dates[0]!, to: statement.to ?? dates.at(-1)! };
  const { opening, closing, wrong } = balances ?? { opening: null, closing: null, wrong: '' };
  const told = { opening, closing, ...span };
  if (wrong) return { status: 'wrongSum', detail: wrong, ...told };
  if (doubtful > 0) return { status: 'overlap', detail: overlapDetail(known, doubtful, lines.length), ...told };
  if (!balances) {
    const detail = 'The file carries no running balance on every line, so that its sum cannot be proved.';
    return { status: 'unproved', detail, ...told };
  }
  if (known > 0) return { status: 'overlap', detail: overlapDetail(known, 0, lines.length), ...told };
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

/** What is said of a statement that overlaps with others, and again once finance has decided about lines in doubt (ADV-4). */
export function overlapDetail(known: number, doubtful: number, lines: number): string {
  if (doubtful === 0) return `${known} of ${lines} lines were imported before and count once.`;
  const before = known > 0 ? ` ${known} were imported before and count once.` : '';
  return `${doubtful} of ${lines} lines may be known already: say whether they are the same or new money. Nothing of them counts until then.${before}`;
}

interface Balances {
  opening: Pence;
  closing: Pence;
  /** What does not add up, or empty. */
  wrong: string;
}

function statedBalances({ opening, closing, lines }: ReadStatement): Balances | null {
  if (opening === null || closing === null) return null;
  const total = opening + sum(lines.map((line) => line.pence));
  const wrong = total === closing ? '' : `Its lines lead to ${inPounds(total)}, its closing balance says ${inPounds(closing)}.`;
  return { opening, closing, wrong };
}

function runningBalances(lines: StatementLine[]): Balances | null {
  if (lines.length === 0 || lines.some((line) => line.balance === null)) return null;
  const opening = lines[0]!.balance! - lines[0]!.pence;
  const off = lines.find((line, index) => line.balance !== (index === 0 ? opening : lines[index - 1]!.balance!) + line.pence);
  const wrong = off ? `The balance on row ${off.row} does not follow from the line before it: a line may be missing or changed.` : '';
  return { opening, closing: lines.at(-1)!.balance!, wrong };
}
