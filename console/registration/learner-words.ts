import type { components } from '../kit/api';
import type { Cell, Tag } from '../kit/cells';
import { stateTag } from '../kit/cells';

type Learner = components['schemas']['FoundLearner'];

/** What is registered is green, what can be taken back yellow, what is over for good grey. */
const COLOURS: Record<Learner['state'], Tag['colour']> = {
  ...{ registered: 'green', certificated: 'green', withdrawn: 'yellow', lapsed: 'yellow' },
  ...{ cancelled: 'grey', transferred: 'grey', toppedUp: 'grey', toppedDown: 'grey', undone: 'grey' },
};
/** How learners stand, to choose from. */
export const STATES: readonly (readonly [Learner['state'], string])[] = [
  ['registered', 'Registered'],
  ['withdrawn', 'Withdrawn by the centre'],
  ['lapsed', 'Lapsed'],
  ['cancelled', 'Cancelled'],
  ['transferred', 'Transferred'],
  ['toppedUp', 'Topped up'],
  ['toppedDown', 'Topped down'],
  ['certificated', 'Certificated'],
  ['undone', 'Undone'],
];

/** How a registration stands. */
export function stateOf({ state }: Pick<Learner, 'state'>): Cell {
  return stateTag(state, COLOURS);
}

/** The last day before the lapse, of who is registered: whoever is withdrawn or has left waits for none (LAP-3). */
export function lastDayOf({ state, lapsesOn }: Pick<Learner, 'state' | 'lapsesOn'>): Cell {
  return state === 'registered' ? { day: lapsesOn } : null;
}
