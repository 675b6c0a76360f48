import { expiringUntil } from '../domain/people/expiring-cards';
import { firstPolicy } from '../domain/policy';
import { v7 as uuid } from 'uuid';
import { countApplications, MOST_COUNTED, type ListFilter, type Places } from '../db/applications/application-lists.queries';
import { listApplications } from '../db/applications/applications.queries';
import { inScope, type Transaction } from '../db/core/database';
import { countExpiring, listEmployees, type EmployeeFilter } from '../db/people/employees.queries';
import { applicationLists } from '../domain/applications/lists';
import { londonDate } from '../domain/working-days';
import type { Scope } from '../platform/scope';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_LISTS=0.1` makes it a smoke test: the small size is a hundredth of the large one in any case. */
const PART = Number(process.env['BENCH_LISTS'] ?? 1);
const SMALL = { employees: 2000 * PART, applications: 5000 * PART };
const LARGE = { employees: SMALL.employees * 100, applications: SMALL.applications * 100 };
const ROUNDS = 25;
const WARM_UP = 5;
const PAGE = 25;
/** States in twenty parts: a third goes on, most was completed long ago. */
const STATES = [
  ...['beingCompleted', 'readyToFinalise', 'finalised', 'ordered', 'onHold', 'beingProduced'],
  ...['completed', 'completed', 'rejected', 'lapsed', 'abandoned'],
  ...Array<string>(9).fill('completed'),
];

interface Employer {
  tenant: string;
  organisation: string;
  offices: [string, string];
}
type Work = (trx: Transaction) => Promise<unknown>;

/** Every list of an employer and of staff over a hundred times the rows, in a scheme of its own with one employer: each page at most twice the time. */
export async function lists(bench: Bench): Promise<string[]> {
  const employer = await make(bench);
  const small = await grown(bench, employer, { employees: 0, applications: 0 }, SMALL);
  const large = await grown(bench, employer, SMALL, LARGE);
  const ratios = Object.keys(large).map((what) => ({ what, ratio: large[what]! / small[what]! }));
  const size = `${LARGE.employees.toLocaleString('en')} employees, ${LARGE.applications.toLocaleString('en')} applications / a hundredth`;
  return ratios
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ what, ratio }) => line(`${what}: ${size}`, ratio, 2, `${small[what]!.toFixed(1)} ms is 1`));
}

async function grown(bench: Bench, employer: Employer, from: typeof SMALL, to: typeof SMALL): Promise<Record<string, number>> {
  await fill(bench, employer, from, to);
  const times: Record<string, number> = {};
  for (const [what, scope, work] of pagesOf(employer)) {
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) taken.push(await timed(() => inScope(bench.database, scope, work)));
    times[what] = median(taken.slice(WARM_UP));
  }
  return times;
}

/** Each page, as whom it is asked for. */
function pagesOf({ tenant, organisation, offices }: Employer): [string, Scope, Work][] {
  const at = new Date().toISOString();
  const soon = expiringUntil(londonDate(at), firstPolicy.employees);
  const employer = { tenant, organisation };
  const places: [string, Scope, Places][] = [
    ['a company', employer, { tenant, organisation, nodes: null }],
    ['an office', employer, { tenant, organisation, nodes: [offices[1]] }],
    ['staff', { tenant, organisation: null }, { tenant, organisation: null, nodes: null }],
  ];
  const applications = (filter: Omit<ListFilter, 'limit'>) => (trx: Transaction) => listApplications(trx, { ...filter, limit: PAGE }, at);
  const employees = (nodes: string[] | null, filter: Partial<EmployeeFilter>) => (trx: Transaction) =>
    listEmployees(trx, { organisation, nodes, sort: 'name', limit: PAGE, ...filter }, londonDate(at));
  return [
    ...places.flatMap(([who, scope, of]): [string, Scope, Work][] => [
      ...applicationLists.flatMap((list): [string, Scope, Work][] => [
        [`${list} of ${who}`, scope, applications({ places: of, list, sort: 'created' })],
        [`${list} of ${who}, changed last`, scope, applications({ places: of, list, sort: 'changed' })],
      ]),
      [`all applications of ${who}`, scope, applications({ places: of, sort: 'created' })],
      [`counts of ${who}`, scope, (trx) => countApplications(trx, of, at)],
      ...(
        [
          ['by name', {}],
          ['by start', { sort: 'startedOn' }],
          ['with cards expiring', { cardsBy: soon }],
          ['with a pass', { hse: 'inDate' }],
          ['whose pass has expired', { hse: 'expired' }],
          ['without a pass', { hse: 'none' }],
          ['called so', { search: 'x1a2b' }],
        ] as [string, Partial<EmployeeFilter>][]
      ).map(([how, filter]): [string, Scope, Work] => [`employees of ${who} ${how}`, scope, employees(of.nodes, filter)]),
    ]),
    ['count of expiring cards', employer, (trx) => countExpiring(trx, { organisation, nodes: null }, soon, MOST_COUNTED + 1)],
  ];
}

async function make({ owner }: Bench): Promise<Employer> {
  const [tenant, organisation, top, one, two] = [uuid(), uuid(), uuid(), uuid(), uuid()];
  await owner('tenants').insert({ id: tenant, key: `lists-${tenant}`, name: 'Lists', kind: 'card-scheme' });
  await owner('organisations').insert({ id: organisation, tenant_id: tenant, name: 'Large', kind: 'employer', number: 'JIB1' });
  const node = (id: string, parent_id: string | null, kind: string) => ({
    ...{ id, parent_id, kind, name: kind, tenant_id: tenant, organisation_id: organisation },
  });
  await owner('nodes').insert(node(top, null, 'company'));
  await owner('nodes').insert([node(one, top, 'office'), node(two, top, 'office')]);
  return { tenant, organisation, offices: [one, two] };
}

/** People, each with a card and mostly a pass, one in a hundred at the second office, and their applications of three years; set-based, triggers off. */
async function fill({ owner, caller }: Bench, employer: Employer, from: typeof SMALL, to: typeof SMALL): Promise<void> {
  const { tenant, organisation, offices } = employer;
  await owner.transaction(async (trx) => {
    await trx.raw(`set local session_replication_role = replica; set local statement_timeout = 0`);
    const of = { tenant, organisation, one: offices[0], two: offices[1], user: caller.user, states: STATES };
    const people = { ...of, from: from.employees, to: to.employees };
    await trx.raw(
      `create temporary table people on commit drop as
       select md5(:tenant::text || n)::uuid as id, n, 'x' || substr(md5(n::text), 1, 8) as word,
         (current_date + (n::bigint * 7919 % 1500 - 20) * interval '1 day')::date as cards_until,
         case when n % 10 > 1 then (current_date + (n::bigint * 104729 % 900 - 100) * interval '1 day')::date end as hse_until
       from generate_series(:from::int, :to::int - 1) n`,
      people,
    );
    await trx.raw(
      `insert into persons (id, tenant_id, given_name, family_name, birth_date)
       select id, :tenant, 'Ann', word, date '1960-01-01' + n % 15000 from people`,
      people,
    );
    await trx.raw(
      `insert into employments (id, tenant_id, organisation_id, node_id, person_id, started_on, declaration, declared_by, declared_at, sorted_by, words, cards_until, hse_until)
       select id, :tenant, :organisation, case when n % 100 = 0 then :two::uuid else :one::uuid end, id, date '2016-01-01' + n % 3000, 'd', :user, now(),
         search_words(array[word, 'Ann']), search_words(array['Ann', word]), cards_until, hse_until from people`,
      people,
    );
    await trx.raw(
      `insert into cards (id, tenant_id, person_id, number, type, valid_from, valid_to, state)
       select id, :tenant, id, 'C' || n, 'craft', cards_until - 1500, cards_until, 'issued' from people`,
      people,
    );
    await trx.raw(
      `insert into hse_records (id, tenant_id, person_id, number, taken_on, expires_on, mode, result, source)
       select id, :tenant, id, 'H' || n, hse_until - 730, hse_until, 'online', 'pass', 'csv' from people where hse_until is not null`,
      people,
    );
    await trx.raw(
      `insert into applications (id, tenant_id, organisation_id, node_id, person_id, card_type, occupation, form_changed_at, created_at, created_by, state, state_since, history_at)
       select uuidv7(at - now()), :tenant, :organisation, case when n % 100 = 0 then :two::uuid else :one::uuid end, md5(:tenant::text || (:first::int + (n - :from::int) % :people::int))::uuid,
         (array['craft', 'managerial', 'apprentice'])[1 + (n - :from::int) / :people::int % 3], 'electricalLabourer', at, at, :user, state, at,
         case when state = 'completed' then at + interval '92 days' when state in ('rejected', 'lapsed', 'abandoned') then at end
       from (select n, (:states::text[])[1 + n / 100 % 20] as state,
           date_trunc('milliseconds', now() - ((:to::bigint - n) * 94608000 / :to::bigint) * interval '1 second') as at
         from generate_series(:from::int, :to::int - 1) n) made`,
      { ...of, from: from.applications, to: to.applications, first: from.employees, people: to.employees - from.employees },
    );
  });
  await owner.raw('vacuum analyze persons, employments, cards, hse_records, applications');
}
