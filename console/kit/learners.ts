import type { Cell } from './cells';
import { ofOrganisation } from './level';
import type { Column } from './list';
import type { Visit } from './page';

/** Who a learner is. */
export function nameOf({ forename, middleNames, surname }: { forename: string; middleNames?: string | null; surname: string }): string {
  return [forename, middleNames, surname].filter(Boolean).join(' ');
}

/** A product with its code. */
export function productOf({ product: { code, name } }: { product: { code: string; name: string } }): string {
  return `${code} ${name}`;
}

/** A batch with its page. */
export function batchLink(batch: { id: string; number: string } | null): Cell {
  return batch ? { text: batch.number, href: `/batches/${batch.id}` } : '–';
}

/** The filter of a centre, for staff who came from its page: its address names it (SEC-9). */
export async function ofCentre(visit: Visit) {
  return (await ofOrganisation(visit)).map((filter) => ({ ...filter, label: 'Centre' }));
}

/** The column of staff, who see those of all centres. */
export const CENTRE: Column<{ centre: { name: string } }> = { head: 'Centre', of: ({ centre }) => centre.name, isStaffs: true };
