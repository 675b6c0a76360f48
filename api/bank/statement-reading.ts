import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StatementFile } from '../../domain/bank/statement';
import type { readStatementFile } from '../../domain/bank/statement-file';
import { faultOfFile } from '../../domain/bank/statement-row';

type Asked = Parameters<typeof readStatementFile>;

/** A file that waits for a thread, or is read by one. */
interface Reading {
  asked: Asked;
  resolve(file: StatementFile): void;
  reject(error: Error): void;
}
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

/** The thread is compiled code; tests, which compile what they import by themselves, take it from the build as well. */
const THREAD = join(__dirname.replace(/(?<!dist[\\/])api[\\/]bank$/, join('dist', 'api', 'bank')), 'statement-reading.thread.js');

/** Reads banks' files as `readStatementFile` does, off the event loop of the API: others are answered meanwhile (ADV-4). */
export const readInThread = readingThreads({ threads: 2, megabytes: 512, milliseconds: 60_000, idleMilliseconds: 60_000 });

/**
 * A reader in threads of its own, which live on from file to file; files queue for them. A file that takes more memory or time than
 * a thread has is a fault of the file; the thread ends with it and another takes its place.
 */
export function readingThreads(bounds: Bounds): (...asked: Asked) => Promise<StatementFile> {
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
    thread.worker.postMessage(reading.asked);
  }

  function started(): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes } });
    const thread: Thread = { worker, reading: null };
    threads.add(thread);
    worker.on('message', (file: StatementFile) => {
      answer(thread, ({ resolve }) => resolve(file));
      rest(thread);
      next();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      threads.delete(thread);
      answer(thread, ({ resolve, reject }) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(tooComplex()) : reject(error)));
    });
    worker.on('exit', () => {
      threads.delete(thread);
      answer(thread, ({ resolve }) => resolve(tooComplex()));
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

  return (...asked) =>
    new Promise((resolve, reject) => {
      queue.push({ asked, resolve, reject });
      next();
    });
}

function answer(thread: Thread, how: (reading: Reading) => void): void {
  clearTimeout(thread.clock);
  const { reading } = thread;
  thread.reading = null;
  if (reading) how(reading);
}

function tooComplex(): StatementFile {
  const fault = faultOfFile(
    'tooComplex',
    'The file is too complex to be read: it takes more memory or time than any statement of a bank',
    'Export a shorter period, several times; if it comes like this from the bank, ask it for another form.',
  );
  return { faults: [fault], faultCount: 1 };
}
