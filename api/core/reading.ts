import { z } from 'zod';
import { inScope, type Transaction } from '../../db/core/database';
import type { Page } from '../../db/core/paging';
import type { Instant } from '../../domain/working-days';
import type { Caller } from '../../platform/scope';
import { streamedCsv, type CsvColumn } from './csv';
import { notFound } from './problems';
import { route, type Route } from './route';
import { byId, pageOf, paging } from './schemas';

/** So many rows of a file are read and written at once: a few hundred kilobytes. */
const EXPORTED_AT_ONCE = 2_000;

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

/** What a file of all that a search finds needs of its kind. */
interface Exported<Row, Filter extends z.ZodRawShape> extends Told {
  /** What the file is called. */
  file: string;
  columns: CsvColumn<Row>[];
  /** By what it is narrowed. */
  filter: Filter;
  list: Listed<Row, Filter>['list'];
}

/** `GET` of such a file, sent while it is read page by page (REG-13). */
export function exportRoute<Row, Filter extends z.ZodRawShape>({ file, columns, filter, list, ...told }: Exported<Row, Filter>): Route {
  return route({
    ...told,
    method: 'get',
    query: z.object(filter),
    answers: {
      status: 200,
      description: `CSV with columns ${columns.map(([head]) => head).join(', ')}: dates as 2026-11-02, what looks like a formula neutralised`,
      schema: z.string(),
      type: 'text/csv',
    },
    handle: async ({ deps, caller, query }) => {
      const at = (await deps.clock()).toISOString();
      const pageFrom = (cursor?: string) =>
        inScope(deps.database, caller, (trx) => list(trx, { ...query, cursor, limit: EXPORTED_AT_ONCE } as never, caller, at));
      return streamedCsv(file, columns, await pageFrom(), pageFrom);
    },
  });
}
