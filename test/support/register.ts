import nunjucks from 'nunjucks';
import { declared } from '../../db/personal-data';
import { namesIn, type Declared, type Fields, type MessageFields, type ViewOf } from '../../db/core/register';
import type { Database, Transaction } from '../../db/core/database';

/** Names of things, and of the fields of each. */
export type Names = Record<string, string[]>;

/** What the register says of tables, with their columns; a view has those of its table. */
export function declaredTables(tables = declared('tables')): Names {
  return namesOf(tables, (each) => {
    if (typeof each === 'string' || !('view' in each)) return namesIn(each);
    return [...namesIn(tables[each.view] as Declared), ...namesIn({ none: each.none })];
  });
}

/** What the register says of all else that has fields. */
export const declaredFields = (all: Record<string, Declared>): Names => namesOf(all, namesIn);

const namesOf = <Of extends Declared | ViewOf>(all: Record<string, Of>, of: (each: Of) => string[]): Names =>
  Object.fromEntries(Object.entries(all).map(([name, each]) => [name, of(each)]));

/** Where what there is and what is declared differ, a sentence each; none is the only right answer. */
export function drift(real: Names, said: Names): string[] {
  return [...new Set([...Object.keys(real), ...Object.keys(said)])].sort().flatMap((name) => {
    if (!said[name]) return [`${name} is not declared`];
    if (!real[name]) return [`${name} is declared and does not exist`];
    const twice = said[name].filter((field, index) => said[name]!.indexOf(field) !== index);
    return [
      ...real[name].filter((field) => !said[name]!.includes(field)).map((field) => `${name}.${field} is not declared`),
      ...said[name].filter((field) => !real[name]!.includes(field)).map((field) => `${name}.${field} is declared and does not exist`),
      ...twice.map((field) => `${name}.${field} is declared twice`),
    ];
  });
}

/** The tables and views of the database as it is, with their columns. */
export async function tablesOf(trx: Transaction | Database, schema = 'public'): Promise<Names> {
  const { rows } = await trx.raw(
    `select table_name as "table", array_agg(column_name::text) as columns from information_schema.columns where table_schema = ? group by 1`,
    [schema],
  );
  return Object.fromEntries((rows as { table: string; columns: string[] }[]).map(({ table, columns }) => [table, columns]));
}

/** What a template names, found by the parser that renders it; names of filters are none. */
export function fieldsIn(template: string): string[] {
  const { parser, nodes } = nunjucks as unknown as {
    parser: { parse(source: string): { findAll(type: unknown): { value: string; name: unknown }[] } };
    nodes: { Symbol: unknown; Filter: unknown };
  };
  const read = parser.parse(template);
  const filters = read.findAll(nodes.Filter).map(({ name }) => name);
  const names = read.findAll(nodes.Symbol).filter((symbol) => !filters.includes(symbol));
  return [...new Set(names.map(({ value }) => value))];
}

/** What a message's row may hold: all that its template names, and what it keeps to make secrets from. */
export const factsOf = ({ keeps = '', ...fields }: MessageFields): string[] => namesIn({ none: keeps } as Fields).concat(namesIn(fields));

/** Facts that lie in the outbox undeclared: looked for after each test file. */
export async function undeclaredFacts(owner: Database): Promise<string[]> {
  const { rows } = await owner.raw(`
    select name || case kind when 'sms' then '.txt' else '.md' end as template, array_agg(distinct fact) as facts
    from outbox, jsonb_object_keys(facts) fact where kind in ('mail', 'sms') group by 1`);
  const messages = declared('messages');
  return (rows as { template: string; facts: string[] }[]).flatMap(({ template, facts }) =>
    facts.filter((fact) => !messages[template] || !factsOf(messages[template]).includes(fact)).map((fact) => `${template}: ${fact}`),
  );
}
