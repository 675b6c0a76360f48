import { holidayRows } from '../../domain/calendar/calendar-words';
import type { AccountKey } from '../../domain/decision';
import { accountName } from '../../domain/bank/account-names';
import { inPounds, type Pence } from '../../domain/money';
import type { PolicyChanges } from '../../domain/policy';
import { bandRows } from '../../domain/bookings/window-moments';
import { windowInWords, windowRows } from '../../domain/catalogue/window';
import { feeInWords, feeOn, type Fee } from '../../domain/orders/fee';
import { balanceRows, bankAccountRows, feeRows, paymentRows, policyRows, type Change, type MovedAccount } from '../../domain/work/changes';
import { inWords } from '../../domain/work/approval.standing';
import type { Approval, Proposal } from '../../domain/work/approval.state';
import { londonDate, startOfDate, type Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { UserRow } from '../access/user.model';
import { momentsProposed } from '../bookings/offers';
import { productNames, productsById } from '../catalogue/offers';
import { accountOwners, balancesOf, findBankAccounts } from '../bank/offers';
import { feesOf } from '../orders/offers';
import type { BankAccountRow } from '../bank/statement.model';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { listPolicies } from '../core/policies.queries';

/** A proposal with its state, who proposed and who decided, and what it changes, in words (SEC-8). */
export interface ApprovalRow {
  id: string;
  what: Proposal['what'];
  words: string;
  changes: Change[];
  /** When it takes effect; null: once it is approved. */
  effectiveFrom: Instant | null;
  amount: Pence | null;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Instant;
  reason: string;
  decidedBy: string | null;
  decidedByName: string | null;
  state: 'awaiting' | 'approved' | 'declined';
  since: Instant;
  version: number;
  approval: Approval;
}

/** Proposals, newest first: of one kind, or all. */
export async function listApprovals(
  trx: Transaction,
  { what, cursor, limit }: { what?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ApprovalRow>> {
  const query = proposals(trx)
    .orderBy('a.id', 'desc')
    .limit(limit + 1);
  if (what) query.where('a.what', what);
  if (cursor) query.where('a.id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page<Stored>(await query, limit, (last) => [last.id]);
  return { items: await described(trx, items), next };
}

/** Some proposals, in no order. */
export async function findApprovals(trx: Transaction, ids: string[]): Promise<ApprovalRow[]> {
  return described(trx, await proposals(trx).whereIn('a.id', ids));
}

/** A proposal, or undefined. */
export async function findApproval(trx: Transaction, id: string): Promise<ApprovalRow | undefined> {
  return (await findApprovals(trx, [id]))[0];
}

type Told = Pick<ApprovalRow, 'words' | 'changes' | 'effectiveFrom' | 'amount'>;
type Stored = Omit<ApprovalRow, keyof Told | 'approval' | 'proposedByName' | 'decidedByName'> & { process: unknown };
type Read = Omit<Stored, 'process'> & { approval: Approval };
/** What the proposals of one answer are told by. */
interface Known {
  people: Map<string, string>;
  owners: Map<AccountKey, string>;
  /** Of each adjustment by its ID: debits less credits of both accounts before it. */
  balances: Map<string, [Pence, Pence]>;
  policies: { effectiveFrom: Instant; changes: PolicyChanges }[];
  bankAccounts: BankAccountRow[];
  fees: Fee[];
  /** Of products by their identifiers. */
  products: Map<string, string>;
  /** When the bands of each proposed window begin, by the proposal's ID. */
  bands: Map<string, Change[]>;
}

async function described(trx: Transaction, rows: Stored[]): Promise<ApprovalRow[]> {
  const stored = rows.map(({ process, ...row }) => ({ ...row, approval: fromJson<Approval>(JSON.stringify(process)) }));
  const known = await knownOf(trx, stored);
  return stored.map((row) => ({
    ...row,
    ...told(row, known),
    proposedByName: known.people.get(row.proposedBy)!,
    decidedByName: known.people.get(row.decidedBy ?? '') ?? null,
  }));
}

async function knownOf(trx: Transaction, rows: Read[]): Promise<Known> {
  const adjustments = rows.flatMap(({ id, state, since, approval: { proposal } }) =>
    proposal?.what === 'adjustment' ? [{ id, proposal, before: state === 'awaiting' ? null : { at: since, key: `adjustment/${id}` } }] : [],
  );
  const sides = adjustments.flatMap(({ proposal, before }) => [proposal.from, proposal.to].map((account) => ({ account, before })));
  const pence = await balancesOf(trx, sides);
  const people = await UserRow.query(trx).findByIds(
    rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]),
  );
  return {
    people: new Map(people.map((user) => [user.id, user.fullName])),
    owners: await accountOwners(
      trx,
      sides.map(({ account }) => account),
    ),
    balances: new Map(adjustments.map(({ id }, index) => [id, [pence[2 * index]!, pence[2 * index + 1]!]])),
    policies: rows.some(({ what }) => what === 'policy') ? await listPolicies(trx) : [],
    fees: rows.some(({ what }) => what === 'fee') ? await feesOf(trx) : [],
    products: await productsIn(trx, rows),
    bands: await bandsIn(trx, rows),
    bankAccounts: await findBankAccounts(
      trx,
      rows.flatMap(({ id, what }) => (what === 'bankAccount' ? [id] : [])),
    ),
  };
}

/** The names of the products that proposals are about, as they were called when the newest was made. */
async function productsIn(trx: Transaction, rows: Read[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ approval: { proposal } }) =>
    (proposal?.what === 'fee' || proposal?.what === 'window') && proposal.product ? [proposal.product] : [],
  );
  return ids.length === 0 ? new Map() : productNames(trx, ids, londonDate(rows[0]!.proposedAt));
}

