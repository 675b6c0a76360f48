import { once } from 'node:events';
import type { Express, Request, Response } from 'express';
import { stringify } from 'csv-stringify/sync';
import type { paths } from './api';
import { csvCell, headsOf, shownCell, type Cell } from './cells';
import { cut, data, Refused, type Problem } from './client';
import { drawn } from './decision';
import type { Field } from './fields';
import { isStaff } from './navigation';
import { shownFaults } from './faults';
import { fields, may, pathOf, serve, serveForm, visitOf, type Page, type Said, type Visit } from './page';
import { KEEP, keepFilter, keptFilters, removeFilter } from './saved-filters';

/** The API's paths that answer with a list. */
export type ListPath = {
  [Path in keyof paths]: paths[Path] extends { get: { responses: { 200: { content: { 'application/json': { items: unknown[] } } } } } }
    ? Path
    : never;
}[keyof paths];
/** One item of a list. */
export type ItemOf<Path extends ListPath> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': { items: (infer Item)[] } } } } };
}
  ? Item
  : never;
type Asked<Path extends ListPath> = paths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never;
type QueryOf<Path extends ListPath> = [Asked<Path>] extends [never] ? Record<never, never> : Asked<Path>;

/** A column: its head, and what stands in it of each row. */
export interface Column<Row> {
  head: string;
  of(row: Row): Cell;
  /** Staff alone have it: others see their own. */
  isStaffs?: true;
  /** Who has it alone: whoever may do what it leads to. */
  permission?: string;
}

/** A filter: a field that is a parameter of the API's path. */
type Filter<Path extends ListPath> = Field & {
  name: keyof QueryOf<Path> & string;
  /** What choosing nothing means, where that is not *Any*. */
  any?: string;
  /** What the API calls what people type. */
  asks?(typed: string): string;
};

/** A list of the API as a page: found by filters, paged both ways, exported as it is filtered. A new one is thirty lines. */
export interface List<Path extends ListPath, Row = ItemOf<Path>> {
  path: string;
  title: string;
  /** In which order it stands. */
  order: string;
  from: Path;
  /** Whether the API pages it; the compiler knows. */
  isPaged: 'limit' extends keyof QueryOf<Path> ? true : false;
  /** Rows of a page, where they are higher than a line. */
  perPage?: number;
  /** What is always asked for. */
  always?: (visit: Visit) => QueryOf<Path>;
  filters?: Filter<Path>[];
  /** Filters that are chosen from what the visitor has: his offices. */
  ownFilters?: (visit: Visit) => Promise<Filter<Path>[]>;
  columns: Column<Row>[];
  /** One thing and several of them, for the count. */
  things: [one: string, many: string];
  /** What to do where nothing is found. */
  nothing: string;
  /** Rows with what their columns need from elsewhere: names for identifiers. */
  rows?: (visit: Visit, items: ItemOf<Path>[]) => Promise<Row[]>;
  /** What chooses a row for a form over several, its words, and what the API asks of whoever sends that. */
  choose?: { name: string; value(row: Row): string; words(row: Row): string; permission?: string };
  /** A form below it that makes another one; shown to who may. */
  form?: ListForm;
  /** A template of its own that extends `list-page.njk`, with what it shows beside the list. */
  template?: string;
  beside?: (visit: Visit, rows: Row[]) => Promise<Record<string, unknown>>;
}

/** A form that lies on a list and is sent to the list's path. */
export interface ListForm {
  title: string;
  says?: string;
  permission: string;
  fields(visit: Visit): Field[] | Promise<Field[]>;
  button: string;
  act(visit: Visit): Promise<Said>;
}

interface Found<Row> {
  items: Row[];
  next: string | null;
}

/** As many as stand on two screens, where a row is a line. */
const PAGE = 25;
const CSV_PAGE = 200;

