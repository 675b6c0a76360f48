import { life, type Transitions } from '../life';
import { standingOf } from './application.standing';
import type { ApplicationState } from './states';

/**
 * The one table of an application's life (APP-4, APP-10): event → state before → state after. What is not here cannot happen.
 * What a case operator alone still decides is being produced in the employer's eyes (APP-9).
 */
export const transitions = {
  filledIn: { beingCompleted: 'readyToFinalise' },
  fellShort: { readyToFinalise: 'beingCompleted' },
  finalised: { none: 'finalised', readyToFinalise: 'finalised' },
  unfinalised: { finalised: 'readyToFinalise', ordered: 'readyToFinalise' },
  ordered: { finalised: 'ordered' },
  takenOff: { ordered: 'finalised' },
  paid: { ordered: 'paid' },
  held: { paid: 'onHold' },
  processing: { paid: 'beingProduced', onHold: 'beingProduced' },
  approved: { paid: 'beingProduced', onHold: 'beingProduced', beingProduced: 'beingProduced' },
  released: { onHold: 'onHold' },
  failed: { onHold: 'onHold' },
  contested: { onHold: 'onHold' },
  extended: { onHold: 'onHold' },
  reminded: { onHold: 'onHold', beingProduced: 'beingProduced' },
  escalated: { onHold: 'onHold' },
  completed: { beingProduced: 'completed' },
  rejected: { onHold: 'rejected', beingProduced: 'rejected' },
  lapsed: { onHold: 'lapsed' },
  declined: { onHold: 'declined' },
  abandoned: {
    none: 'abandoned',
    beingCompleted: 'abandoned',
    readyToFinalise: 'abandoned',
    finalised: 'abandoned',
    ordered: 'abandoned',
  },
} satisfies Transitions<ApplicationState>;

/** What changes the state of an application. */
export type ApplicationEvent = keyof typeof transitions;

export const applicationLife = life(transitions, standingOf);
