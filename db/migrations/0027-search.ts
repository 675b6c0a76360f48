import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, openToLookups } from './helpers';

/** What is found of one kind: where it stands, who sees it, and by what it is looked for; SQL over the table as `t`. */
interface Searched {
  table: string;
  /** Beyond its tenant, which every row is asked for. */
  seen: string;
  /** The text whose words are looked for, as an array of texts. */
  texts?: string;
  /** It grows for ever: its newest rows are found by an index, and whole words before parts of words. */
  isLong?: true;
  pence?: string;
  /** What it is known by beside its reference, in capitals: named in full, it stands first. */
  exactly?: string;
  /** The kind of process that has its reference. */
  process?: string;
  /** The column by which it belongs to an order, under whose whole reference it is found. */
  order?: string;
}

const OWN = '(own is null or t.organisation_id = own)';
const BELOW = '(nodes is null or t.node_id = any (nodes))';
const SEARCHED: Record<string, Searched> = {
  order: {
    table: 'advance_orders',
    seen: `${OWN} and ${BELOW}`,
    texts: 'array[t.purchase_order]',
    isLong: true,
    pence: 't.due_pence',
    exactly: 'upper(t.purchase_order)',
    process: 'advance-order',
  },
  receipt: {
    table: 'receipts',
    seen: 'own is null',
    texts: 'array_prepend(t.payer, t.texts)',
    isLong: true,
    pence: 't.pence',
    process: 'suspense',
    order: 't.order_id',
  },
  claim: {
    table: 'claims',
    seen: `${OWN} and (nodes is null or t.order_id in (select o.id from advance_orders o where o.node_id = any (nodes)))`,
    texts: 'array[t.quoted]',
    isLong: true,
    pence: 't.pence',
    order: 't.order_id',
  },
  reversal: { table: 'reversals', seen: 'own is null', pence: 't.pence', process: 'reversal' },
  approval: { table: 'approvals', seen: 'own is null', process: 'approval' },
  statement: { table: 'statements', seen: 'own is null', texts: 'array[t.file_name, t.statement_name]' },
  organisation: {
    table: 'organisations',
    seen: '(own is null or t.id = own)',
    texts: 'array[t.name, t.number]',
    exactly: 'upper(t.number)',
  },
  person: {
    table: 'users',
    seen: `${OWN} and (nodes is null or exists (select from grants g where g.user_id = t.id and g.node_id = any (nodes)))`,
    texts: 'array[t.given_name, t.family_name, t.email]',
    exactly: 'upper(t.email)',
  },
};
/** The columns that are looked at of tables that are closed to lookups so far. */
const LOOKED_AT = {
  advance_orders: 'id, tenant_id, organisation_id, node_id, purchase_order, due_pence, words',
  receipts: 'id, tenant_id, order_id, pence, words',
  claims: 'id, tenant_id, organisation_id, order_id, pence, words',
  reversals: 'id, tenant_id, pence',
  approvals: 'id, tenant_id',
  statements: 'id, tenant_id, words',
  processes: 'tenant_id, kind, entity_id, reference',
};
/** Letters with a mark are found by the bare letter, the same in a database of any locale. */
const MARKED: Record<string, string> = {
  a: 'àáâãäåāăą',
  c: 'çćč',
  d: 'ďđ',
  e: 'èéêëēęě',
  g: 'ğģ',
  i: 'ìíîïī',
  l: 'łĺľ',
  n: 'ñńňņ',
  o: 'òóôõöøō',
  r: 'řŕ',
  s: 'śşš',
  t: 'ţť',
  u: 'ùúûüūůű',
  y: 'ýÿ',
  z: 'źżž',
};
const marked = Object.values(MARKED).join('');
const bare = Object.entries(MARKED)
  .map(([letter, { length }]) => letter.repeat(length))
  .join('');
/** So many of a tenant's newest rows are read first: what is in one of a thousand is found among them, without its million others. */
const NEWEST = 6000;
/** So many rows that hold a part of a text are read at most; many more than are wanted, so that the index of parts is chosen. */
const MOST = 20_000;

