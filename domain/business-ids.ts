/** The business ID of an order's process: `advance-order/ECS0944490`. */
export function advanceOrderId(reference: string): string {
  return `advance-order/${reference}`;
}

/** The business ID of a statement's import: `statement-import/<statement>`. */
export function statementImportId(statement: string): string {
  return `statement-import/${statement}`;
}

/** The business ID of a receipt's case: `suspense/<receipt>`, with a number where it comes back to suspense. */
export function suspenseId(receipt: string, time = 1): string {
  return time === 1 ? `suspense/${receipt}` : `suspense/${receipt}/${time}`;
}

/** The business ID of a reversal: `reversal/<reversal>`. */
export function reversalId(reversal: string): string {
  return `reversal/${reversal}`;
}

/** The business ID of an activation or reset: `invitation/<invitation>`. */
export function invitationId(invitation: string): string {
  return `invitation/${invitation}`;
}

/** The business ID of a request for access: `access-request/<request>`. */
export function accessRequestId(request: string): string {
  return `access-request/${request}`;
}

/** The business ID of a proposal: `approval/<approval>`. */
export function approvalId(approval: string): string {
  return `approval/${approval}`;
}

/** The business ID of a bulk action: `bulk-action/<action>`. */
export function bulkActionId(action: string): string {
  return `bulk-action/${action}`;
}

/** The identifier of the entity in a business ID. */
export function entityOf(businessId: string): string {
  return businessId.split('/')[1]!;
}

/** The name under which an invitation hears that it was accepted or withdrawn. */
export const INVITATION_MOVED = 'invitationMoved';
/** The name under which a receipt's case hears where the receipt stands now. */
export const RECEIPT_MOVED = 'receiptMoved';
/** The name under which an order hears of a receipt that quotes it. */
export const RECEIPT_MATCHED = 'receiptMatched';
