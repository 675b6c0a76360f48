import type { Pence } from '../../domain/money';
import type { Approval } from '../../domain/work/approval.state';
import { UserRow } from '../access/user.model';
import { ClaimRow } from '../bank/claim.model';
import { ReceiptRow } from '../bank/receipt.model';
import { ReversalRow } from '../bank/reversal.model';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { stateOf } from '../core/processes.queries';
import { AdvanceOrderRow } from '../orders/advance-order.model';
import { OrganisationRow } from '../organisations/organisation.model';
import type { WorkItemRow } from './work.model';

/** What a task is about, as far as its subject has it: how much money, from whom. */
export interface TaskSubject {
  pence: Pence | null;
  payer: string | null;
}
/** A task with its subject and the name of whoever has taken it. */
export interface TaskDetails extends TaskSubject {
  item: WorkItemRow;
  assigneeName: string | null;
}

/** Tells of tasks what they are about and who has taken them: a query for each kind of subject on the page. */
export async function described(trx: Transaction, items: WorkItemRow[]): Promise<TaskDetails[]> {
  const idsOf = (type: string) => items.flatMap(({ entityType, entityId }) => (entityType === type ? [entityId] : []));
  const [receipts, claims, reversals, approvals] = [idsOf('receipt'), idsOf('claim'), idsOf('reversal'), idsOf('approval')];
  const subjects = new Map<string, TaskSubject>();
  for (const { id, pence, payer } of await found(receipts, () => ReceiptRow.query(trx).findByIds(receipts)))
    subjects.set(id, { pence, payer });
  for (const row of await found(approvals, () => ProcessRow.query(trx).whereIn('entity_id', approvals))) {
    const { proposal } = stateOf(row) as Approval;
    if (proposal?.what === 'adjustment') subjects.set(row.entityId, { pence: proposal.pence, payer: null });
  }
  const asked = await found(claims, () => ClaimRow.query(trx).findByIds(claims));
  const taken = await found(reversals, () => ReversalRow.query(trx).findByIds(reversals));
  const about = [
    ...asked.map(({ id, orderId, pence }) => ({ id, order: orderId, pence })),
    ...taken.map(({ id, orderId, pence }) => ({ id, order: orderId, pence })),
    ...idsOf('advance-order').map((id) => ({ id, order: id, pence: null })),
  ];
  const ids = about.map(({ order }) => order);
  const orders = await found(ids, () => AdvanceOrderRow.query(trx).findByIds(ids));
  const payers = await found(orders, () => OrganisationRow.query(trx).findByIds(orders.map(({ organisationId }) => organisationId)));
  for (const { id, order, pence } of about) {
    const of = orders.find((each) => each.id === order);
    if (of) subjects.set(id, { pence: pence ?? of.duePence, payer: payers.find((each) => each.id === of.organisationId)?.name ?? null });
  }
  const people = items.flatMap(({ assigneeId }) => assigneeId ?? []);
  const names = new Map((await found(people, () => UserRow.query(trx).findByIds(people))).map((user) => [user.id, user.fullName]));
  return items.map((item) => ({
    item,
    ...(subjects.get(item.entityId) ?? { pence: null, payer: null }),
    assigneeName: names.get(item.assigneeId ?? '') ?? null,
  }));
}

/** Asks for nothing where there is nothing to ask for. */
async function found<Row>(asked: unknown[], read: () => PromiseLike<Row[]>): Promise<Row[]> {
  return asked.length === 0 ? [] : read();
}
