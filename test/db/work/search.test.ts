import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { connectDatabase, inScope, type Database, type Transaction } from '../../../db/core/database';
import { APP_ROLE } from '../../../db/roles';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { findSought, type SearchKind } from '../../../db/work/search.queries';
import { readSearch } from '../../../domain/work/search';
import { ownDatabase } from '../../support/own-database';
import { PASSWORD } from '../../support/system';

const MANY = 20_000;
let owner: Database;
let database: Database;
let tenant: SeededTenant;
let other: SeededTenant;

beforeAll(async () => {
  const own = await ownDatabase('search');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  [tenant, other] = [
    await seedTenant(owner, '1', 'One', 'card-scheme', PASSWORD, { isCheap: true }),
    await seedTenant(owner, '2', 'Two', 'card-scheme', PASSWORD, { isCheap: true }),
  ];
  await fill(tenant, MANY);
  await fill(other, 100);
  await owner.raw('analyze');
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

/** Things of every kind, each with a word of its own. */
async function fill({ id, key, companies, bankAccounts, staff }: SeededTenant, many: number): Promise<void> {
  const [{ id: organisation, company: node, offices, user }] = companies;
  const of = {
    id,
    organisation,
    node,
    office: offices[0],
    user: user.id,
    account: bankAccounts.lloyds,
    finance: staff.finance.id,
    many,
    key,
  };
  await owner.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(
      `create temporary table made on commit drop as
       select gen_random_uuid() as id, gen_random_uuid() as statement, gen_random_uuid() as claim, n, 'x' || substr(md5(n::text), 1, 8) as word from generate_series(1, :many) n`,
      of,
    );
    await trx.raw(
      `insert into advance_orders (id, tenant_id, organisation_id, node_id, payer_id, reference, purchase_order, billing_office_id, accounts_contact, credits, due_pence, state, state_since, chosen_at, due_at, allocated_pence, policy_version, version)
       select id, :id, :organisation, :node, :user, 'ECS' || :key || n, 'PO ' || word, :office, 'Ann', 1, n, 'held', now(), now(), now(), 0, '2026-11-01', 1 from made`,
      of,
    );
    await trx.raw(
      `insert into processes (business_id, tenant_id, organisation_id, kind, entity_type, entity_id, reference, owner, stage, awaiting, clock, since, why, next, policy_version, opened_at, version, state)
       select 'advance-order/' || id, :id, :organisation, 'advance-order', 'advance-order', id, 'ECS' || :key || n, 'x', 'Held', 'payer', 'payer', now(), '', '[]', '2026-11-01', now(), 1, '{}' from made`,
      of,
    );
    await trx.raw(
      `insert into statements (id, tenant_id, bank_account_id, file_name, file_hash, from_date, to_date, proof, proof_detail, line_count, known_count, imported_at, imported_by)
       select statement, :id, :account, word || '.csv', sha256(word::bytea), '2026-11-01', '2026-11-01', 'unproved', '', 0, 0, now(), :finance from made`,
      of,
    );
    await trx.raw(
      `insert into receipts (id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since)
       select id, :id, :account, statement, 1, gen_random_uuid(), '2026-11-01', n, 'Payer ' || word, array['PAYMENT ' || n], '{}', 'suspense', now(), now() from made`,
      of,
    );
    await trx.raw(
      `insert into claims (id, tenant_id, organisation_id, order_id, pence, booked_on, quoted, state, claimed_at, claimed_by)
       select claim, :id, :organisation, id, n, '2026-11-01', 'Quoted ' || word, 'declined', now(), :user from made`,
      of,
    );
    await trx.raw(
      `insert into organisations (id, tenant_id, name, kind, number) select id, :id, word || ' Ltd', 'employer', 'N' || n from made`,
      of,
    );
    await trx.raw(
      `insert into users (id, tenant_id, organisation_id, email, given_name, family_name, role)
       select id, :id, :organisation, word || '@' || :id || '.example', 'Ann', word, 'employerUser' from made`,
      of,
    );
  });
}

