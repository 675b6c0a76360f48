import type { Policy } from '../policy';
import { endOfDate, londonDate, monthsLater, type Instant } from '../working-days';
import { EDITED, hasEnded, type ApplicationState } from './states';

const produced = ['paid', 'beingProduced'] as const;

/** The counted lists of what goes on, each with its states (APP-7): *in progress and not yet dispatched* is all of it. */
export const openLists = {
  onHold: ['onHold'],
  inProgress: [...EDITED, 'finalised', 'ordered', ...produced, 'onHold'],
  awaitingPurchase: ['finalised'],
  requiringAttention: EDITED,
  beingProduced: produced,
} as const satisfies Record<string, readonly ApplicationState[]>;
export type OpenList = keyof typeof openLists;

/** All lists of applications (APP-5, APP-7). */
export const applicationLists = [...(Object.keys(openLists) as OpenList[]), 'completed', 'history'] as const;
export type ApplicationList = (typeof applicationLists)[number];

/**
 * From when an application is history (APP-5): one that is completed from 00:00 London after the months that it stays listed, one that ended
 * otherwise at once; null while it goes on. The instant is kept with it, so that whoever reads it goes by that (design 3).
 */
export function historyFrom(
  { state, stateSince }: { state: ApplicationState; stateSince: Instant },
  { listedMonths }: Pick<Policy['applications'], 'listedMonths'>,
): Instant | null {
  if (!hasEnded({ state })) return null;
  return state === 'completed' ? endOfDate(monthsLater(londonDate(stateSince), listedMonths)) : stateSince;
}
