import { AdvanceOrderRow } from '../orders/advance-order.model';
import { ClaimRow } from '../bank/claim.model';
import { ReceiptRow } from '../bank/receipt.model';
import { ReversalRow } from '../bank/reversal.model';
import { BankAccountRow, StatementRow } from '../bank/statement.model';
import { OrganisationRow } from '../organisations/organisation.model';
import { UserRow } from '../access/user.model';
import type { Transaction } from '../core/database';
import { findApprovals, type ApprovalRow } from './approvals.queries';
import type { FoundOfKind, SearchKind } from './search.queries';

/** An order by its reference, and who ordered. */
type Ordered = Pick<AdvanceOrderRow, 'reference'> & { organisation: string };
/** What a search shows of each kind, with the names of what it belongs to. */
export interface FoundRows {
  order: { row: AdvanceOrderRow; organisation: string };
  receipt: { row: ReceiptRow };
  claim: { row: ClaimRow; order: Ordered };
  reversal: { row: ReversalRow; order: Ordered };
  approval: { row: ApprovalRow };
  statement: { row: StatementRow; account: string };
  organisation: { row: OrganisationRow };
  person: { row: UserRow; organisation: string | null };
}
type Readers = { [Kind in SearchKind]: (trx: Transaction, ids: string[]) => Promise<FoundRows[Kind][]> };

const readers: Readers = {
  order: async (trx, ids) => {
    const rows = await AdvanceOrderRow.query(trx).findByIds(ids);
    const names = await namesOf(
      trx,
      rows.map((row) => row.organisationId),
    );
    return rows.map((row) => ({ row, organisation: names.get(row.organisationId)! }));
  },
  receipt: async (trx, ids) => (await ReceiptRow.query(trx).findByIds(ids).withGraphFetched('order')).map((row) => ({ row })),
  claim: async (trx, ids) => withOrders(trx, await ClaimRow.query(trx).findByIds(ids)),
  reversal: async (trx, ids) => withOrders(trx, await ReversalRow.query(trx).findByIds(ids)),
  approval: async (trx, ids) => (await findApprovals(trx, ids)).map((row) => ({ row })),
  statement: async (trx, ids) => {
    const rows = await StatementRow.query(trx).findByIds(ids);
    const accounts = await BankAccountRow.query(trx).findByIds(rows.map((row) => row.bankAccountId));
    return rows.map((row) => ({ row, account: accounts.find(({ id }) => id === row.bankAccountId)!.name }));
  },
  organisation: async (trx, ids) => (await OrganisationRow.query(trx).findByIds(ids)).map((row) => ({ row })),
  person: async (trx, ids) => {
    const rows = await UserRow.query(trx).findByIds(ids);
    const names = await namesOf(
      trx,
      rows.flatMap((row) => row.organisationId ?? []),
    );
    return rows.map((row) => ({ row, organisation: (row.organisationId && names.get(row.organisationId)) || null }));
  },
};

/** The rows of what was found, in its order; what is out of scope is left out (SEC-9). */
export async function rowsFound<Kind extends SearchKind>(
  trx: Transaction,
  { kind, ids }: FoundOfKind & { kind: Kind },
): Promise<FoundRows[Kind][]> {
  const found = await readers[kind](trx, ids);
  const byId = new Map<string, FoundRows[Kind]>(found.map((each) => [each.row.id, each]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function withOrders<Row extends { orderId: string }>(trx: Transaction, rows: Row[]): Promise<{ row: Row; order: Ordered }[]> {
  const orders = await AdvanceOrderRow.query(trx).findByIds(rows.map(({ orderId }) => orderId));
  const names = await namesOf(
    trx,
    orders.map((order) => order.organisationId),
  );
  return rows.map((row) => {
    const { reference, organisationId } = orders.find(({ id }) => id === row.orderId)!;
    return { row, order: { reference, organisation: names.get(organisationId)! } };
  });
}

async function namesOf(trx: Transaction, organisations: string[]): Promise<Map<string, string>> {
  const rows = await OrganisationRow.query(trx).findByIds(organisations).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
