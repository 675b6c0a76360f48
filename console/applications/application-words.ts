import type { Tag } from '../kit/cells';

/** What people call the states that a list is narrowed by (APP-4). */
export const APPLICATION_STATES = [
  ['beingCompleted', 'Being completed'],
  ['readyToFinalise', 'Ready to finalise'],
  ['finalised', 'Awaiting ordering'],
  ['ordered', 'On an order'],
  ['onHold', 'On hold'],
  ['beingProduced', 'Being produced'],
  ['completed', 'Completed'],
  ['rejected', 'Rejected'],
  ['lapsed', 'Lapsed'],
  ['declined', 'Declined'],
  ['abandoned', 'Abandoned'],
] as const;

/** The colours of states that stand out. */
export const STATE_COLOURS: Record<string, Tag['colour']> = {
  beingCompleted: 'yellow',
  readyToFinalise: 'yellow',
  onHold: 'orange',
  completed: 'green',
  rejected: 'red',
  lapsed: 'red',
  abandoned: 'grey',
};

/** What an application is for (APP-1). */
export const PURPOSES = { initial: 'Initial', renewal: 'Renewal', replacement: 'Replacement' } as const;

/** What is endorsed (APP-6). */
export const ENDORSEMENTS = { grading: 'Change in grading', qualifiedSupervisor: 'Qualified supervisor status' } as const;

/** What case operators and employers tell each other (APP-6, APP-9). */
export const SAID = {
  moreAsked: 'A case operator asked for',
  moreGiven: 'The employer answered',
  rejected: 'Rejected, because',
  endorsementRefused: 'Not endorsed, because',
  exemptionRefused: 'Not exempted, because',
} as const;

/** How the assessment is met (HSE-1). */
export const HSE_CHOICES = [
  ['onRecord', 'It is on record'],
  ['laterAtCentre', 'Will achieve later, at a centre'],
  ['laterOnline', 'Will achieve later, online'],
] as const;

/** The declaration that is ticked, and the version that it agrees to (APP-3). */
export const TERMS = {
  version: '2026-11-01',
  words: 'I have read and agree with the terms and conditions and I understand that there is a no refund policy',
} as const;
