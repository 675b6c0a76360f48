import { life, type Transitions } from '../life';
import { standingOf } from './qualification.standing';
import type { QualificationState } from './qualification.state';

/** The one table of a qualification's life (QUA-1, AUT-1): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  documentGiven: { none: 'reading', needsDetails: 'reading', moreAsked: 'reading' },
  detailsGiven: { none: 'checking', needsDetails: 'checking', moreAsked: 'checking' },
  detailsToDecide: { none: 'awaitingDecision', needsDetails: 'awaitingDecision', moreAsked: 'awaitingDecision' },
  readingLate: { reading: 'reading' },
  notMatched: { reading: 'needsDetails' },
  notConfirmed: { checking: 'awaitingDecision' },
  unanswered: { checking: 'awaitingDecision' },
  verified: { reading: 'verified', checking: 'verified', awaitingDecision: 'verified' },
  referred: { needsDetails: 'awaitingDecision' },
  late: { awaitingDecision: 'awaitingDecision', contested: 'contested' },
  moreAsked: { awaitingDecision: 'moreAsked' },
  accepted: { awaitingDecision: 'accepted', contested: 'accepted' },
  refused: { awaitingDecision: 'refused' },
  contested: { needsDetails: 'contested', refused: 'contested' },
  dismissed: { contested: 'dismissed' },
} satisfies Transitions<QualificationState>;

export const qualificationLife = life(transitions, standingOf);