/** What a function runs in truth: the plans of every statement within it. */
async function plansWithin(called: string, bindings: unknown[]): Promise<string[]> {
  return owner.transaction(async (trx) => {
    const connection: ClientBase = await trx.client.acquireConnection();
    const told: string[] = [];
    const hear = ({ message }: { message?: string }) => told.push(message ?? '');
    connection.on('notice', hear);
    await trx.raw(`load 'auto_explain'; set local auto_explain.log_min_duration = 0; set local auto_explain.log_nested_statements = on;
      set local auto_explain.log_level = notice; set local auto_explain.log_analyze = on; set local role ${APP_ROLE}`);
    await trx.raw(`select set_config('app.tenant', ?, true), set_config('app.organisation', '', true)`, [tenant.id]);
    await trx.raw(`select * from ${called}`, bindings as never[]);
    connection.off('notice', hear);
    return told;
  });
}
async function plansOf(kind: SearchKind, typed: string): Promise<string> {
  const { text, references, pence } = readSearch(typed);
  const plans = await plansWithin('search_ids(?, ?, ?, ?, null, 5)', [kind, text, references, pence === null ? null : String(pence)]);
  return plans.filter((each) => each.includes('bool_or')).join('\n');
}
const search = (
  typed: string,
  kinds: SearchKind[],
  scope: { tenant: string; organisation: string | null } = { tenant: tenant.id, organisation: null },
) =>
  inScope(database, scope, (trx: Transaction) =>
    findSought(
      trx,
      readSearch(typed),
      kinds.map((kind) => ({ kind, nodes: null })),
      5,
    ),
  );
const word = 'xc4ca4238';

test.each([
  ['order', 'advance_orders'],
  ['receipt', 'receipts'],
  ['claim', 'claims'],
  ['statement', 'statements'],
  ['organisation', 'organisations'],
  ['person', 'users'],
] as const)(
  'WRK-1 a part of the text of one %s among thousands is found by the index of words, reading no table through',
  async (kind, table) => {
    const plans = await plansOf(kind, word.slice(1));
    expect(plans).toContain(`Bitmap Index Scan on ${table}_by_words`);
    expect(plans).not.toMatch(/Seq Scan/);
    expect(await search(word.slice(1), [kind])).toMatchObject([{ kind, more: false }]);
  },
);

test.each([
  ['order', 'advance_orders_of_amount'],
  ['receipt', 'receipts_of_amount'],
  ['claim', 'claims_of_amount'],
] as const)('WRK-1 the amount of one %s among thousands is found by the index of amounts', async (kind, index) => {
  const plans = await plansOf(kind, '£123.45');
  expect(plans).toContain(index);
  expect(plans).not.toMatch(/Seq Scan/);
  const [found] = await search('£123.45', [kind]);
  expect(found!.ids).toHaveLength(1);
});

test('WRK-1 a reference and its beginning are found by the index of references, the one named in full first', async () => {
  const plans = await plansOf('order', 'ecs112');
  expect(plans).toContain('Index Scan using processes_by_reference');
  expect(plans).not.toMatch(/Seq Scan/);
  const { ids, more } = (await search('ecs112', ['order']))[0]!;
  expect([ids.length, more]).toEqual([5, true]);
  expect(await referencesOf(ids)).toEqual(expect.arrayContaining(['ECS112']));
  expect((await referencesOf(ids.slice(0, 1)))[0]).toBe('ECS112');
});

test('WRK-1 what has two letters is found where a word begins, and a text in whatever case and with whatever signs it is typed', async () => {
  const plans = await plansOf('receipt', 'zz');
  expect(plans).toContain('Bitmap Index Scan on receipts_by_words');
  expect(await search('zz', ['receipt'])).toEqual([]);
  expect(await search(`PAYER--${word.toUpperCase()}`, ['receipt'])).toMatchObject([{ ids: [expect.any(String)], more: false }]);
  expect(await search('c4ca4238 ltd', ['organisation'])).toMatchObject([{ ids: [expect.any(String)], more: false }]);
});

test.each(['order', 'receipt', 'claim'] as const)(
  'WRK-1 a whole word of one %s is found by the index of words, without looking for parts',
  async (kind) => {
    const table = { order: 'advance_orders', receipt: 'receipts', claim: 'claims' }[kind];
    const plans = await plansOf(kind, word);
    expect(plans).toMatch(new RegExp(`Bitmap Index Scan on ${table}_by_words .*\\(never executed\\)`));
    expect(plans).toMatch(new RegExp(`Bitmap Index Scan on ${table}_by_word .*\\(actual`));
    expect(plans).not.toMatch(/Seq Scan/);
    expect(await search(word, [kind])).toMatchObject([{ ids: [expect.any(String)], more: false }]);
  },
);

test('WRK-1 what most of them have in common is answered from the newest rows, without reading the others', async () => {
  const plans = await plansOf('receipt', 'payment');
  expect(plans).toMatch(/Bitmap Index Scan on receipts_by_words .*\(never executed\)/);
  expect(await search('payment', ['receipt'])).toMatchObject([{ kind: 'receipt', more: true }]);
});

