import { standing } from '../life';
import type { Scheduled } from '../process';
import type { Exemption, ExemptionEvent, ExemptionState } from './exemption.state';

/** The stage at which people should look first. */
export const ASKED = 'Asked for';
const stages: Record<ExemptionState, string> = { none: 'Not asked for', asked: ASKED, accepted: 'Accepted', refused: 'Refused' };
const eventWords: Record<ExemptionEvent, string> = { exemptionLate: 'case operators are told that their decision is late' };

/** How an exemption stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Exemption>({
  stages,
  events: eventWords,
  holds: ({ state }) => (state === 'asked' ? { name: 'decision', awaiting: 'staff' } : null),
  why: ({ state }, since) => {
    switch (state) {
      case 'none':
        return 'Not asked for yet.';
      case 'asked':
        return `Waiting on a case operator since ${since} to look at the evidence; it ends when the exemption is accepted or refused.`;
      case 'accepted':
        return `Ended at ${since}: the exemption is accepted, the applicant needs no assessment.`;
      case 'refused':
        return `Ended at ${since}: the exemption is refused, the assessment has to be met otherwise.`;
    }
  },
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Exemption, due: Scheduled<ExemptionEvent>): string {
  return `Exemption ${reference}: ${eventWords[due.what]}`;
}
