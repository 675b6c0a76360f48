import { life, type Transitions } from '../life';
import { standingOf } from './application.standing';
import { APPLICANT, type Application } from './application.state';
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
  released: { finalised: 'finalised', ordered: 'ordered', onHold: 'onHold' },
  failed: { onHold: 'onHold' },
  contested: { onHold: 'onHold' },
  awaited: { onHold: 'onHold' },
  extended: { onHold: 'onHold' },
  reminded: { finalised: 'finalised', ordered: 'ordered', paid: 'paid', onHold: 'onHold', beingProduced: 'beingProduced' },
  escalated: { finalised: 'finalised', ordered: 'ordered', paid: 'paid', onHold: 'onHold' },
  sentBack: { finalised: 'readyToFinalise', ordered: 'readyToFinalise' },
  endorsementRefused: { ordered: 'ordered', onHold: 'onHold' },
  moreAsked: { onHold: 'onHold', beingProduced: 'onHold' },
  moreGiven: { onHold: 'onHold' },
  givenBack: { onHold: 'beingProduced' },
  left: { ordered: 'ordered', paid: 'paid', onHold: 'onHold', beingProduced: 'beingProduced' },
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

const whole = life<Application, ApplicationEvent>(transitions, standingOf);

/** Its life. What would be told to whoever finalised it is the applicant's once he has left (EMP-3, APP-10). */
export const applicationLife: typeof whole = {
  ...whole,
  step: (...along) => {
    const decision = whole.step(...along);
    const to = { applicant: decision.next.id };
    return { ...decision, mails: decision.mails.map((mail) => ('user' in mail.to && mail.to.user === APPLICANT ? { ...mail, to } : mail)) };
  },
};
