import { join } from 'node:path';
import { types } from 'node:util';
import { Worker } from 'node:worker_threads';

/** What threads of a kind do, each by its name. */
export type ThreadWork = Record<string, (...asked: never[]) => unknown>;

/** What was asked and waits for a thread or is with one. */
interface Waiting {
  message: { what: string; asked: unknown[] };
  /** What the thread takes over instead of a copy. */
  taken: ArrayBuffer[];
  resolve(answer: unknown): void;
  reject(error: Error): void;
}
/** It takes more memory or time than a thread has. */
export class TooMuch extends Error {}
/** A thread, what it is at, and when it is ended: for its slowness, or because nothing comes. */
interface Thread {
  worker: Worker;
  waiting: Waiting | null;
  clock?: NodeJS.Timeout;
}
/** What the threads may use: how many, memory of each, how long one answer may take, and when an idle one ends. */
export interface Bounds {
  threads: number;
  megabytes: number;
  milliseconds: number;
  idleMilliseconds: number;
}
/** Asks a thread for what it does. Throws TooMuch. */
export type Ask<Work extends ThreadWork> = <What extends keyof Work & string>(
  what: What,
  asked: Parameters<Work[What]>,
  taken?: ArrayBuffer[],
) => Promise<ReturnType<Work[What]>>;

/** Threads are compiled code; tests, which compile what they import by themselves, take them from the build as well. */
const BUILT = join(__dirname.replace(/(?<!dist[\\/])api[\\/]core$/, join('dist', 'api', 'core')), '..');

/**
 * Threads of `api/<name>.thread.ts`, off the event loop of the API: they live on from one answer to the next, and what is asked queues
 * for them. What takes more memory or time than a thread has is TooMuch; the thread ends with it and another takes its place.
 */
export function threadsOf<Work extends ThreadWork>(name: string, bounds: Bounds): Ask<Work> {
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();

  function next(): void {
    const idle = [...threads].find(({ waiting }) => !waiting);
    if (queue.length > 0 && (idle || threads.size < bounds.threads)) give(idle ?? started(), queue.shift()!);
  }

  function give(thread: Thread, waiting: Waiting): void {
    clearTimeout(thread.clock);
    Object.assign(thread, { waiting, clock: setTimeout(() => void thread.worker.terminate(), bounds.milliseconds) });
    thread.worker.ref();
    thread.worker.postMessage(waiting.message, waiting.taken);
  }

  function started(): Thread {
    const worker = new Worker(join(BUILT, `${name}.thread.js`), { resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes } });
    const thread: Thread = { worker, waiting: null };
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

  /** Waits for what comes next, which keeps no process alive, and ends when nothing comes. */
  function rest(thread: Thread): void {
    thread.worker.unref();
    const leave = () => {
      threads.delete(thread);
      void thread.worker.terminate();
    };
    thread.clock = setTimeout(leave, bounds.idleMilliseconds).unref();
  }

  return (what, asked, taken = []) =>
    new Promise((resolve, reject) => {
      queue.push({ message: { what, asked }, taken, resolve: resolve as (answer: unknown) => void, reject });
      next();
    });
}

/** The memory of bytes that share it with no others. */
export function ownMemoryOf(bytes: Uint8Array | null): ArrayBuffer[] {
  const buffer = bytes?.buffer;
  return types.isArrayBuffer(buffer) && buffer.byteLength === bytes!.byteLength ? [buffer] : [];
}

function answer(thread: Thread, how: (waiting: Waiting) => void): void {
  clearTimeout(thread.clock);
  const { waiting } = thread;
  thread.waiting = null;
  if (waiting) how(waiting);
}
