import { z } from 'zod';
import { inScope, type Transaction } from '../../db/core/database';
import type { Page } from '../../db/core/paging';
import type { Instant } from '../../domain/working-days';
import type { Caller } from '../../platform/scope';
import { notFound } from './problems';
import { route, type Route } from './route';
import { byId, pageOf, paging } from './schemas';

type Told = Pick<Route, 'name' | 'path' | 'summary' | 'permission' | 'namesNobody' | 'rules'>;

/** What shows one thing needs of its kind. */
interface Shown<Row> extends Told {
  /** What it looks like. */
  of: z.ZodType;
  answer: string;
  /** The row that the caller may see; undefined and null answer 404. */
  find(trx: Transaction, id: string, caller: Caller, at: Instant): Promise<Row | undefined | null>;
  headers?(row: Row): Record<string, string>;
  as(row: Row): unknown;
}

/** `GET` of one thing by its identifier. */
export function showRoute<Row>({ of, answer, find, headers, as, ...told }: Shown<Row>): Route {
  return route({
    ...told,
    method: 'get',
    params: byId,
    answers: { status: 200, description: answer, schema: of },
    handle: ({ deps, caller, params }) =>
      inScope(deps.database, caller, async (trx) => {
        const found = await find(trx, params.id, caller, (await deps.clock()).toISOString());
        if (!found) throw notFound();
        return { headers: headers?.(found) ?? {}, body: as(found) };
      }),
  });
}

/** What lists things page by page needs of its kind. */
interface Listed<Row, Filter extends z.ZodRawShape> extends Told {
  /** What each looks like. */
  of: z.ZodType;
  answer: string;
  /** By what it is narrowed, beside the page. */
  filter: Filter;
  list(trx: Transaction, query: z.output<z.ZodObject<Filter & typeof paging>>, caller: Caller, at: Instant): Promise<Page<Row>>;
  as(row: Row, caller: Caller, at: Instant): unknown;
}

/** `GET` of a page of things. */
export function listRoute<Row, Filter extends z.ZodRawShape>({ of, answer, filter, list, as, ...told }: Listed<Row, Filter>): Route {
  return route({
    ...told,
    method: 'get',
    query: z.object({ ...paging, ...filter }),
    answers: { status: 200, description: answer, schema: pageOf(of) },
    handle: ({ deps, caller, query }) =>
      inScope(deps.database, caller, async (trx) => {
        const at = (await deps.clock()).toISOString();
        const { items, next } = await list(trx, query as never, caller, at);
        return { body: { items: items.map((row) => as(row, caller, at)), next } };
      }),
  });
}
