import { readDatesFile } from '../../domain/learners/dates-file';
import { answerInThread } from '../core/thread';

const work = { read: readDatesFile };
export type Work = typeof work;

answerInThread(work);