/**
 * One search over all that a caller may see, by parts of texts, amounts and references (WRK-1, SEC-9), and saved filters of any list.
 * Row-level security keeps an index of parts of texts from being used; so a function looks that is told no tenant, takes the
 * session's, and answers identifiers alone (docs/decisions/0035).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table saved_filters add column list text not null default 'work';
    alter table saved_filters drop constraint saved_filters_user_id_name_key, add unique (user_id, list, name);

    create extension if not exists pg_trgm;
    create extension if not exists btree_gin;
    -- Texts as words of small letters and digits, with a space before each and behind the last.
    create function search_words(given text[]) returns text language plpgsql immutable strict parallel safe as $$
      declare said text := lower(array_to_string(given, ' '));
      begin
        if octet_length(said) > length(said) then said := translate(said, '${marked}${marked.toUpperCase()}', '${bare}${bare}'); end if;
        return ' ' || btrim(regexp_replace(said, '[^a-z0-9]+', ' ', 'g')) || ' ';
      end $$;
    -- Its cost keeps plans from going over rows with it.
    create function each_word(words text) returns text[] language plpgsql immutable strict parallel safe cost 1000 as
      $$ begin return string_to_array(btrim(words), ' '); end $$;
    create index processes_by_reference on processes (tenant_id, kind, (reference collate "C"));
    create index claims_of_order on claims (order_id);
    -- What waits at each desk, counted up to a thousand.
    create index claims_open on claims (tenant_id) where state = 'open';
    create index reversals_awaiting on reversals (tenant_id) where state = 'awaiting';
    create index approvals_awaiting on approvals (tenant_id, what) where state = 'awaiting';
    create index advance_orders_open_by_due on advance_orders (tenant_id, due_at) where state not in ('allocated', 'reversed', 'cancelled');
    create index access_requests_waiting on access_requests (tenant_id) where state in ('none', 'asked', 'withStaff');
    create index statements_in_doubt on statements (tenant_id) where doubtful_count > 0;
    create index receipts_of_amount on receipts (tenant_id, pence, id desc);
    create index advance_orders_of_amount on advance_orders (tenant_id, due_pence, id desc);
    create index claims_of_amount on claims (tenant_id, pence, id desc);
    create index reversals_of_amount on reversals (tenant_id, pence, id desc);
  `);
  for (const { table, texts, exactly, isLong } of Object.values(SEARCHED)) {
    const column = (expression: string) => expression.replace(/\bt\./g, '');
    if (exactly) await knex.raw(`create index ${table}_named on ${table} (tenant_id, (${column(exactly)}))`);
    // Not many new rows wait to be sorted in: each search reads those that do.
    if (texts)
      await knex.raw(`
        alter table ${table} add column words text generated always as (search_words(${column(texts)})) stored;
        create index ${table}_by_words on ${table} using gin (tenant_id, words gin_trgm_ops) with (gin_pending_list_limit = 256)`);
    if (isLong) await knex.raw(`create index ${table}_by_word on ${table} using gin (tenant_id, (each_word(words)))`);
  }
  for (const [table, columns] of Object.entries(LOOKED_AT)) await openToLookups(knex, table, `select (${columns})`);
  await knex.raw(`grant select on nodes to ${LOOKUP_ROLE}`);
  await asLookup(knex, searchFunction());
  await asLookup(knex, CALLED);
}

/** Organisations by any part of their name as it is written, or by their whole number: the index of words narrows what is read. */
const CALLED = `
  create function organisations_called(given text) returns setof uuid
    language plpgsql stable security definer set search_path = public set plan_cache_mode = force_custom_plan set jit = off as $$
    declare
      tenant uuid := app_tenant();
      own uuid := app_organisation();
      pattern text := '%' || btrim(search_words(array[given])) || '%';
    begin
      return query
        select t.id from organisations t
        where t.tenant_id = tenant and t.words like pattern and position(lower(given) in lower(t.name)) > 0 and (own is null or t.id = own)
        union
        select t.id from organisations t where t.tenant_id = tenant and upper(t.number) = upper(given) and (own is null or t.id = own);
    end $$;
  revoke all on function organisations_called from public;
  grant execute on function organisations_called to countersign_app`;

