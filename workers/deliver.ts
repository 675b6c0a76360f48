import { renderMail } from '../activities/providers/mail-templates';
import { MailNotSent, type MailSender } from '../activities/providers/smtp';
import { beginDelivery, endDelivery, failDelivery, processToStart, releaseDelivery, type OutboxRow } from '../db/commands/outbox.commands';
import { inScope, type Database } from '../db/database';
import type { Processes } from '../platform/temporal';

/** What a delivery needs. */
export interface DeliveryDeps {
  database: Database;
  processes: Processes;
  mail: MailSender;
}

/**
 * Delivers one outbox row: a mail, a signal or a start. Each once, as far as its receiver allows (OPS-3): signals and starts
 * are deduplicated there, a mail is sent again only if a try before never told its end, and that is counted.
 */
export async function deliver(deps: DeliveryDeps, job: { id: string; tenant: string }, isLastTry: boolean): Promise<void> {
  const scope = { tenant: job.tenant, organisation: null };
  const row = await inScope(deps.database, scope, (trx) => beginDelivery(trx, job.id));
  if (!row) return;
  try {
    const messageId = await send(deps, row);
    await inScope(deps.database, scope, (trx) => endDelivery(trx, row.id, messageId));
  } catch (error) {
    const nothingSent = error instanceof MailNotSent ? !error.mayHaveArrived : false;
    await inScope(deps.database, scope, async (trx) => {
      if (nothingSent) await releaseDelivery(trx, row.id);
      if (isLastTry) await failDelivery(trx, row.id);
    });
    throw error;
  }
}

async function send(deps: DeliveryDeps, row: OutboxRow): Promise<string | null> {
  if (row.kind === 'mail') return sendMail(deps, row);
  if (row.kind === 'signal') {
    await deps.processes.signal(row.target, row.name, row.facts);
    return null;
  }
  const process = await inScope(deps.database, { tenant: row.tenant, organisation: null }, (trx) => processToStart(trx, row.entity));
  await deps.processes.start({
    workflowType: row.name,
    start: {
      kind: process.kind,
      businessId: process.business_id,
      reference: process.reference,
      owner: process.owner,
      tenant: row.tenant,
      organisation: process.organisation_id,
      policyVersion: process.policy_version,
    },
    summary: `Statement import`,
    input: { statement: row.entity },
  });
  return null;
}

async function sendMail({ mail }: DeliveryDeps, row: OutboxRow): Promise<string> {
  const messageId = `<${row.id}@countersign.example>`;
  await mail.send({ ...renderMail(row.name, row.facts), to: row.addresses, messageId });
  return messageId;
}
