import { defineSearchAttributeKey } from '@temporalio/common';
import { proxyActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { StatementActivities } from '../activities/bank.activities';
import type { ProcessStart } from '../messages/core.messages';
import type { StatementImportInput } from '../messages/bank.messages';

const { postReceipts } = proxyActivities<StatementActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * A proved and stored statement becomes receipts in suspense (ADV-4, BNK-1), a thousand lines a transaction; those that
 * quote one open order are told to that order by the same transactions.
 */
export async function statementImport(start: ProcessStart, input: StatementImportInput): Promise<{ receipts: number }> {
  for (;;) {
    const { posted, total, receipts } = await postReceipts({ tenant: start.tenant, statement: input.statement });
    setCurrentDetails(
      `**Statement ${start.reference}** – ${posted} of ${total} lines posted, ${receipts} receipts in suspense or on their way to an order.`,
    );
    upsertSearchAttributes([{ key: defineSearchAttributeKey('Stage', 'KEYWORD'), value: posted < total ? 'Posting' : 'Posted' }]);
    if (posted === total) return { receipts };
  }
}
