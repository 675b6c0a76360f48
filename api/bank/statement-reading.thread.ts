import { parentPort } from 'node:worker_threads';
import { recognise } from '../../domain/bank/entries';
import { readStatementFile } from '../../domain/bank/statement-file';

/** What a thread of `statement-reading.ts` does. */
export const work = { read: readStatementFile, recognise };
export type Work = typeof work;

/** One thing after another, each answered by what it is. */
parentPort?.on('message', ({ what, asked }: { what: keyof Work; asked: never }) =>
  parentPort!.postMessage((work[what] as (...args: unknown[]) => unknown)(...(asked as unknown[]))),
);
