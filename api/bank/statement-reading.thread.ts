import { recognise } from '../../domain/bank/entries';
import { readStatementFile } from '../../domain/bank/statement-file';
import { answerInThread } from '../core/thread';

/** What a thread of `statement-reading.ts` does. */
const work = { read: readStatementFile, recognise };
export type Work = typeof work;

answerInThread(work);
