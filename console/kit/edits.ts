import { keyed } from './client';
import type { Field } from './fields';
import { field, type Visit } from './page';

/** The version that a form was read at. */
export function versionOf({ version }: { version: number }): Field {
  return { name: 'version', label: '', as: 'hidden', value: version };
}

/** Path and headers of an edit: nobody's change in between is lost. */
export function editOf(visit: Visit) {
  const header = { ...keyed(field(visit, 'key')), 'If-Match': `"${field(visit, 'version')}"` };
  return { path: { id: visit.params['id']! }, header };
}
