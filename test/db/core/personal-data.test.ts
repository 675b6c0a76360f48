import { readFileSync } from 'node:fs';
import type { Transaction } from '../../../db/core/database';
import { namesIn, type Fields } from '../../../db/core/register';
import { declared, register } from '../../../db/personal-data';
import { SEARCH_ATTRIBUTES } from '../../../messages/core.messages';
import { LINE_FIELDS, LOG_FIELDS, logTo } from '../../../platform/log';
import { listTemplates } from '../../../platform/templates';
import { CaseLab } from '../../support/case-lab';
import { caseKinds, everyWay, later, storyOf } from '../../support/cases';
import { declaredFields, declaredTables, drift, factsOf, fieldsIn, tablesOf, undeclaredFacts } from '../../support/register';
import { asText, rowsOfPerson } from '../../support/rows-of-person';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
let system: StoreSystem;
let lab: CaseLab;

beforeAll(async () => {
  system = await storeSystem('register');
  lab = await CaseLab.make(system);
  for (const kind of caseKinds) {
    const ask = await storyOf(kind).open(lab, AT);
    await lab.commit(ask);
    for (const [of, , reaches] of everyWay.filter(([each]) => each === kind).slice(0, 1))
      for (const reach of reaches) expect([of, (await lab.commit(await reach(lab, ask.process, later(AT, MINUTE)))).outcome]).toBeTruthy();
  }
});
afterAll(() => system?.stop());

/** Changes the database and takes it back: what the register says about it meanwhile. */
async function after(change: string, look: (trx: Transaction) => Promise<string[]>): Promise<string[]> {
  const trx = await system.owner.transaction();
  try {
    await trx.raw(change);
    return await look(trx);
  } finally {
    await trx.rollback();
  }
}
const tableDrift = async (trx: Transaction) => drift(await tablesOf(trx), declaredTables());

test('RET-1 SEC-12 every table and column of the database is declared once, and what is declared exists', async () => {
  expect(await after('select', tableDrift)).toEqual([]);
  expect(await after('alter table users add column nickname text', tableDrift)).toEqual(['users.nickname is not declared']);
  expect(await after('create table friends (id uuid)', tableDrift)).toEqual(['friends is not declared']);
  expect(await after('alter table users drop column mobile', tableDrift)).toEqual(['users.mobile is declared and does not exist']);
  expect(await after('alter table drafts rename to sketches', tableDrift)).toEqual([
    'drafts is declared and does not exist',
    'sketches is not declared',
  ]);
  const { users, ...others } = declared('tables');
  const twice = { ...others, users: { ...(users as Fields), none: `${(users as Fields).none} email` } };
  expect(drift(await tablesOf(system.owner), declaredTables(twice))).toEqual(['users.email is declared twice']);
});

test('RET-1 SEC-12 a schema that nobody has declared is found', async () => {
  const schemaDrift = async (trx: Transaction) => {
    const { rows } = await trx.raw(`select nspname as name from pg_namespace where nspname !~ '^pg_|^information_schema$|^public$'`);
    const names = (rows as { name: string }[]).map(({ name }) => [name, []]);
    return drift(Object.fromEntries(names), declaredFields(Object.fromEntries(Object.keys(declared('schemas')).map((each) => [each, '']))));
  };
  expect(await after('select', schemaDrift)).toEqual([]);
  expect(await after('create schema elsewhere', schemaDrift)).toEqual(['elsewhere is not declared']);
});

/** Columns that refer to users, sessions or keys by a foreign key and are not declared as a way to a person. */
async function unreferenced(trx: Transaction): Promise<string[]> {
  const { rows } = await trx.raw(`
    select c.conrelid::regclass::text as "table", a.attname as "column", c.confrelid::regclass || '.id' as "of"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid in ('users'::regclass, 'sessions'::regclass, 'api_keys'::regclass)`);
  const tables = declared('tables');
  return (rows as { table: string; column: string; of: string }[])
    .filter(({ table, column, of }) => {
      const { people = [] } = (typeof tables[table] === 'object' ? tables[table] : {}) as Fields;
      return !people.some((each) => each.field === column && each.of === of);
    })
    .map(({ table, column }) => `${table}.${column} refers to a person`);
}

test('SAR-1 ERA-1 every column that refers to a user is declared as a way to him', async () => {
  expect(await after('select', unreferenced)).toEqual([]);
  expect(await after('alter table notes add column seen_by uuid references users', unreferenced)).toEqual([
    'notes.seen_by refers to a person',
  ]);
});

test('SAR-1 ERA-1 the register alone leads to every row that is about a person, and to nobody else’s', async () => {
  const [company, other] = lab.tenant.companies;
  const found = await system.owner.transaction((trx) => rowsOfPerson(trx, company.user.id));
  expect(Object.keys(found).sort()).toEqual(
    expect.arrayContaining(['advance_orders', 'audit', 'grants', 'outbox', 'process_stages', 'processes', 'requests', 'users']),
  );
  const orders = await system.owner('advance_orders').where({ payer_id: company.user.id }).pluck('id');
  expect(found['advance_orders']!.map(({ id }) => id).sort()).toEqual(orders.sort());
  expect(found['users']).toHaveLength(1);
  const stranger = await system.owner.transaction((trx) => rowsOfPerson(trx, other.user.id));
  expect(Object.keys(stranger).sort()).toEqual(['grants', 'users']);
});

