import type { ApplicationFacts } from './application.facts';
import { checkedOn } from './application.decide';
import { missingOf } from './requirements';
import { hasEnded, isEdited, type ApplicationState } from './states';
import { refuse, type Refusal } from '../refusal';
import { londonDate } from '../working-days';

/** How a draft stands: ready to finalise once nothing is missing (APP-4). */
export function draftState(facts: ApplicationFacts): 'beingCompleted' | 'readyToFinalise' {
  return missingOf(checkedOn(facts, londonDate(facts.asOf))).length === 0 ? 'readyToFinalise' : 'beingCompleted';
}

/** Why what is filled in cannot be changed; null where it can (APP-4). */
export function notEditable(state: ApplicationState): Refusal | null {
  if (isEdited({ state })) return null;
  if (hasEnded({ state })) return refuse('ended', 'APP-10', `This application is ${state}`, 'Start a new application for the employee.');
  return refuse('finalised', 'APP-4', `It is ${state}`, 'Un-finalise it first, as long as it is on no closed order.');
}
