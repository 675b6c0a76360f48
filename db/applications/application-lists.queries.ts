import { openLists, applicationLists, type ApplicationList, type OpenList } from '../../domain/applications/lists';
import { ENDS, type ApplicationState } from '../../domain/applications/states';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';

/** Where applications are listed: at nodes, each by name, else of a whole organisation, else of the scheme (SEC-7). */
export interface Places {
  tenant: string;
  organisation: string | null;
  nodes: string[] | null;
}
/** By what a list is narrowed and in which order it stands; `sort` holds for what goes on, what has ended stands latest first. */
export interface ListFilter {
  places: Places;
  list?: ApplicationList | undefined;
  state?: ApplicationState | undefined;
  sort: 'created' | 'changed';
  cursor?: string | undefined;
  limit: number;
}
/** An application's place in its list. */
interface Listed {
  id: string;
  key: Instant;
}

const EVERY_STATE: ApplicationState[] = [...openLists.inProgress, ...ENDS];
const ENDED = { completed: 'history_at > $4::timestamptz', history: 'history_at <= $4::timestamptz' };
/** Each list is counted up to here: nobody reads a higher number. */
export const MOST_COUNTED = 500;

/** A page of the applications in a list, by their identifiers: so many of each place and state as stand on it are read, by an index of that order. */
export async function pageOfList(trx: Transaction, filter: ListFilter, at: Instant): Promise<Page<string>> {
  const { name, text, values } = listing(filter, at);
  const isByAge = keyOf(filter) === 'created_at';
  const rows = await prepared<Listed>(trx, name, text, values);
  const { items, next } = page(rows, filter.limit, ({ id, key }) => (isByAge ? [id] : [key, id]));
  return { items: items.map(({ id }) => id), next };
}

/** The statement of such a page and one more. */
export function listing(filter: ListFilter, at: Instant): { name: string; text: string; values: unknown[] } {
  const { list, state, cursor, limit } = filter;
  const { column, ids } = placed(filter.places);
  const key = keyOf(filter);
  const values: unknown[] = [ids, statesOf(list, state), limit + 1];
  const ended = isEnded(list) ? ENDED[list] : null;
  if (ended) values.push(at);
  const order = key === 'created_at' ? 'id desc' : 'key desc, id desc';
  let after = '';
  if (cursor) {
    const from = key === 'created_at' ? decodeCursor(cursor, 'id') : decodeCursor(cursor, 'instant', 'id');
    const [first, second] = [`$${values.length + 1}`, `$${values.length + 2}`];
    after = key === 'created_at' ? `and id < ${first}::uuid` : `and (${key}, id) < (${first}::timestamptz, ${second}::uuid)`;
    values.push(...from);
  }
  const each = ended
    ? { from: '', where: `state = any ($2::text[]) and ${ended}` }
    : { from: 'cross join unnest($2::text[]) s(state)', where: 'state = s.state' };
  const text = `
    select id, key from unnest($1::uuid[]) p(place) ${each.from} cross join lateral (
      select id, ${key} as key from applications where ${column} = p.place and ${each.where} ${after} order by ${order} limit $3) a
    order by ${order} limit $3`;
  return { name: `list-applications-${column}-${key}-${ended ? list : 'open'}-${cursor ? 'next' : 'first'}`, text, values };
}

/** How many applications are in each list, one more than is counted where there are more (APP-7). */
export async function countApplications(trx: Transaction, places: Places, at: Instant): Promise<Record<ApplicationList, number>> {
  const { column, ids } = placed(places);
  const counts = applicationLists.map((list) => {
    const each = isEnded(list)
      ? `select from applications where ${column} = p.place and ${ENDED[list].replace('$4', '$2')} limit ${MOST_COUNTED + 1}`
      : `select from applications where ${column} = p.place and state = s.state limit ${MOST_COUNTED + 1}`;
    const states = isEnded(list) ? '' : `cross join unnest(array[${openLists[list].map((state) => `'${state}'`).join(', ')}]) s(state)`;
    return `(select count(*)::int from (select from unnest($1::uuid[]) p(place) ${states} cross join lateral (${each}) a limit ${MOST_COUNTED + 1}) c) as "${list}"`;
  });
  const text = `select ${counts.join(', ')}`;
  const [row] = await prepared<Record<ApplicationList, number>>(trx, `count-applications-${column}`, text, [ids, at]);
  return row!;
}

function placed({ tenant, organisation, nodes }: Places): { column: string; ids: string[] } {
  if (nodes) return { column: 'node_id', ids: nodes };
  return organisation ? { column: 'organisation_id', ids: [organisation] } : { column: 'tenant_id', ids: [tenant] };
}

function keyOf({ list, sort }: ListFilter): 'created_at' | 'state_since' | 'history_at' {
  if (isEnded(list)) return 'history_at';
  return sort === 'created' ? 'created_at' : 'state_since';
}

function isEnded(list: ApplicationList | undefined): list is Exclude<ApplicationList, OpenList> {
  return list === 'completed' || list === 'history';
}

function statesOf(list: ApplicationList | undefined, state: ApplicationState | undefined): ApplicationState[] {
  const states: readonly ApplicationState[] = list === undefined ? EVERY_STATE : isEnded(list) ? ENDS : openLists[list];
  return states.filter((each) => !state || each === state);
}