async function bandsIn(trx: Transaction, rows: Read[]): Promise<Map<string, Change[]>> {
  const bands = new Map<string, Change[]>();
  for (const { id: proposal, approval } of rows) {
    if (approval.proposal?.what !== 'window') continue;
    const { product: id, opensOn } = approval.proposal;
    const [product] = await productsById(trx, [id], opensOn);
    const { before, after, along } = await momentsProposed(trx, approval.proposal, product?.lateAllowed ?? false);
    bands.set(proposal, bandRows(before, after, along));
  }
  return bands;
}

function told({ id, approval }: Read, { owners, balances, policies, bankAccounts, fees, products, bands }: Known): Told {
  const proposal = approval.proposal!;
  const plain = { words: inWords(proposal), effectiveFrom: null, amount: null };
  if (proposal.what === 'policy') {
    const { effectiveFrom, changes } = proposal;
    // What stands just before it: the newest that begins earlier.
    const before = policies.find((each) => Date.parse(each.effectiveFrom) < Date.parse(effectiveFrom))?.changes ?? {};
    return { ...plain, effectiveFrom, changes: policyRows(before, changes) };
  }
  if (proposal.what === 'bankAccount') {
    const account = bankAccounts.find((each) => each.id === id)!;
    return { ...plain, words: `Bank account ${account.name}, to import statements of`, changes: bankAccountRows(account) };
  }
  if (proposal.what === 'fee') {
    const { from } = proposal;
    const earlier = fees.filter((fee) => fee.from < from);
    const before = feeOn(earlier, proposal, from);
    const name = products.get(proposal.product ?? '');
    return { ...plain, words: feeInWords(proposal, name), effectiveFrom: startOfDate(from), changes: feeRows(before, proposal, name) };
  }
  if (proposal.what === 'calendar') return { ...plain, changes: holidayRows(proposal) };
  if (proposal.what === 'window') {
    const changes = [...windowRows(proposal), ...bands.get(id)!];
    return { ...plain, words: windowInWords(proposal, products.get(proposal.product)), changes };
  }
  if (proposal.what === 'orderPayment') {
    const { pence, vat } = proposal;
    return { ...plain, words: inWords(proposal), amount: pence, changes: paymentRows(pence, vat) };
  }
  const { from, to, pence } = proposal;
  const [ofFrom, ofTo] = balances.get(id)!;
  const moved: MovedAccount[] = [
    { account: from, owner: owners.get(from), pence: ofFrom, by: pence },
    { account: to, owner: owners.get(to), pence: ofTo, by: -pence },
  ];
  const names = [from, to].map((account) => accountName(account, owners.get(account)));
  return { ...plain, words: `Adjustment of ${inPounds(pence)} from ${names.join(' to ')}`, amount: pence, changes: balanceRows(moved) };
}

function proposals(trx: Transaction) {
  return trx('approvals as a')
    .join('processes as p', 'p.entity_id', 'a.id')
    .select({
      ...{ id: 'a.id', what: 'a.what', proposedBy: 'a.proposed_by', proposedAt: 'p.opened_at', reason: 'a.reason' },
      ...{ decidedBy: 'a.decided_by', state: 'a.state', since: 'a.state_since', version: 'a.version', process: 'p.state' },
    });
}
