import type { SeededTenant } from '../../db/seeds/demo';
import type { Role } from '../../domain/access/permissions';
import type { ProcessKind } from '../../domain/processes';
import type { ApiClient } from './api-client';
import type { TestSystem } from './system';

/** What the entities of one tenant are made with: its callers, and other entities, each made once. */
export interface Makes {
  system: TestSystem;
  tenant: SeededTenant;
  as: Record<Role, ApiClient>;
  /** The identifier of one entity of a collection. */
  one(collection: string): Promise<string>;
  /** Posts and insists that something is made; answers its identifier. */
  made(caller: ApiClient, path: string, body: unknown): Promise<string>;
}
export type Make = (makes: Makes) => Promise<string>;

/** What the routes of an area are tried with, as every role and with another tenant's identifiers (SEC-8, SEC-9). */
export interface AccessFixtures {
  /** One entity of each collection, by the beginning of its routes. */
  entities: Record<string, Make>;
  /** Of each of its kinds of process, what `GET /v1/processes/{id}` knows it by. */
  kinds: Partial<Record<ProcessKind, Make>>;
  /** A body that each command takes, by its route; nothing where none is named. */
  bodies: Record<string, unknown>;
}

/** Nobody's identifier. */
export const NOBODY = '00000000-0000-4000-8000-000000000000';
/** What a command wants that asks for a reason alone. */
export const REASON = { reason: 'r' };

/** Makes entities on demand, each collection's once. */
export function makesFor(system: TestSystem, tenant: SeededTenant, as: Record<Role, ApiClient>, entities: Record<string, Make>): Makes {
  const known = new Map<string, Promise<string>>();
  const makes: Makes = {
    system,
    tenant,
    as,
    one: (collection) => {
      if (!known.has(collection)) known.set(collection, entities[collection]!(makes));
      return known.get(collection)!;
    },
    made: async (caller, path, body) => {
      const answer = await caller.post<{ id: string }>(path, body);
      if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
  };
  return makes;
}
