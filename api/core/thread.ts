import { parentPort } from 'node:worker_threads';
import type { ThreadWork } from './threads';

/** Within a thread: does one thing after another, each answered by what it is. */
export function answerInThread(work: ThreadWork): void {
  parentPort?.on('message', ({ what, asked }: { what: string; asked: never[] }) => parentPort!.postMessage(work[what]!(...asked)));
}
