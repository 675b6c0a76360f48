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

interface Told<Row, Body> extends Pick<Route, 'name' | 'path' | 'summary' | 'rules'> {
  body: z.ZodType<Body>;
  of: z.ZodType;
  find(trx: Transaction, id: string): PromiseLike<Row | undefined>;
  as(row: Row): unknown;
}
type Made<Row, Body> = Told<Row, Body> & { make(trx: Transaction, body: Body, by: Asking): Promise<string> };
type Changed<Row, Body> = Told<Row, Body> & {
  edits: string[];
  change(trx: Transaction, id: string, seen: number | null, body: Body, by: Asking): Promise<void>;
};

/** An operation that shows one part of the catalogue (REG-18). */
export function showing<Row extends { version: number }>(
  told: Pick<Told<Row, unknown>, 'name' | 'path' | 'summary' | 'rules' | 'of' | 'find' | 'as'>,
): Route {
  return showRoute({
    ...told,
    permission: null,
    namesNobody: true,
    answer: 'As it stands',
    find: async (trx, id) => told.find(trx, id),
    headers: ({ version }) => ({ ETag: `"${version}"` }),
  });
}

/** An operation by which staff with the right *catalogue* make a part of the catalogue (REG-18). */
export function making<Row extends { version: number }, Body>({ make, find, as, of, ...told }: Made<Row, Body>): Route {
  return route({
    ...told,
    rules: [...told.rules, 'AUD-1', 'IDM-1'],
    method: 'post',
    permission: 'catalogue',
    command: 'plain',
    answers: { status: 201, description: 'Made', schema: of },
    handle: (call: Call<unknown, unknown, Body>) =>
      plainCommand(call, call.body, async (trx, asked, at) => {
        const id = await make(trx, call.body, askingOf(call.caller, asked, at));
        const row = (await find(trx, id))!;
        return { status: 201, headers: { Location: `${told.path}/${id}`, ETag: `"${row.version}"` }, body: as(row) };
      }),
  });
}

/** An operation by which they change one that was read (REG-18). */
export function changing<Row extends { version: number }, Body>({ change, find, as, of, edits, ...told }: Changed<Row, Body>): Route {
  return route({
    ...told,
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
