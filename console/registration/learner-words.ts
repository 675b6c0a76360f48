import type { components } from '../kit/api';
import type { Cell, Tag } from '../kit/cells';
import { stateTag } from '../kit/cells';
import { ofOrganisation } from '../kit/level';
import type { Column } from '../kit/list';
import type { Visit } from '../kit/page';

type Learner = components['schemas']['FoundLearner'];
type Named = { code: string; name: string };

/** A product with its code. */
export function productOf({ product: { code, name } }: { product: Named }): string {
  return `${code} ${name}`;
}

/** A batch with its page. */
export function batchLink(batch: { id: string; number: string } | null): Cell {
  return batch ? { text: batch.number, href: `/batches/${batch.id}` } : '–';
}

/** Who a learner is. */
export function nameOf({ forename, middleNames, surname }: Pick<Learner, 'forename' | 'middleNames' | 'surname'>): string {
  return [forename, middleNames, surname].filter(Boolean).join(' ');
}

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

/** The column of staff, who see those of all centres. */
export const CENTRE: Column<{ centre: { name: string } }> = { head: 'Centre', of: ({ centre }) => centre.name, isStaffs: true };

/** The filter of a centre, for staff who came from its page: its address names it (SEC-9). */
export async function ofCentre(visit: Visit) {
  return (await ofOrganisation(visit)).map((filter) => ({ ...filter, label: 'Centre' }));
}
