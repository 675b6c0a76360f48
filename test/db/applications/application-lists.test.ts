import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { countApplications, listing, pageOfList, type ListFilter, type Places } from '../../../db/applications/application-lists.queries';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { applicationLists, openLists } from '../../../domain/applications/lists';
import { ENDS } from '../../../domain/applications/states';
import { ownDatabase } from '../../support/own-database';
import { PASSWORD } from '../../support/system';

const MANY = 20_000;
const AT = '2026-11-26T12:00:00.000Z';
const EVERY = [...openLists.inProgress, ...ENDS];
let owner: Database;
let database: Database;
let tenant: SeededTenant;

beforeAll(async () => {
  const own = await ownDatabase('application-lists');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'card-scheme', PASSWORD, { isCheap: true });
  await fill(MANY);
  await owner.raw('analyze');
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

/** Applications of one company, one in a hundred at the second office, in every state; one in fifty of those whose employee has left. */
async function fill(many: number): Promise<void> {
  const [{ id: organisation, offices, user }] = tenant.companies;
  const of = { tenant: tenant.id, organisation, one: offices[0], two: offices[1], user: user.id, many, states: EVERY, at: AT };
  await owner.transaction(async (trx) => {
    await trx.raw(
      `create temporary table made on commit drop as
       select uuidv7() as id, n, (:states::text[])[1 + n % array_length(:states::text[], 1)] as state,
         date_trunc('milliseconds', :at::timestamptz - (n % 400) * interval '1 day' - n * interval '1 second') as since,
         case when n % 100 = 0 then :two::uuid else :one::uuid end as node from generate_series(1, :many) n`,
      of,
    );
    await trx.raw(
      `insert into persons (id, tenant_id, given_name, family_name, birth_date) select id, :tenant, 'Ann', 'x' || n, date '1980-01-01' from made`,
      of,
    );
    await trx.raw(
      `insert into employments (id, tenant_id, organisation_id, node_id, person_id, started_on, ended_on, declaration, declared_by, declared_at)
       select id, :tenant, :organisation, node, id, date '2016-01-01', case when n % 50 = 7 then date '2026-01-01' end, 'd', :user, now() from made`,
      of,
    );
    await trx.raw(
      `insert into applications (id, tenant_id, organisation_id, node_id, person_id, card_type, form_changed_at, created_at, created_by, state, state_since, history_at)
       select id, :tenant, :organisation, node, id, 'craft', since, since, :user, state, since,
         case when state = 'completed' then since + interval '90 days' when state = any (:ends::text[]) then since end from made`,
      { ...of, ends: ENDS },
    );
  });
}

const company = (): Places => ({ tenant: tenant.id, organisation: tenant.companies[0].id, nodes: null });
const office = (): Places => ({ ...company(), nodes: [tenant.companies[0].offices[1]] });
const scheme = (): Places => ({ tenant: tenant.id, organisation: null, nodes: null });
const employer = () => ({ tenant: tenant.id, organisation: tenant.companies[0].id });
const staff = () => ({ tenant: tenant.id, organisation: null });
const filter = (change: Partial<ListFilter>): ListFilter => ({ places: company(), sort: 'created', limit: 25, ...change });

/** How the app's role runs a page, in truth. */
async function planOf(change: Partial<ListFilter>, scope: { tenant: string; organisation: string | null }): Promise<string> {
  return inScope(database, scope, async (trx) => {
    const { text, values } = listing(filter(change), AT);
    const connection = await trx.client.acquireConnection();
    const { rows } = await connection.query({ text: `explain (analyze, costs off) ${text}`, values });
    return (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
  });
}
/** How many rows of a plan were read of a table and thrown away. */
const readInVain = (plan: string) => [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);

const ways = applicationLists.flatMap((list) =>
  (['created', 'changed'] as const).flatMap((sort) => [
    [list, sort, 'an office', office, employer] as const,
    [list, sort, 'a company', company, employer] as const,
    [list, sort, 'a scheme', scheme, staff] as const,
  ]),
);
test.each(ways)(
  'APP-7 a page of %s among thousands, sorted by %s, of %s, comes from an index of that order',
  async (list, sort, _of, places, scope) => {
    const plan = await planOf({ list, sort, places: places() }, scope());
    expect(plan).not.toMatch(/Seq Scan on (applications|employments)|hashed SubPlan/);
    expect(readInVain(plan)).toBeLessThan(200);
  },
);

test('APP-7 SEC-7 all pages of a list together are each of its applications once, in order, and none of whoever has left', async () => {
  for (const sort of ['created', 'changed'] as const) {
    const found: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const { items, next } = await inScope(database, employer(), (trx) =>
        pageOfList(trx, filter({ list: 'inProgress', sort, cursor: cursor ?? undefined, limit: 200 }), AT),
      );
      found.push(...items);
      cursor = next;
    }
    const expected = await owner('applications as a')
      .join('employments as e', 'e.id', 'a.person_id')
      .whereNull('e.ended_on')
      .whereIn('a.state', openLists.inProgress)
      .orderByRaw(sort === 'created' ? 'a.id desc' : 'a.state_since desc, a.id desc')
      .pluck('a.id');
    expect([found.length, found]).toEqual([expected.length, expected]);
  }
});

test('APP-7 each list is counted one further than to five hundred, of an office and a company', async () => {
  const of = (places: Places) => inScope(database, employer(), (trx) => countApplications(trx, places, AT));
  const [here, all] = [await of(office()), await of(company())];
  for (const list of applicationLists) {
    const rows = (await inScope(database, employer(), (trx) => pageOfList(trx, filter({ list, places: office(), limit: 2000 }), AT))).items;
    expect([list, here[list]]).toEqual([list, rows.length]);
  }
  expect([all.inProgress, all.history]).toEqual([501, 501]);
});
