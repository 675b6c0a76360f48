import type { components } from '../kit/api';
import type { Cell } from '../kit/cells';
import { stateTag } from '../kit/cells';
import { ofOrganisation } from '../kit/level';
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

/** How a registration stands. */
export function stateOf({ state }: Pick<Learner, 'state'>): Cell {
  return stateTag(state, { registered: 'green', undone: 'grey' });
}

/** The filter of a centre, for staff who came from its page: its address names it (SEC-9). */
export async function ofCentre(visit: Visit) {
  return (await ofOrganisation(visit)).map((filter) => ({ ...filter, label: 'Centre' }));
}
