import { faultOfLearners, type LearnerFileFault } from '../registration/learner-file';
import type { LineRules } from '../registration/cells';
import { refuse, type Refusal } from '../refusal';
import { undoneUntil } from '../registration/registration.confirm';
import { readWrittenDate } from '../registration/written-date';
import type { Instant, LocalDate } from '../working-days';
import type { DatesFile, DatesLine } from './dates-file';
import { cellsOfLearner, edit, readEdit, type Registered } from './learner-edit';
import type { LearnerState } from './learner.state';

/** A learner of a file of dates, as registered. */
export interface DatedLearner {
  state: LearnerState;
  learner: Registered;
  rules: LineRules;
}
/** What a file changes of a learner. */
export interface DatesChange {
  learner: string;
  was: { startOn: LocalDate | null; plannedEndOn: LocalDate | null };
  becomes: { startOn: LocalDate | null; plannedEndOn: LocalDate | null };
}

/**
 * Decides a file of dates, read whole: what it changes of whom, or every fault by row and column (LRN-1, IMP-1). A learner who is none of
 * the centre's is unknown; what stands already is no change, whoever he is.
 */
export function decideDates(
  { lines, letters }: DatesFile,
  found: (line: DatesLine) => DatedLearner | undefined,
  at: Instant,
): { changes: DatesChange[]; unchanged: number; faults: LearnerFileFault[] } {
  const changes: DatesChange[] = [];
  const faults: LearnerFileFault[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const one = found(line);
    const tell = (code: string, rule: string, column: string | undefined, detail: string, remedy: string) =>
      faults.push(faultOfLearners(code, detail, remedy, line.row, column ?? '', rule));
    if (!one) {
      tell(
        'learnerUnknown',
        'LRN-1',
        letters.number,
        'The centre has no such learner in this batch',
        'Take the row out, or correct the number and the batch.',
      );
      continue;
    }
    if (seen.has(one.state.id))
      tell('doubled', 'IMP-1', letters.number, 'This learner stands on an earlier row', 'Take one of the two rows out.');
    seen.add(one.state.id);
    const change = changeOf(line, one, tell, letters, at);
    if (change) changes.push(change);
  }
  return { changes: faults.length > 0 ? [] : changes, unchanged: seen.size - changes.length, faults };
}

/** IMP-1: until so many hours after it was made, at that boundary no longer, an import is undone once. Null where it can be. */
export function notUndoable(
  { madeAt, undoneAt }: { madeAt: Instant; undoneAt: Instant | null },
  at: Instant,
  undoHours: number,
): Refusal | null {
  if (undoneAt) return refuse('undone', 'IMP-1', 'This import is undone already', 'Read the learners.');
  if (at < undoneUntil(madeAt, undoHours)) return null;
  return refuse('undoOver', 'IMP-1', `An import can be undone for ${undoHours} hours`, 'Edit the learners, or send another file.');
}

type Tell = (code: string, rule: string, column: string | undefined, detail: string, remedy: string) => void;

function changeOf(
  line: DatesLine,
  { state, learner, rules }: DatedLearner,
  tell: Tell,
  letters: DatesFile['letters'],
  at: Instant,
): DatesChange | null {
  const was = { startOn: learner.startOn, plannedEndOn: learner.plannedEndOn };
  const sent = { startOn: line.startOn ?? learner.startOn ?? '', plannedEndOn: line.plannedEndOn };
  if (sent.startOn === (was.startOn ?? '') && sent.plannedEndOn === (was.plannedEndOn ?? '')) return null;
  const own = readEdit({ ...cellsOfLearner(learner), ...sent }, learner, rules).faults;
  const wrong = own.filter(({ field, isWarning }) => !isWarning && (field === 'startOn' || field === 'plannedEndOn'));
  for (const { code, rule, field, detail, remedy } of wrong) tell(code, rule, letters[field as 'startOn' | 'plannedEndOn'], detail, remedy);
  if (wrong.length > 0) return null;
  // Its other cells may be read otherwise today than when they were registered: only the dates are asked for.
  const becomes = readDates(sent);
  if (becomes.startOn === was.startOn && becomes.plannedEndOn === was.plannedEndOn) return null;
  const [no] = edit(state, { at }).refusals;
  if (!no) return { learner: state.id, was, becomes };
  tell(no.code, no.rule, letters.plannedEndOn, no.detail, 'Leave the dates as they were, or take the row out.');
  return null;
}

function readDates(sent: { startOn: string; plannedEndOn: string }): DatesChange['becomes'] {
  const read = (text: string) => {
    const written = text === '' ? null : readWrittenDate(text);
    return written && 'date' in written ? written.date : null;
  };
  return { startOn: read(sent.startOn), plannedEndOn: read(sent.plannedEndOn) };
}
