import { recognise } from '../../domain/bank/entries';
import type { Recognised } from '../../domain/bank/entry-line';
import type { StatementFile } from '../../domain/bank/statement';
import { faultOfFile, type RowFault } from '../../domain/bank/statement-row';
import { refused } from '../../db/core/commit-refused';
import { ownMemoryOf, threadsOf, TooMuch, type Bounds } from '../core/threads';
import type { Work } from './statement-reading.thread';

/** So many lines are told apart at once, in milliseconds. */
const FEW = 1_000;

const inThreads = readingThreads({ threads: 2, megabytes: 512, milliseconds: 60_000, idleMilliseconds: 60_000 });

/** Reads banks' files as `readStatementFile` does, off the event loop of the API: others are answered meanwhile (ADV-4). The bytes are the thread's afterwards. */
export const readInThread = inThreads.read;

/** Tells new lines from known entries as `recognise` does: many of them off the event loop. Throws CommitRefused where they are too many. */
export async function recogniseInThread(...asked: Parameters<Work['recognise']>): Promise<Recognised[]> {
  const [lines, known] = asked;
  return Math.min(lines.length, known.length) < FEW ? recognise(lines, known) : inThreads.recognise(...asked);
}

/** A reader in threads of its own: a file that takes more memory or time than a thread has is a fault of the file. */
export function readingThreads(bounds: Bounds): {
  read(...asked: Parameters<Work['read']>): Promise<StatementFile>;
  recognise(...asked: Parameters<Work['recognise']>): Promise<Recognised[]>;
} {
  const ask = threadsOf<Work>('bank/statement-reading', bounds);
  return {
    read: (...asked) =>
      ask('read', asked, ownMemoryOf(asked[0])).catch((error: unknown): StatementFile => {
        if (error instanceof TooMuch) return { faults: [tooComplex()], faultCount: 1 };
        throw error;
      }),
    recognise: (...asked) =>
      ask('recognise', asked).catch((error: unknown) => {
        if (!(error instanceof TooMuch)) throw error;
        const { code, rule, detail, remedy } = tooComplex();
        throw refused(code, rule, detail, remedy);
      }),
  };
}

function tooComplex(): RowFault {
  return faultOfFile(
    'tooComplex',
    'The file is too complex to be read: it takes more memory or time than any statement of a bank',
    'Export a shorter period, several times; if it comes like this from the bank, ask it for another form.',
  );
}
