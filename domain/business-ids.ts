/** The business ID of an order's process: `advance-order/ECS0944490`. */
export function advanceOrderId(reference: string): string {
  return `advance-order/${reference}`;
}

/** The business ID of a statement's import: `statement-import/<statement>`. */
export function statementImportId(statement: string): string {
  return `statement-import/${statement}`;
}

/** The name under which an order hears of a receipt that quotes it. */
export const RECEIPT_MATCHED = 'receiptMatched';
