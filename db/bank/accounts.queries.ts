import { accountName, ownerOf } from '../../domain/bank/account-names';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { NODE_NAME, nodeNames } from '../organisations/offers';
import { OrganisationRow } from '../organisations/organisation.model';
import { BankAccountRow } from './statement.model';

/** What people call the owners of accounts of the journal, by account: a node with its company, a bank account, a centre (FIN-1, CEN-1). */
export async function accountOwners(trx: Transaction, accounts: string[]): Promise<Map<string, string>> {
  const owned = accounts.flatMap((account) => {
    const owner = ownerOf(account);
    return owner ? [{ account, ...owner }] : [];
  });
  const of = (...kinds: string[]) => owned.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const nodes = await nodeNames(trx, of('funds', 'debt'));
  for (const { id, name } of await BankAccountRow.query(trx).findByIds(of('bank'))) nodes.set(id, name);
  for (const { id, name } of await OrganisationRow.query(trx).findByIds(of('centre'))) nodes.set(id, name);
  return new Map(owned.flatMap(({ account, id }) => (nodes.has(id) ? [[account, nodes.get(id)!] as const] : [])));
}

/** What people call accounts of the journal: `Funds of Acme Ltd, Norwich`. */
export async function accountNames(trx: Transaction, accounts: string[]): Promise<Map<string, string>> {
  const owners = await accountOwners(trx, accounts);
  return new Map(accounts.map((account) => [account, accountName(account, owners.get(account))]));
}

/** An account as it stood before an instant and an entry, or as it stands now where there is none. */
export interface AsOf {
  account: string;
  before: { at: Instant; key: string } | null;
}

const BALANCES = `
  select case when a.until is null then (select coalesce(sum(value), 0) from tallies t where t.name = 'account/' || a.account)
    else (select coalesce(sum(p.pence), 0) from postings p join journal_entries e on e.id = p.entry_id
          where p.account = a.account and e.at <= a.until and e.key <> a.key) end::bigint as pence
  from jsonb_to_recordset($1::jsonb) as a(place int, account text, until timestamptz, key text) order by a.place`;

/** Debits less credits of accounts, in the order in which they are asked for. */
export async function balancesOf(trx: Transaction, asked: AsOf[]): Promise<Pence[]> {
  const rows = asked.map(({ account, before }, place) => ({ place, account, until: before?.at ?? null, key: before?.key ?? '' }));
  return (await prepared<{ pence: Pence }>(trx, 'balances-as-of', BALANCES, [JSON.stringify(rows)])).map(({ pence }) => pence);
}

/** An account that money can be moved on by hand, with debits less credits of it. */
export interface AdjustableAccount {
  account: string;
  owner: string | null;
  pence: Pence;
}

const WRITE_OFFS = 'writeOffs';
const ADJUSTABLE = `
  with found as (
    select n.id, ${NODE_NAME} as owner from nodes n join organisations o on o.id = n.organisation_id
    where $1::text is null or n.id in (
      select id from nodes where name ilike $1 union select s.id from nodes s join organisations c on c.id = s.organisation_id where c.name ilike $1)
  ), accounts as (
    select kind || '/' || id as account, owner from found, (values ('debt'), ('funds')) as kinds(kind)
    union all select '${WRITE_OFFS}', '' where $1::text is null or 'Write-offs' ilike $1
  )
  select account, nullif(owner, '') as owner,
    (select coalesce(sum(value), 0) from tallies t where t.name = 'account/' || a.account)::bigint as pence
  from accounts a where (owner, account) > ($2, $3) order by a.owner, a.account limit $4`;

/** The accounts that an adjustment may name (SEC-8): write-offs, then funds and debt of each node, by its name; a search looks into names of companies and of their nodes. */
export async function listAdjustable(
  trx: Transaction,
  filter: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<AdjustableAccount>> {
  const { search, cursor, limit } = filter;
  const like = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
  const [owner, account] = cursor ? decodeCursor(cursor, 'name', 'name') : ['', ''];
  const rows = await prepared<AdjustableAccount>(trx, 'adjustable-accounts', ADJUSTABLE, [like, owner, account, limit + 1]);
  return page(rows, limit, (last) => [last.owner ?? '', last.account]);
}