/**
 * `search_ids(kind, text, references in capitals, pence, nodes, most)`: one more than is wanted, those named in full first, then the
 * newest. A part of a text is looked for as whole words but for its ends; one that begins with a word of fewer than three letters
 * where a word begins, as there is no index of shorter parts.
 */
function searchFunction(): string {
  return `
    create function search_ids(wanted text, given text, refs text[], given_pence bigint, nodes uuid[], most int) returns table (id uuid, is_named boolean)
      language plpgsql stable security definer set search_path = public set plan_cache_mode = force_custom_plan set jit = off as $$
      declare
        tenant uuid := app_tenant();
        own uuid := app_organisation();
        sought text := btrim(search_words(array[given]));
        pattern text := case when length(sought) > 1 then case when length(split_part(sought, ' ', 1)) < 3 then '% ' else '%' end || sought || '%' end;
      begin
        ${Object.entries(SEARCHED)
          .map(([kind, searched]) => `if wanted = '${kind}' then return query ${found(searched)}; end if;`)
          .join('\n')}
      end $$;
    revoke all on function search_ids from public;
    grant execute on function search_ids to countersign_app`;
}

function found(of: Searched): string {
  const ways = [byReference(of), byOrder(of), byName(of), byPence(of), byWords(of)].filter((way) => way !== null);
  return `select f.id, bool_or(f.is_named) from (${ways.join(' union all ')}) f (id, is_named) group by f.id order by 2 desc, f.id desc limit most + 1`;
}

const reference = 'p.reference collate "C"';

function byReference({ table, seen, process }: Searched): string | null {
  if (!process) return null;
  return `(select p.id, p.reference = r.start as is_named from unnest(refs) r(start) cross join lateral (
    select t.id, p.reference from processes p join ${table} t on t.id = p.entity_id
    where p.tenant_id = tenant and p.kind = '${process}' and ${reference} >= r.start and ${reference} < r.start || '~'
      and t.tenant_id = tenant and ${seen} order by ${reference} limit most + 1) p)`;
}

function byOrder({ table, seen, order }: Searched): string | null {
  if (!order) return null;
  return `(select t.id, false from processes p join ${table} t on ${order} = p.entity_id
    where p.tenant_id = tenant and p.kind = 'advance-order' and ${reference} = any (refs) and t.tenant_id = tenant and ${seen}
    order by t.id desc limit most + 1)`;
}

function byName({ table, seen, exactly }: Searched): string | null {
  if (!exactly) return null;
  return `(select t.id, true from ${table} t where t.tenant_id = tenant and ${exactly} = any (refs) and ${seen} limit most + 1)`;
}

function byPence({ table, seen, pence }: Searched): string | null {
  if (!pence) return null;
  return `(select t.id, false from ${table} t where t.tenant_id = tenant and ${pence} = given_pence and ${seen} order by t.id desc limit most + 1)`;
}

function byWords({ table, seen, texts, isLong }: Searched): string | null {
  if (!texts) return null;
  const holding = `select t.id from ${table} t where t.tenant_id = tenant and t.words like pattern and ${seen}`;
  const newest = (of: string) => `select m.id, false from (${of} limit ${MOST}) m order by m.id desc limit most + 1`;
  if (!isLong) return `(${newest(holding)})`;
  const isRare = '(select count(*) from recent) <= most';
  return `(with recent as materialized (
      select n.id from (select t.id, t.words from ${table} t where t.tenant_id = tenant and ${seen} order by t.id desc limit ${NEWEST}) n
      where n.words like pattern limit most + 1),
    whole as materialized (
      select t.id, t.words from ${table} t
      where t.tenant_id = tenant and each_word(t.words) @> each_word(sought) and pattern is not null and ${seen} and ${isRare} limit ${MOST})
    select r.id, false from recent r
    union all (select w.id, false from whole w where w.words like pattern order by w.id desc limit most + 1)
    union all (${newest(`${holding} and ${isRare} and not exists (select from whole)`)}))`;
}
