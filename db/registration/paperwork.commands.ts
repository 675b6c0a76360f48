import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { askForDocument } from '../work/offers';

/** Asks for the paperwork of a group in the transaction that registers it (REG-10): the document worker makes it once that is committed. */
export async function askForPaperwork(
  trx: Transaction,
  { tenant, organisation, group, by }: { tenant: string; organisation: string; group: string; by: string },
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  await askForDocument(trx, { tenant, organisation, wish: { kind: 'registration', group }, by }, asked, at);
}