/** Serves a list and its CSV; answers the page, for the forms that lie on it. */
export function serveList<Path extends ListPath, Row = ItemOf<Path>>(app: Express, list: List<Path, Row>): Page {
  const page: Page = {
    path: list.path,
    template: list.template ?? 'list-page',
    load: async (visit) => {
      const own = await asVisited(list, visit);
      const [found, form, kept] = await Promise.all([
        foundOrRefused(own, visit),
        shownForm(list, visit),
        list.filters ? keptFilters(list.path, visit) : null,
      ]);
      const beside = (await list.beside?.(visit, found.items)) ?? {};
      return { ...beside, ...shownList(own, visit, found), ...form, kept };
    },
  };
  serve(app, page);
  if (list.form) serveForm(app, list.path, page, list.form.act);
  if (list.filters) {
    serveForm(app, `${list.path}/filters`, { ...page, fields: KEEP }, async (visit) =>
      keepFilter(list.path, filterOf(await asVisited(list, visit), visit), visit),
    );
    serveForm(app, `${list.path}/filters/:filter/remove`, page, (visit) => removeFilter(list.path, visit));
  }
  app.get(`${list.path}.csv`, (request, response) => sendCsv(list, request, response));
  return page;
}

/** A list with the columns, the filters and the choice of rows that its visitor has. */
async function asVisited<Path extends ListPath, Row>(
  { choose, ownFilters, ...list }: List<Path, Row>,
  visit: Visit,
): Promise<List<Path, Row>> {
  const mayHave = (permission?: string) => permission === undefined || may(visit, permission);
  const columns = list.columns.filter(({ isStaffs, permission }) => (!isStaffs || isStaff(visit.me.role)) && mayHave(permission));
  const mayChoose = choose && mayHave(choose.permission);
  const filters = ownFilters && [...(list.filters ?? []), ...(await ownFilters(visit))];
  return { ...list, columns, ...(mayChoose ? { choose } : {}), ...(filters ? { filters } : {}) };
}

async function shownForm<Path extends ListPath, Row>(list: List<Path, Row>, visit: Visit) {
  const { form } = list;
  if (!form || !may(visit, form.permission)) return {};
  const action = pathOf(list.path, visit);
  // Another form of the page, that keeps a filter, may have been refused: its faults are told at its own fields.
  const { refused: _of, ...fresh } = visit;
  const { fields, faults } = drawn(await form.fields(visit), visit.path === action ? visit : { ...fresh, body: {} });
  const { title, says, button } = form;
  return { form: { title, says, button, action, fields }, ...(faults ? { faults } : {}) };
}

async function foundOrRefused<Path extends ListPath, Row>(
  list: List<Path, Row>,
  visit: Visit,
): Promise<Found<Row> & { problem?: Problem }> {
  try {
    return await pageOf(list, visit, cursorsOf(visit).at(-1), list.perPage ?? PAGE);
  } catch (error) {
    if (!(error instanceof Refused) || ![400, 422].includes(error.status)) throw error;
    return { items: [], next: null, problem: error.problem };
  }
}

async function pageOf<Path extends ListPath, Row>(
  list: List<Path, Row>,
  visit: Visit,
  cursor: string | undefined,
  limit: number,
): Promise<Found<Row>> {
  const query = { ...list.always?.(visit), ...askedOf(list, visit), ...(list.isPaged ? { limit, ...(cursor ? { cursor } : {}) } : {}) };
  // The type of a path that is told at run time is beyond the client; `List` has checked the filters' names against the path.
  const get = visit.api.GET as unknown as (
    path: Path,
    options: { params: { query: object; path: object } },
  ) => Promise<{ data?: { items: ItemOf<Path>[]; next?: string | null }; error?: unknown; response: globalThis.Response }>;
  const { items, next } = cut(list, await data(get(list.from, { params: { query, path: visit.params } })), limit, cursor);
  return { items: list.rows ? await list.rows(visit, items) : (items as unknown as Row[]), next: next ?? null };
}

/** The filters that an address asks for, each with what was typed: of what can be chosen, what is known. */
function givenOf<Path extends ListPath, Row>({ filters = [] }: List<Path, Row>, { query }: Visit): [Filter<Path>, string][] {
  return filters.flatMap((each): [Filter<Path>, string][] => {
    const value = (query[each.name] ?? '').trim();
    return value === '' || (each.choices && !each.choices.some(([choice]) => choice === value)) ? [] : [[each, value]];
  });
}

