import { parentPort } from 'node:worker_threads';
import { readStatementFile } from '../../domain/bank/statement-file';

/** A thread of `statement-reading.ts`: reads one file after another, each answered by what it is. */
parentPort!.on('message', (asked: Parameters<typeof readStatementFile>) => parentPort!.postMessage(readStatementFile(...asked)));
