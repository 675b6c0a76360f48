import { readBulkFile } from '../../domain/registration/bulk-file';
import type { LearnerFileFault, LearnerFileLimits } from '../../domain/registration/learner-file';
import { readSingleFile } from '../../domain/registration/single-file';
import { answerInThread } from '../core/thread';

const work = {
  /** How many learners a file has, or why it cannot be read. */
  count: (bytes: Uint8Array, way: 'single' | 'bulk', limits: LearnerFileLimits): { rows: number } | { faults: LearnerFileFault[] } => {
    const read = way === 'single' ? readSingleFile(bytes, limits) : readBulkFile(bytes, limits);
    if ('faults' in read) return read;
    return { rows: 'lines' in read ? read.lines.length : read.groups.reduce((sum, { lines }) => sum + lines.length, 0) };
  },
};
export type Work = typeof work;

answerInThread(work);
