import { faultOfLearners } from '../../domain/registration/learner-file';
import { threadsOf, TooMuch } from '../core/threads';
import type { Work } from './learner-reading.thread';

const ask = threadsOf<Work>('registration/learner-reading', {
  threads: 2,
  megabytes: 256,
  milliseconds: 30_000,
  idleMilliseconds: 60_000,
});

/** How many learners a file has, or its faults as a whole, read off the event loop of the API: others are answered meanwhile (REG-9). */
export function countLearners(...asked: Parameters<Work['count']>): Promise<ReturnType<Work['count']>> {
  return ask('count', asked).catch((error: unknown) => {
    if (!(error instanceof TooMuch)) throw error;
    return { faults: [faultOfLearners('tooComplex', 'The file takes too much memory or time to be read', 'Send it in parts.')] };
  });
}
