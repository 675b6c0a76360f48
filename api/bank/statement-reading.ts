import { join } from 'node:path';
import { types } from 'node:util';
import { Worker } from 'node:worker_threads';
import { recognise } from '../../domain/bank/entries';
import type { Recognised } from '../../domain/bank/entry-line';
import type { StatementFile } from '../../domain/bank/statement';
import { faultOfFile, type RowFault } from '../../domain/bank/statement-row';
import { refused } from '../../db/core/commit-refused';
import type { Work } from './statement-reading.thread';

/** A file, or its lines, that wait for a thread or are with one. */
interface Reading {
  message: { what: keyof Work; asked: unknown[] };
  /** What the thread takes over instead of a copy. */
  taken: ArrayBuffer[];
  resolve(answer: unknown): void;
  reject(error: Error): void;
}
/** It takes more memory or time than a thread has. */
class TooMuch extends Error {}
/** A thread, what it reads, and when it is ended: for its slowness, or because nothing comes. */
interface Thread {
  worker: Worker;
  reading: Reading | null;
  clock?: NodeJS.Timeout;
}
/** What the threads may use: how many, memory of each, how long a file may take, and when an idle one ends. */
interface Bounds {
  threads: number;
  megabytes: number;
  milliseconds: number;
  idleMilliseconds: number;
}

/** So many lines are told apart at once, in milliseconds. */
const FEW = 1_000;

/** The thread is compiled code; tests, which compile what they import by themselves, take it from the build as well. */
const THREAD = join(__dirname.replace(/(?<!dist[\\/])api[\\/]bank$/, join('dist', 'api', 'bank')), 'statement-reading.thread.js');

const inThreads = readingThreads({ threads: 2, megabytes: 512, milliseconds: 60_000, idleMilliseconds: 60_000 });

/** Reads banks' files as `readStatementFile` does, off the event loop of the API: others are answered meanwhile (ADV-4). The bytes are the thread's afterwards. */
export const readInThread = inThreads.read;

/** Tells new lines from known entries as `recognise` does: many of them off the event loop. Throws CommitRefused where they are too many. */
export async function recogniseInThread(...asked: Parameters<Work['recognise']>): Promise<Recognised[]> {
  const [lines, known] = asked;
  return Math.min(lines.length, known.length) < FEW ? recognise(lines, known) : inThreads.recognise(...asked);
}

/**
 * A reader in threads of its own, which live on from file to file; files queue for them. A file that takes more memory or time than
 * a thread has is a fault of the file; the thread ends with it and another takes its place.
 */
export function readingThreads(bounds: Bounds): {
  read(...asked: Parameters<Work['read']>): Promise<StatementFile>;
  recognise(...asked: Parameters<Work['recognise']>): Promise<Recognised[]>;
} {
  const queue: Reading[] = [];
  const threads = new Set<Thread>();

  function next(): void {
    const idle = [...threads].find(({ reading }) => !reading);
    if (queue.length > 0 && (idle || threads.size < bounds.threads)) read(idle ?? started(), queue.shift()!);
  }

  function read(thread: Thread, reading: Reading): void {
    clearTimeout(thread.clock);
    Object.assign(thread, { reading, clock: setTimeout(() => void thread.worker.terminate(), bounds.milliseconds) });
    thread.worker.ref();
    thread.worker.postMessage(reading.message, reading.taken);
  }

  function started(): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes } });
    const thread: Thread = { worker, reading: null };
    threads.add(thread);
    worker.on('message', (found: unknown) => {
      answer(thread, ({ resolve }) => resolve(found));
      rest(thread);
      next();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      threads.delete(thread);
      answer(thread, ({ reject }) => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TooMuch() : error));
    });
    worker.on('exit', () => {
      threads.delete(thread);
      answer(thread, ({ reject }) => reject(new TooMuch()));
      next();
    });
    return thread;
  }

  /** Waits for its next file, which keeps no process alive, and ends when none comes. */
  function rest(thread: Thread): void {
    thread.worker.unref();
    const leave = () => {
      threads.delete(thread);
      void thread.worker.terminate();
    };
    thread.clock = setTimeout(leave, bounds.idleMilliseconds).unref();
  }

  const ask = <Answer>(what: keyof Work, asked: unknown[], instead: () => Answer, taken: ArrayBuffer[] = []): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      queue.push({ message: { what, asked }, taken, resolve: resolve as (answer: unknown) => void, reject });
      next();
    }).catch((error: unknown) => {
      if (error instanceof TooMuch) return instead();
      throw error;
    });
  return {
    read: (...asked) => ask('read', asked, (): StatementFile => ({ faults: [tooComplex()], faultCount: 1 }), ownMemoryOf(asked[0])),
    recognise: (...asked) =>
      ask('recognise', asked, () => {
        const { code, rule, detail, remedy } = tooComplex();
        throw refused(code, rule, detail, remedy);
      }),
  };
}

/** The memory of bytes that share it with no others. */
function ownMemoryOf(bytes: Uint8Array | null): ArrayBuffer[] {
  const buffer = bytes?.buffer;
  return types.isArrayBuffer(buffer) && buffer.byteLength === bytes!.byteLength ? [buffer] : [];
}

function answer(thread: Thread, how: (reading: Reading) => void): void {
  clearTimeout(thread.clock);
  const { reading } = thread;
  thread.reading = null;
  if (reading) how(reading);
}

function tooComplex(): RowFault {
  return faultOfFile(
    'tooComplex',
    'The file is too complex to be read: it takes more memory or time than any statement of a bank',
    'Export a shorter period, several times; if it comes like this from the bank, ask it for another form.',
  );
}
