import type { ReceiptPosition, SuspenseFacts } from '../../domain/bank/suspense.state';
import { daysLater, sameClock, type Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyFor } from '../core/policies.queries';
import { currentCalendar } from '../core/processes.queries';

/** What a receipt's case is opened from; null where the receipt is not in suspense (BNK-2). */
export async function suspenseFacts(trx: Transaction, receipt: string, policyVersion: string): Promise<SuspenseFacts | null> {
  const { rows } = await trx.raw(
    `select r.pence, r.suspense_since, receipt_position(r) as position from receipts r where r.id = ? and r.state = 'suspense'`,
    [receipt],
  );
  const [row] = rows as { pence: bigint; suspense_since: Instant; position: ReceiptPosition }[];
  if (!row) return null;
  const { askPayersWorkingDays, escalateWorkingDays, returnDays } = (await policyFor(trx, policyVersion)).suspense;
  const calendar = await currentCalendar(trx);
  const since = row.suspense_since;
  return {
    pence: row.pence,
    position: row.position,
    schedule: [
      { what: 'askPayers', at: sameClock(since, askPayersWorkingDays, calendar) },
      { what: 'escalate', at: sameClock(since, escalateWorkingDays, calendar) },
      { what: 'giveBack', at: daysLater(since, returnDays) },
    ],
  };
}
