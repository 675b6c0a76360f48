import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { ulnCheckNames } from './uln-check';
import type { UlnProgress } from './uln-check.decide';

const LATE = 'Unanswered';

/** ULNs before the Learning Records Service (ULN-1): it waits until each is answered; after some working days they are a case. */
export const ulnCheck = {
  names: ulnCheckNames,
  rules: ['ULN-1', 'ULN-2'],
  life: 'The life of a submission of ULNs',
  reads: 'viewBatches',
  board: { name: 'ULNs', description: 'ULNs that the Learning Records Service has yet to answer', lateStages: [LATE] },
  standing: standingOf,
} satisfies RowsDefinition<UlnProgress>;

function standingOf({ asked, awaited, dueAt, isLate }: UlnProgress, since: Instant): Standing {
  if (awaited === 0) return over('Answered', since, `Ended: ${asked === 1 ? '1 ULN is' : `${asked} ULNs are`} answered.`);
  const many = awaited === 1 ? '1 ULN is' : `${awaited} ULNs are`;
  const why = `Waiting on the Learning Records Service since ${londonWords(since)}: ${many} unanswered; it ends when none is.`;
  if (isLate) return held(LATE, { name: 'lrs', awaiting: 'staff', clock: 'ours', since, why, next: [], dueAt });
  const next = [{ at: dueAt, what: 'case operators look after what is unanswered' }];
  return held('Sent', { name: 'lrs', awaiting: 'lrs', clock: 'thirdParty', since, why, next, dueAt });
}
