import { data } from './client';
import type { Field } from './fields';
import { commandOf, field, may, pathOf, type Said, type Visit } from './page';

/** A filter that its user keeps under a name. */
export const KEEP: Field[] = [{ name: 'filterName', label: 'Name of this filter', pointer: 'name' }];

/** The visitor's own filters of the list of a path, each with its address; null for who has none (WRK-1). */
export async function keptFilters(path: string, visit: Visit) {
  if (!may(visit, 'viewWork')) return null;
  const { items } = await data(visit.api.GET('/v1/saved-filters', { params: { query: { list: nameOf(path) } } }));
  return items.map(({ id, name, query }) => ({
    name,
    href: `${pathOf(path, visit)}?${new URLSearchParams(query)}`,
    remove: `${pathOf(path, visit)}/filters/${id}/remove`,
  }));
}

/** Keeps what a list is filtered by under the name that was typed. */
export async function keepFilter(path: string, query: Record<string, string>, visit: Visit): Promise<Said> {
  const body = { list: nameOf(path), name: field(visit, 'filterName'), query };
  await data(visit.api.POST('/v1/saved-filters', { params: commandOf(visit), body }));
  const to = `${pathOf(path, visit)}?${new URLSearchParams(query)}`;
  return { to, text: `The filter ${body.name} is kept, here and on your home page.` };
}

/** Takes the filter of the address away. */
export async function removeFilter(path: string, visit: Visit): Promise<Said> {
  const params = { path: { id: visit.params['filter']! }, ...commandOf(visit) };
  await data(visit.api.POST('/v1/saved-filters/{id}/remove', { params }));
  return { to: pathOf(path, visit), text: 'The filter is removed.' };
}

/** A list's name among saved filters. */
function nameOf(path: string): string {
  return path.slice(1).replace(/\W+/g, '-');
}
