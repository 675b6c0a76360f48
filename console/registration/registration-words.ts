import type { components } from '../kit/api';
import type { Tag } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { may, type Visit } from '../kit/page';

export type Registration = components['schemas']['RegistrationDetails'];
export type Group = components['schemas']['RegistrationGroup'];
export type Line = components['schemas']['RegistrationLine'];
type Way = Registration['way'];

/** Where all registrations are, for a way back. */
export const REGISTRATIONS = { href: '/registrations', text: 'Registrations' };
/** How a registration stands, by colour. */
export const colours: Record<string, Tag['colour']> = {
  open: 'yellow',
  registered: 'green',
  over: 'green',
  blocked: 'grey',
  undone: 'grey',
};
const ways: Record<Way, string> = { keyIn: 'Keyed in', single: 'File on one product', bulk: 'Bulk file' };

/** How learners came, in words (REG-1). */
export function wayInWords(way: Way): string {
  return ways[way];
}

/** The registration that an address names. */
export function registrationOf({ api, params }: Visit): Promise<Registration> {
  return data(api.GET('/v1/registrations/{id}', { params: { path: { id: params['id']! } } }));
}

/** The group that an address names, wherever it stands in its file. Throws 404. */
export async function groupOf({ api, params }: Visit, { id, groups }: Registration): Promise<Group> {
  const isNamed = (each: Group) => each.id === params['group'];
  const first = groups.find(isNamed);
  if (first) return first;
  for (let cursor: string | undefined; ;) {
    const query = { limit: 200, ...(cursor ? { cursor } : {}) };
    const { items, next } = await data(api.GET('/v1/registrations/{id}/groups', { params: { path: { id }, query } }));
    const found = items.find(isNamed);
    if (found) return found;
    if (!next) throw new Refused(404, { title: 'There is no such page' });
    cursor = next;
  }
}

/** Whether the visitor may work on a registration: each way asks for its right, and for a check either of them is enough (REG-1). */
export function mayWorkOn({ way, isCheckOnly }: Pick<Registration, 'way' | 'isCheckOnly'>, visit: Visit): boolean {
  const right = way === 'bulk' ? 'bulkRegistration' : 'productRegistrations';
  return may(visit, 'makeRegistrations') && (isCheckOnly || may(visit, right));
}

/** Whether its lines and groups can be changed yet. */
export function isOpenFor(registration: Registration, visit: Visit): boolean {
  return registration.state === 'open' && mayWorkOn(registration, visit);
}

/** Whether a group can be undone yet (IMP-1). */
export function isUndoable({ state, undoUntil }: Group): boolean {
  return state === 'registered' && undoUntil !== null && Date.parse(undoUntil) > Date.now();
}
