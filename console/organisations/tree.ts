import type { components } from '../kit/api';
import { data, type Api } from '../kit/client';
import type { Said, Visit } from '../kit/page';

/** A company, group or office, with how deep it lies. */
export type Node = components['schemas']['Node'] & { depth: number };
/** An organisation, an employer's with its tree from the top down. */
export type Organisation = Required<components['schemas']['Organisation']> & { nodes: Node[] };

/** The organisation that a page is about. */
export async function loadOrganisation({ api, params }: Visit): Promise<Organisation> {
  const id = params['id']!;
  const organisation = await data(api.GET('/v1/organisations/{id}', { params: { path: { id } } }));
  const { addresses = [], products = [] } = organisation;
  return { ...organisation, addresses, products, nodes: organisation.kind === 'employer' ? await treeOf(api, id) : [] };
}

/** An employer's tree, each node after the one above it. */
export async function treeOf(api: Api, organisation: string): Promise<Node[]> {
  const { items } = await data(api.GET('/v1/nodes', { params: { query: { organisation } } }));
  const depthOf = (id: string | null): number => (id ? 1 + depthOf(items.find((node) => node.id === id)?.parent ?? null) : 0);
  const under = (parent: string | null): typeof items =>
    items
      .filter((node) => node.parent === parent || (parent === null && !items.some(({ id }) => id === node.parent)))
      .flatMap((node) => [node, ...under(node.id)]);
  return under(null).map((node) => ({ ...node, depth: depthOf(node.parent) }));
}

/** Nodes to choose from, indented as they lie. */
export function nodeChoices(nodes: Node[]): (readonly [string, string])[] {
  return nodes.map(({ id, depth, name, kind }) => [id, `${'– '.repeat(depth)}${name} (${kind})`] as const);
}

/** True where somebody of another organisation looks: staff. */
export function isForeign({ id }: Organisation, { me }: Visit): boolean {
  return me.organisation !== id;
}

/** What is told on the organisation's page. */
export function said({ id }: Organisation, text: string): Said {
  return { to: `/organisations/${id}`, text };
}