/** The same as the address and the tags have it, by name. */
function filterOf<Path extends ListPath, Row>(list: List<Path, Row>, visit: Visit): Record<string, string> {
  return Object.fromEntries(givenOf(list, visit).map(([{ name }, value]) => [name, value]));
}

/** The same as the API is asked for it. */
function askedOf<Path extends ListPath, Row>(list: List<Path, Row>, visit: Visit): Record<string, string> {
  return Object.fromEntries(givenOf(list, visit).map(([{ name, asks }, value]) => [name, asks?.(value) ?? value]));
}

/** The pages before this one, oldest first, then this one's: paging goes back as well, though a cursor knows only its next. */
function cursorsOf({ queries }: Visit): string[] {
  return queries['cursor'] ?? [];
}

function shownList<Path extends ListPath, Row>(
  list: List<Path, Row>,
  visit: Visit,
  { items, next, problem }: Found<Row> & { problem?: Problem },
) {
  const filter = filterOf(list, visit);
  const cursors = cursorsOf(visit);
  const path = pathOf(list.path, visit);
  const skipped = cursors.length * (list.perPage ?? PAGE);
  const address = (query: Record<string, string>, at: string[] = []) => {
    const pairs = [...Object.entries(query), ...at.map((cursor): [string, string] => ['cursor', cursor])];
    const search = new URLSearchParams(pairs).toString();
    return `${path}${search ? `?${search}` : ''}`;
  };
  const rows = items.map((row) => ({
    cells: list.columns.map(({ of }) => shownCell(of(row))),
    choose: list.choose && chosenRow(list.choose, row, visit),
  }));
  const filters = list.filters ?? [];
  return {
    list: {
      title: list.title,
      order: list.order,
      nothing: list.nothing,
      things: list.things,
      heads: headsOf(
        list.columns.map(({ head }) => head),
        rows,
      ),
      rows,
      isChosenFrom: list.choose !== undefined,
      isWhole: cursors.length === 0 && next === null,
      first: skipped + 1,
      last: skipped + rows.length,
      filter,
      filters: filters.map((each) => ({
        ...each,
        as: each.choices ? 'choice' : (each.as ?? 'text'),
        value: visit.query[each.name] ?? '',
        choices: each.choices && choicesOf(each, filter[each.name] ?? ''),
      })),
      tags: filters.flatMap(({ name, label, choices }) => {
        const { [name]: value, ...others } = filter;
        return value === undefined
          ? []
          : [{ text: `${label}: ${choices?.find(([choice]) => choice === value)?.[1] ?? value}`, href: address(others) }];
      }),
      all: path,
      /** What the forms of the page are sent with: they come again on the same rows. */
      suffix: address(filter, cursors).slice(path.length),
      before: cursors.length > 0 ? address(filter, cursors.slice(0, -1)) : null,
      after: next ? address(filter, [...cursors, next]) : null,
      csv: address(filter).replace(path, `${path}.csv`),
    },
    ...(problem ? { faults: shownFaults(problem, filters) } : {}),
  };
}

function choicesOf({ any = 'Any', choices = [] }: Pick<Filter<ListPath>, 'any' | 'choices'>, chosen: string) {
  return [['', any] as const, ...choices].map(([value, text]) => ({ value, text, isChosen: value === chosen }));
}

function chosenRow<Row>({ name, value, words }: NonNullable<List<ListPath, Row>['choose']>, row: Row, visit: Visit) {
  return { name, value: value(row), words: words(row), isChosen: fields(visit, name).includes(value(row)) };
}

async function sendCsv<Path extends ListPath, Row>(of: List<Path, Row>, request: Request, response: Response): Promise<void> {
  const visit = visitOf(request, response);
  const list = await asVisited(of, visit);
  let found = await pageOf(list, visit, undefined, CSV_PAGE);
  response.type('text/csv').attachment(`${list.path.slice(1).replace(/\W+/g, '-')}.csv`);
  response.write(stringify([list.columns.map(({ head }) => head)]));
  for (;;) {
    const rows = found.items.map((row) => list.columns.map(({ of }) => csvCell(of(row))));
    if (!response.write(stringify(rows, { escape_formulas: true }))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (!found.next || response.destroyed) break;
    found = await pageOf(list, visit, found.next, CSV_PAGE);
  }
  response.end();
}
