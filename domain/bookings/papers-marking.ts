import { refuse, type Refusal } from '../refusal';
import { endOfDate, type Instant, type LocalDate } from '../working-days';
import { stages } from './modified-papers.standing';
import type { PapersState } from './modified-papers.state';

/** What staff say of papers: they are made, or have left (REG-15). */
export type PapersMark = 'process' | 'despatch';
/** Papers as far as it tells whether that can be said of them. */
export interface Marked {
  state: PapersState;
  day: LocalDate;
  processedAt: Instant | null;
  despatchedAt: Instant | null;
}

/** REG-15: why papers cannot be said to be made, or to have left; null where they can: each once, until the day of the assessment is over. */
export function notMarked({ state, day, processedAt, despatchedAt }: Marked, mark: PapersMark, at: Instant, place: string): Refusal | null {
  const no = (code: string, detail: string, remedy: string) => refuse(code, 'REG-15', detail, remedy, place);
  if (state === 'none' || state === 'cancelled' || state === 'withheld' || state === 'missed')
    return no('papersState', `The papers are ${stages[state].toLowerCase()}`, 'Leave them out.');
  if (at >= endOfDate(day)) return no('dayOver', 'The day of the assessment is over', 'Leave them out.');
  if (despatchedAt) return no('despatchedAlready', 'The papers were despatched', 'Leave them out.');
  if (mark === 'process' && processedAt) return no('processedAlready', 'The papers were processed', 'Leave them out.');
  if (mark === 'despatch' && !processedAt) return no('notProcessed', 'The papers were not processed yet', 'Say first that they are made.');
  return null;
}

/** REG-15: why evidence of need cannot be uploaded; null where it can: once each time that it is asked for. */
export function notGiven({ isAwaited, askedAt, lastAt }: { isAwaited: boolean; askedAt: Instant; lastAt: Instant | null }): Refusal | null {
  if (isAwaited && (lastAt === null || lastAt <= askedAt)) return null;
  return refuse('notAwaited', 'REG-15', 'No evidence of need is awaited', 'Read how the papers stand.');
}
