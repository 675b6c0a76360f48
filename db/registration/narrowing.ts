import type { QueryBuilder } from 'objection';
import type { Row } from '../core/row';

/** Where is searched: in one centre, or with null, for staff, in all of the tenant. */
export interface Where {
  tenant: string;
  organisation: string | null;
}
/** Beginnings of names, as they are typed. */
export interface Named {
  forename?: string | undefined;
  surname?: string | undefined;
}

/** Narrows rows to some of what a column names: to one by the index that goes on in the order of the page, to none where there is none. */
export function among<Of extends Row>(query: QueryBuilder<Of, Of[]>, column: string, ids: string[] | null): void {
  if (ids === null) return;
  const [only] = ids;
  if (only === undefined) query.whereRaw('false');
  else if (ids.length === 1) query.where(column, only);
  else query.whereRaw(`${column} = any(?::uuid[])`, [ids]);
}

/** Narrows rows to a centre's or, for staff, to the tenant's: by the column that their indexes begin with; of one table, where several are joined. */
export function placed<Of extends Row>(query: QueryBuilder<Of, Of[]>, { tenant, organisation }: Where, table?: string): void {
  const of = table ? `${table}.` : '';
  if (organisation) query.where(`${of}organisation_id`, organisation);
  else query.where(`${of}tenant_id`, tenant);
}

/**
 * Narrows learners to those whose names begin so, folded as in lists of employees: a range of an index, which row-level security lets
 * through where a pattern would be none. A name without any Latin letter is compared whole.
 */
export function named<Of extends Row>(query: QueryBuilder<Of, Of[]>, { forename, surname }: Named): void {
  begins(query, 'surname', 'sorted_by', surname);
  begins(query, 'forename', 'words', forename);
}

function begins<Of extends Row>(query: QueryBuilder<Of, Of[]>, column: string, folded: string, text: string | undefined): void {
  if (!text) return;
  if (!/[\p{Script=Latin}\d]/u.test(text)) return void query.where(column, text);
  const from = `' ' || btrim(search_words(array[?::text]))`;
  query.whereRaw(`${folded} >= ${from} and ${folded} < ${from} || '{'`, [text, text]);
}
