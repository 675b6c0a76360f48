import type { LearnerFileFault } from '../../domain/registration/learner-file';
import { Problem } from '../core/problems';

/** The faults of a file, all at once: nothing of it was kept (REG-9). */
export function faultyFile(faults: LearnerFileFault[]): Problem {
  const title = `The file has ${faults.length} fault${faults.length === 1 ? '' : 's'}; nothing of it was kept`;
  return new Problem(422, 'learners', title, { detail: 'All are listed by row and column.', errors: faults });
}

/** The name of a file as it was sent, of harmless characters; another one where it has none. */
export function sentName(given: string | undefined, otherwise: string): string {
  return (
    decoded(given ?? otherwise)
      .replace(/[^\p{L}\p{N} _().-]/gu, '_')
      .slice(-100)
      .replace(/^\p{Surrogate}/u, '') || otherwise
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
