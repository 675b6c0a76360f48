import type { z } from 'zod';
import type { Asking } from '../../db/catalogue/products.commands';
import type { Transaction } from '../../db/core/database';
import { plainCommand } from '../core/command';
import { notFound } from '../core/problems';
import { ifMatch } from '../core/process-command';
import { showRoute } from '../core/reading';
import { members, route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { askingOf } from './products.routes';

/** What people call an operation, and the rules that it stands for. */
type Named = Pick<Route, 'name' | 'summary' | 'rules'>;
interface Told<Row> {
  path: string;
  of: z.ZodType;
  find(trx: Transaction, id: string): PromiseLike<Row | undefined>;
  as(row: Row): unknown;
}
interface Makes<Body> extends Named {
  body: z.ZodType<Body>;
  make(trx: Transaction, body: Body, by: Asking): Promise<string>;
}
interface Changes<Body> extends Named {
  body: z.ZodType<Body>;
  edits: string[];
  change(trx: Transaction, id: string, seen: number | null, body: Body, by: Asking): Promise<void>;
}

/** The operations by which all see one part of the catalogue, and staff with the right *catalogue* make one and change one that was read (REG-18). */
export function partOf<Row extends { version: number }, Made, Changed>({
  show,
  make,
  change,
  ...told
}: Told<Row> & { show: Named; make: Makes<Made>; change: Changes<Changed> }): Route[] {
  return [showing({ ...told, ...show }), making(told, make), changing(told, change)];
}

function showing<Row extends { version: number }>({ path, find, ...told }: Told<Row> & Named): Route {
  return showRoute({
    ...told,
    path: `${path}/:id`,
    permission: null,
    namesNobody: true,
    answer: 'As it stands',
    find: async (trx, id) => find(trx, id),
    headers: ({ version }) => ({ ETag: `"${version}"` }),
  });
}

function making<Row extends { version: number }, Body>({ path, of, find, as }: Told<Row>, { make, ...told }: Makes<Body>): Route {
  return route({
    ...told,
    path,
    rules: [...told.rules, 'AUD-1', 'IDM-1'],
    method: 'post',
    permission: 'catalogue',
    command: 'plain',
    answers: { status: 201, description: 'Made', schema: of },
    handle: (call: Call<unknown, unknown, Body>) =>
      plainCommand(call, call.body, async (trx, asked, at) => {
        const id = await make(trx, call.body, askingOf(call.caller, asked, at));
        const row = (await find(trx, id))!;
        return { status: 201, headers: { Location: `${path}/${id}`, ETag: `"${row.version}"` }, body: as(row) };
      }),
  });
}

/** The operation by which staff with the right *catalogue* change one thing that was read (REG-18). */
export function changing<Row extends { version: number }, Body>(
  { path, of, find, as }: Told<Row>,
  { change, edits, ...told }: Changes<Body>,
): Route {
  return route({
    ...told,
    path: `${path}/:id/change`,
    rules: [...told.rules, 'AUD-1', 'IDM-1'],
    method: 'post',
    permission: 'catalogue',
    params: byId,
    needsVersion: true,
    edits: members(...edits),
    command: 'plain',
    answers: { status: 200, description: 'As it stands then', schema: of },
    handle: (call: Call<{ id: string }, unknown, Body>) =>
      plainCommand(call, call.body, async (trx, asked, at) => {
        const { id } = call.params;
        if (!(await find(trx, id))) throw notFound();
        await change(trx, id, ifMatch(call), call.body, askingOf(call.caller, asked, at));
        const row = (await find(trx, id))!;
        return { headers: { ETag: `"${row.version}"` }, body: as(row) };
      }),
  });
}