test.each(['%%', '__', '%_%', '\\\\', '\\%', "';--", '"', '()', '£', '日本語', '\u0001\u0002'])(
  'WRK-1 %j is no pattern: it finds nothing, or what has it in its text',
  async (typed) => {
    expect(await search(typed, ['order', 'receipt', 'claim', 'reversal', 'approval', 'statement', 'organisation', 'person'])).toEqual([]);
  },
);

test('SEC-9 a search answers nothing of another tenant and nothing of another organisation, nor without a scope', async () => {
  const kinds: SearchKind[] = ['order', 'claim', 'organisation', 'person', 'receipt', 'statement'];
  const own = { tenant: tenant.id, organisation: tenant.companies[0].id };
  const [all, mine] = [await search(word, kinds), await search(word, kinds, own)];
  expect(all.map(({ kind }) => kind)).toEqual(['order', 'receipt', 'claim', 'statement', 'organisation', 'person']);
  expect(mine.map(({ kind }) => kind)).toEqual(['order', 'claim', 'person']);
  expect(await search(word, kinds, { tenant: tenant.id, organisation: tenant.companies[1].id })).toEqual([]);
  const theirs = await search(word, kinds, { tenant: other.id, organisation: null });
  const ids = (found: typeof all) => found.flatMap((each) => each.ids);
  expect(theirs).toHaveLength(6);
  expect(ids(theirs).filter((id) => ids(all).includes(id))).toEqual([]);
  const { rows } = await database.raw(`select * from search_ids('receipt', ?, '{}', null, null, 5)`, [word]);
  expect(rows).toEqual([]);
});

test('SEC-7 where rights hold at some nodes only, nothing of other nodes is found', async () => {
  const [{ company, offices }] = tenant.companies;
  const at = (node: string) =>
    inScope(database, { tenant: tenant.id, organisation: tenant.companies[0].id }, (trx) =>
      findSought(
        trx,
        readSearch(word),
        [
          { kind: 'order', nodes: [node] },
          { kind: 'claim', nodes: [node] },
        ],
        5,
      ),
    );
  expect((await at(company)).map(({ kind }) => kind)).toEqual(['order', 'claim']);
  expect(await at(offices[0])).toEqual([]);
});

test('WRK-1 a name with marks is found without them and with them', async () => {
  await owner('organisations').insert({ id: randomUUID(), tenant_id: tenant.id, name: 'ÉLECTRICITÉ Müller & Söhne', kind: 'employer' });
  for (const typed of ['electricite muller', 'Électricité Müller', 'MÜLLER & SÖHNE', 'élec'])
    expect([typed, await search(typed, ['organisation'])]).toEqual([typed, [expect.objectContaining({ kind: 'organisation' })]]);
});

test('EMP-6 SEC-9 organisations are found by a part of their name as it is written and by their number, by indexes, in one tenant alone', async () => {
  const called = (given: string, scope: { tenant: string; organisation: string | null } = { tenant: tenant.id, organisation: null }) =>
    inScope(database, scope, async (trx) => (await trx.raw('select organisations_called(?) as id', [given])).rows as { id: string }[]);
  for (const [typed, index] of [
    [`${word.slice(1, 6)}`, 'organisations_by_words'],
    ['n123', 'organisations_named'],
  ] as const) {
    const plans = (await plansWithin('organisations_called(?)', [typed])).filter((each) => each.includes('position(')).join('\n');
    expect(plans).toContain(index);
    expect(plans).not.toMatch(/Seq Scan/);
  }
  expect(await called(`${word.toUpperCase()} LTD`)).toHaveLength(1);
  expect(await called('N123')).toHaveLength(1);
  expect(await called(`${word}  ltd`)).toEqual([]);
  expect(await called(`${word} ltd`, { tenant: tenant.id, organisation: tenant.companies[0].id })).toEqual([]);
  expect(await called('brightwire', { tenant: tenant.id, organisation: tenant.companies[0].id })).toEqual([{ id: tenant.companies[0].id }]);
  const theirs = await called(word, { tenant: other.id, organisation: null });
  expect(theirs).toHaveLength(1);
  expect(theirs).not.toEqual(await called(word));
  expect((await database.raw('select organisations_called(?)', [word])).rows).toEqual([]);
});

async function referencesOf(ids: string[]): Promise<string[]> {
  const rows = await owner('processes').whereIn('entity_id', ids).select('entity_id', 'reference');
  return ids.map((id) => rows.find(({ entity_id }) => entity_id === id).reference);
}
