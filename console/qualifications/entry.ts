import type { components } from '../kit/api';
import type { Field } from '../kit/fields';
import { field, type Visit } from '../kit/page';

type AwardingBody = components['schemas']['AwardingBody'];

const KIND = 'kind';

/** Every kind of qualification behind its body, each with the address of its own fields (QUA-1). */
export function kindsAt(bodies: AwardingBody[], base: string, visit: Visit): { href: string; text: string; isHere: boolean }[] {
  const chosen = kindOf(bodies, visit);
  return bodies.flatMap(({ name, kinds }) =>
    kinds.map((kind) => ({ href: `${base}?kind=${kind.code}`, text: `${name}: ${kind.name}`, isHere: kind.code === chosen })),
  );
}

/** The fields of the body of the kind that is chosen, as its schema has them. */
export function entryFields(bodies: AwardingBody[], visit: Visit): Field[] {
  const kind = kindOf(bodies, visit);
  const body = bodies.find(({ kinds }) => kinds.some(({ code }) => code === kind));
  const own = body?.fields.map(({ name, label, hint, as }): Field => {
    const pointer = `fields/${name}`;
    return as === 'date' ? { name: pointer, label, hint, pointer, as: 'date' } : { name: pointer, label, hint, pointer };
  });
  return [{ name: KIND, label: '', as: 'hidden', value: kind }, ...(own ?? [])];
}

/** What was entered, as the API wants it. */
export function entryOf(visit: Visit): { kind: string; fields: Record<string, string> } {
  const names = Object.keys(visit.body).flatMap((name) => (name.startsWith('fields/') ? [name.slice('fields/'.length)] : []));
  return { kind: field(visit, KIND), fields: Object.fromEntries(names.map((name) => [name, field(visit, `fields/${name}`)])) };
}

function kindOf(bodies: AwardingBody[], visit: Visit): string {
  return field(visit, KIND) || visit.query['kind'] || (bodies[0]?.kinds[0]?.code ?? '');
}
