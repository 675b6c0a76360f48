import type { Transaction } from '../../db/core/database';
import type { Fields, Reference } from '../../db/core/register';
import { declared } from '../../db/personal-data';

type Rows = Record<string, unknown>[];

/** All rows that are about a person, by table: found by what the register says and by nothing else, until no more turn up. */
export async function rowsOfPerson(trx: Transaction, user: string): Promise<Record<string, Rows>> {
  const tables = Object.entries(declared('tables')).filter(
    (each): each is [string, Fields] => typeof each[1] === 'object' && 'people' in each[1],
  );
  const found: Record<string, Rows> = {};
  const count = () => Object.values(found).flat().length;
  for (let before = -1; before < count();) {
    before = count();
    for (const [table, { people }] of tables) {
      const ways = people!.filter(({ as, hashed }) => as === 'subject' && !hashed);
      for (const way of ways) {
        const rows = await rowsBy(trx, table, way, valuesOf(way, user, found));
        found[table] = unique([...(found[table] ?? []), ...rows]);
      }
    }
  }
  return Object.fromEntries(Object.entries(found).filter(([, rows]) => rows.length > 0));
}

/** What a reference of that kind holds where it leads to the person. */
function valuesOf({ of }: Reference, user: string, found: Record<string, Rows>): string[] {
  if (of === 'users.id') return [user];
  if (of === 'any') {
    const ids = Object.entries(found).flatMap(([table, rows]) => (table === 'commits' ? [] : rows.map((row) => row['id'])));
    return [user, ...ids.filter((id): id is string => typeof id === 'string')];
  }
  const [table, column] = of.split('.') as [string, string];
  return (found[table] ?? []).map((row) => String(row[column]));
}

async function rowsBy(trx: Transaction, table: string, way: Reference, values: string[]): Promise<Rows> {
  const wanted = values.map((value) => (way.behind ?? '') + value);
  const sql = way.within
    ? `select * from ?? where exists (select from unnest(?::text[]) id where position(id in ??::text) > 0)`
    : `select * from ?? where ??::text = any(?::text[])`;
  const bindings = way.within ? [table, wanted, way.field] : [table, way.field, wanted];
  return (await trx.raw(sql, bindings)).rows as Rows;
}

function unique(rows: Rows): Rows {
  return [...new Map(rows.map((row) => [asText(row), row])).values()];
}

/** Rows as text, pence among them. */
export function asText(rows: unknown): string {
  return JSON.stringify(rows, (_name, value) => (typeof value === 'bigint' ? String(value) : value));
}