test('SEC-12 no column that is declared to hold no personal data holds a name or an address', async () => {
  const tables = declared('tables');
  const people: { given_name: string; family_name: string; email: string; mobile: string }[] = await system.owner.transaction(
    async (trx) => (await trx.raw('select given_name, family_name, email, mobile from users')).rows,
  );
  expect(people.length).toBeGreaterThan(5);
  const words = people.flatMap(({ email, family_name, mobile }) => [email, mobile, family_name].filter((word) => word?.length > 5));
  for (const [table, columns] of Object.entries(declaredTables())) {
    const own = tables[table]!;
    const personal = typeof own === 'object' && 'personal' in own ? (own.personal ?? []).flatMap(({ fields }) => fields.split(' ')) : [];
    const rows: Record<string, unknown>[] = await system.owner(table);
    const plain = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !personal.includes(column))));
    expect(columns.length).toBeGreaterThan(0);
    const text = asText(plain);
    expect([table, words.filter((word) => text.includes(word))]).toEqual([table, []]);
  }
});

const templates = () =>
  Object.fromEntries(
    listTemplates().map(({ name, kind }) => {
      const file = `${name}${kind === 'sms' ? '.txt' : '.md'}`;
      return [file, fieldsIn(readFileSync(`platform/templates/${file}`, 'utf8'))];
    }),
  );

test('SEC-12 OPS-3 every message names what is declared for it and nothing else, in its template and in its row', async () => {
  const said = declaredFields(declared('messages'));
  expect(drift(templates(), said)).toEqual([]);
  const real = templates();
  const foreign = fieldsIn('Subject: {{ reference }}\n\nDear {% if surname %}{{ givenName | upper }} {{ surname }}{% endif %}');
  expect(drift({ ...real, 'hold-overdue.md': foreign }, said)).toEqual([
    'hold-overdue.md.surname is not declared',
    'hold-overdue.md.givenName is not declared',
    'hold-overdue.md.due is declared and does not exist',
  ]);
  expect(drift({ ...real, 'welcome.md': [] }, said)).toEqual(['welcome.md is not declared']);
  expect(await undeclaredFacts(system.owner)).toEqual([]);
  const [mail] = await system.owner('outbox').where({ kind: 'mail' }).limit(1);
  expect(factsOf(declared('messages')[`${mail.name}.md`]!)).toEqual(expect.arrayContaining(Object.keys(mail.facts)));
  await system
    .owner('outbox')
    .where({ id: mail.id })
    .update({ facts: { ...mail.facts, surname: 'Lovelace' } });
  expect(await undeclaredFacts(system.owner)).toEqual([`${mail.name}.md: surname`]);
  await system.owner('outbox').where({ id: mail.id }).update({ facts: mail.facts });
});

test('SEC-12 a line of the log carries declared fields alone: others are left out when it is written', () => {
  const said = declaredFields({ log: register['core']!.logs! });
  const real = [...new Set<string>([...LINE_FIELDS, ...LOG_FIELDS])];
  expect(drift({ log: real }, said)).toEqual([]);
  expect(drift({ log: [...real, 'email'] }, said)).toEqual(['log.email is not declared']);
  const lines: string[] = [];
  const before = process.env['LOG_LEVEL'];
  process.env['LOG_LEVEL'] = 'info';
  const line = { tenant: 't', email: 'ada@people.example' } as { tenant: string };
  logTo({ write: (text) => void lines.push(text) }).info(line, 'words');
  process.env['LOG_LEVEL'] = before;
  expect(Object.keys(JSON.parse(lines[0]!)).sort()).toEqual(['level', 'msg', 'process', 'tenant', 'time']);
  expect(Object.keys(JSON.parse(lines[0]!)).filter((field) => !namesIn(register['core']!.logs!).includes(field))).toEqual([]);
});

test('SEC-12 an error of the database tells its statement, never what was put into it', async () => {
  const failing = system.owner('users').insert({ id: 'no identifier', email: 'ada@people.example', family_name: 'Lovelace' });
  const message = await failing.then(
    () => '',
    (error: Error) => error.message,
  );
  expect(message).toContain('insert into "users"');
  expect(message).not.toMatch(/ada@people|Lovelace/);
});

test('SEC-12 OPS-1 what Temporal shows of a process unencrypted is declared', () => {
  const { none } = declared('parties')['platform/temporal.ts']!;
  expect(drift({ temporal: Object.keys(SEARCH_ATTRIBUTES) }, declaredFields({ temporal: none! }))).toEqual([]);
});

test('RET-1 SEC-12 every kind of document that can be made is declared, and the kinds of files that people send', async () => {
  const { rows } = await system.owner.raw(
    `select pg_get_constraintdef(oid) as kinds from pg_constraint where conname = 'documents_kind_check'`,
  );
  const made = [...(rows[0].kinds as string).matchAll(/'([^']+)'/g)].map((match) => match[1]!);
  expect(made.length).toBeGreaterThan(0);
  expect(Object.keys(declared('files')).sort()).toEqual([...made, 'statement', 'upload'].sort());
});
