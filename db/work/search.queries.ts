import type { Sought } from '../../domain/work/search';
import { prepared, type Transaction } from '../core/database';

/** The kinds of things that a search finds, in the order in which they are shown. */
export const searchKinds = ['order', 'receipt', 'claim', 'reversal', 'approval', 'statement', 'organisation', 'person'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** Where things of a kind are looked for: at these nodes and below, or everywhere in scope with null (SEC-7). */
export interface SearchWithin {
  kind: SearchKind;
  nodes: string[] | null;
}
/** The identifiers of what was found of a kind, the best first, and whether there is more. */
export interface FoundOfKind {
  kind: SearchKind;
  ids: string[];
  more: boolean;
}

const SEARCH = `
  select w.kind, f.id from jsonb_to_recordset($1::jsonb) as w (kind text, nodes uuid[])
  cross join lateral search_ids(w.kind, $2, $3, $4, w.nodes, $5) with ordinality f (id, is_named, place)
  order by w.kind, f.place`;

/**
 * What is found of each kind within the scope of the transaction: named in full first, then the newest, `most` of each (WRK-1). The
 * function takes tenant and organisation from the session; rows are read through row-level security as ever.
 */
export async function findSought(trx: Transaction, sought: Sought, within: SearchWithin[], most: number): Promise<FoundOfKind[]> {
  const { text, references, pence } = sought;
  const rows = await prepared<{ kind: SearchKind; id: string }>(trx, 'search', SEARCH, [
    JSON.stringify(within),
    text,
    references,
    pence,
    most,
  ]);
  return searchKinds.flatMap((kind) => {
    const ids = rows.filter((row) => row.kind === kind).map(({ id }) => id);
    return ids.length > 0 ? [{ kind, ids: ids.slice(0, most), more: ids.length > most }] : [];
  });
}
