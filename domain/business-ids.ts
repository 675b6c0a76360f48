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

/** The receipt of a case. */
export function receiptOf(businessId: string): string {
  return businessId.split('/')[1]!;
}

/** The business ID of a reversal: `reversal/<reversal>`. */
export function reversalId(reversal: string): string {
  return `reversal/${reversal}`;
}

/** The name under which a receipt's case hears where the receipt stands now. */
export const RECEIPT_MOVED = 'receiptMoved';
/** The name under which an order hears of a receipt that quotes it. */
export const RECEIPT_MATCHED = 'receiptMatched';
