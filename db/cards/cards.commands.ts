import { v7 as uuid } from 'uuid';
import type { PrinterReport } from '../../domain/cards/card.state';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import type { Database, Transaction } from '../core/database';
import { startProcess } from '../core/outbox.commands';
import { policyInForce } from '../core/policies.queries';
import { wakeProcesses } from '../core/wakes';
import { CardReportRow, PrintedCardRow } from './card.model';

/** A card goes to the printer, and its case begins, once the transaction is committed (CRD-1). */
export async function startCard(
  trx: Transaction,
  { id, tenant, organisation }: { id: string; tenant: string; organisation: string },
): Promise<void> {
  const of = { owner: 'caseOperator', tenant, organisation, ...(await policyInForce(trx)) };
  await startProcess(trx, id, startOf('card', id, of));
}

/** CRD-1, CRD-2: keeps what the printer reports of a card, as it was received; its case decides what that changes. */
export async function takePrinterReport(
  trx: Transaction,
  id: string,
  told: Pick<PrinterReport, 'told' | 'round'>,
  at: Instant,
): Promise<void> {
  const { tenantId } = await PrintedCardRow.query(trx).findById(id).throwIfNotFound();
  const report = uuid();
  await CardReportRow.query(trx).insert({ id: report, tenantId, cardId: id, ...told, receivedAt: at });
  const change = { entity: { type: 'card', id }, event: 'printerReported', at, before: null, after: { report, ...told } };
  await auditChange(trx, { tenant: tenantId, organisation: null, ...change }, null);
  await wakeProcesses(trx, [id]);
}

/** The tenant of a card; null where it is none of ours. */
export async function tenantOfCard(database: Database, id: string): Promise<string | null> {
  const { rows } = await database.raw('select card_tenant(?) as tenant', [id]);
  return rows[0].tenant;
}
