import { setTimeout as pause } from 'node:timers/promises';
import { renderMail } from '../activities/providers/mail-templates';
import { MailNotSent, type MailSender } from '../activities/providers/smtp';
import { beginDelivery, endDelivery, failDelivery, releaseDelivery, type OutboxRow } from '../db/commands/outbox.commands';
import { casesToOpen } from '../db/commands/suspense.commands';
import { inScope, type Database } from '../db/database';
import type { ProcessStart } from '../messages/common';
import type { Keyring } from '../platform/keys';
import { signLink } from '../platform/links';
import type { Processes } from '../platform/temporal';

/** Cases are opened at this pace, so that a statement of thousands leaves the machine to people's commands. */
const BETWEEN_CASES_MS = 100;

/** What a delivery needs. */
export interface DeliveryDeps {
  database: Database;
  processes: Processes;
  mail: MailSender;
  /** What links in mails are signed with, and where they lead. */
  ring: Keyring;
  publicUrl: string;
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
  if (row.name === 'suspense') await openCases(deps, row);
  else await deps.processes.start(row.facts['start'] as unknown as ProcessStart, row.facts['input']);
  return null;
}

/** Repeated after a crash it goes on: what was started is not started twice. */
async function openCases({ database, processes }: DeliveryDeps, { tenant, facts }: OutboxRow): Promise<void> {
  const receipts = facts['receipts'] as unknown as string[];
  for (const start of await inScope(database, { tenant, organisation: null }, (trx) => casesToOpen(trx, tenant, receipts))) {
    await processes.start(start);
    await pause(BETWEEN_CASES_MS);
  }
}

async function sendMail({ mail, ring, publicUrl }: DeliveryDeps, row: OutboxRow): Promise<string> {
  const messageId = `<${row.id}@countersign.example>`;
  const { question, tenant } = row.facts;
  const link: Record<string, string> = question
    ? { link: `${publicUrl}/that-was-us/${signLink(ring, 'that-was-us', `${tenant}/${question}`)}` }
    : {};
  await mail.send({ ...renderMail(row.name, { ...row.facts, ...link }), to: row.addresses, messageId });
  return messageId;
}
