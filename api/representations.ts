import { toMoney, sum } from '../domain/money';
import type { OrderDetails } from '../db/queries/advance-orders.queries';
import type { ProcessRow } from '../db/models/process.model';
import type { ClaimRow } from '../db/models/claim.model';
import type { ReceiptRow } from '../db/models/receipt.model';
import type { ReversalRow } from '../db/models/reversal.model';
import type { StatementRow } from '../db/models/statement.model';
import type { MailRow, WorkItemRow } from '../db/models/work.model';
import type { AdvanceOrderRow } from '../db/models/advance-order.model';

/** What the payer is told with every order that is still open (ADV-2). */
function noticeFor(order: AdvanceOrderRow): string | null {
  if (order.state === 'allocated' || order.state === 'cancelled') return null;
  return `No funds are usable until finance has allocated your transfer, which may take up to 2 weeks. Quote ${order.reference} exactly: a wrong reference delays it.`;
}

/** An advance order; `received` counts what was received for it and not returned. */
export function orderBody({ order, receipts }: OrderDetails) {
  return {
    id: order.id,
    reference: order.reference,
    purchaseOrder: order.purchaseOrder,
    level: order.nodeId,
    billingOffice: order.billingOfficeId,
    accountsContact: order.accountsContact,
    credits: order.credits,
    due: toMoney(order.duePence),
    received: toMoney(sum(receipts.filter((receipt) => receipt.state !== 'returning').map((receipt) => receipt.pence))),
    allocated: toMoney(order.allocatedPence),
    state: order.state,
    bacsChosenAt: order.chosenAt,
    dueAt: order.dueAt,
    notice: noticeFor(order),
    version: order.version,
  };
}

/** How a process stands. */
export function standingBody(process: ProcessRow) {
  const { businessId, kind, reference, owner, stage, awaiting, clock, since, why, next, dueAt, endedAt, policyVersion } = process;
  return {
    businessId,
    kind,
    reference,
    owner,
    entity: process.entityId,
    stage,
    awaiting,
    clock,
    since,
    why,
    next,
    dueAt,
    endedAt,
    policyVersion,
  };
}

/** A statement with proof and progress. */
export function statementBody(statement: StatementRow) {
  const { id, fileName, lineCount, postedCount } = statement;
  return {
    id,
    bankAccount: statement.bankAccountId,
    fileName,
    from: statement.fromDate,
    to: statement.toDate,
    opening: statement.openingPence === null ? null : toMoney(statement.openingPence),
    closing: statement.closingPence === null ? null : toMoney(statement.closingPence),
    part: statement.part,
    proof: { status: statement.proof, detail: statement.proofDetail },
    progress: {
      lines: lineCount,
      known: statement.knownCount,
      posted: postedCount,
      receipts: statement.receiptCount,
      matched: statement.matchedCount,
      done: postedCount === lineCount,
    },
  };
}

/** A receipt. */
export function receiptBody(receipt: ReceiptRow) {
  const { id, bookedOn, payer, texts, state, row, version } = receipt;
  return {
    id,
    bankAccount: receipt.bankAccountId,
    bookedOn,
    amount: toMoney(receipt.pence),
    payer,
    texts,
    state,
    order: receipt.orderId,
    partOf: receipt.parentId,
    receivedAt: receipt.receivedAt,
    statement: receipt.statementId,
    row,
    version,
  };
}

/** A claim; who decided and why stands in its audit trail. */
export function claimRepresentation(claim: ClaimRow) {
  const { id, bookedOn, quoted, state, claimedAt, decidedAt } = claim;
  return {
    id,
    order: claim.orderId,
    receipt: claim.receiptId,
    amount: toMoney(claim.pence),
    bookedOn,
    quoted,
    state,
    claimedAt,
    decidedAt,
  };
}

/** A reversal. */
export function reversalRepresentation(reversal: ReversalRow) {
  const { id, state, stateSince, requestedBy, version } = reversal;
  const money = { amount: toMoney(reversal.pence), debt: toMoney(reversal.debtPence) };
  return { id, order: reversal.orderId, ...money, state, since: stateSince, requestedBy, version };
}

/** A mail of the log, without its text. */
export function mailBody(mail: MailRow) {
  const { id, status, createdAt, attempts, possibleRepeats, messageId, lastError } = mail;
  return {
    id,
    kind: mail.kind,
    template: mail.name,
    about: mail.entityId,
    status,
    createdAt,
    sentAt: mail.doneAt,
    deliveredAt: mail.deliveredAt,
    attempts: attempts ?? 0,
    nextTryAt: mail.runAt,
    possibleRepeats,
    messageId,
    lastError,
  };
}

/** A task for people. */
export function workItemBody(item: WorkItemRow) {
  const { id, queue, task, entityType, entityId, dueAt, openedAt, assigneeId } = item;
  const about = { type: entityType, id: entityId, reference: item.reference ?? null };
  return { id, queue, task, about, dueAt, openedAt, assignee: assigneeId };
}
