import { setTimeout as pause } from 'node:timers/promises';
import type { CardGateway } from '../activities/providers/gateway';
import type { IdentityProvider } from '../activities/providers/identity';
import type { LearnerRecordsService } from '../activities/providers/lrs';
import type { Printer } from '../activities/providers/printer';
import { NotSent } from '../activities/providers/not-sent';
import type { SmsSender } from '../activities/providers/sms';
import type { MailSender } from '../activities/providers/smtp';
import type { DeliveryEnd, OutboxRow } from '../db/core/outbox.commands';
import { jobToSend } from '../db/cards/printing.queries';
import { casesToOpen } from '../db/bank/suspense.commands';
import { papersInMail } from '../db/bookings/modified-papers.queries';
import { inScope, type Database } from '../db/core/database';
import { openProcess } from '../db/core/processes.queries';
import { keepAnswer, learnerToVerify } from '../db/learners/offers';
import { pageOpened, pageToOpen } from '../db/orders/card-payments.commands';
import { listedIn } from '../db/learners/lapse-mails.queries';
import { checkOpened, checkToOpen } from '../db/people/identity-checks.commands';
import type { LapseMail } from '../domain/learners/lapse-moments';
import type { ProcessStart } from '../domain/processes';
import { dateWords } from '../domain/working-days';
import type { Keyring } from '../platform/keys';
import { codeOf } from '../platform/codes';
import { signLink } from '../platform/links';
import { log } from '../platform/log';
import { deliveries } from '../platform/metrics';
import { renderMessage, type Facts, type ShownFacts } from '../platform/templates';
import type { Processes } from '../platform/temporal';

/** Cases are opened at this pace, so that a statement of thousands leaves the machine to people's commands. */
const BETWEEN_CASES_MS = 100;
const ENGINE_ANSWERS_WITHIN_MS = 30_000;
/** What goes to several people: to each under an ID of its own, as mail servers drop what comes twice under one. */
const TO_SEVERAL = /^(queue|invoice|batch|evidence)\//;

/** What a delivery needs. */
export interface DeliveryDeps {
  database: Database;
  processes: Processes;
  mail: MailSender;
  sms: SmsSender;
  identity: IdentityProvider;
  gateway: CardGateway;
  printer: Printer;
  lrs: LearnerRecordsService;
  /** What links in mails are signed with, and where they lead. */
  ring: Keyring;
  publicUrl: string;
  consoleUrl: string;
}

/**
 * Tries once to deliver a claimed row: a mail, an SMS, a signal or a start; answers how it ended and never throws. Each leaves once,
 * as far as its receiver allows (OPS-3): signals and starts are deduplicated there, a mail is sent again only if a try before
 * never told its end, and that is counted.
 */
export async function deliver(deps: DeliveryDeps, row: OutboxRow): Promise<DeliveryEnd> {
  try {
    const messageId = await send(deps, row);
    deliveries.inc({ kind: row.kind, outcome: 'delivered' });
    const isSkipped = row.kind === 'mail' && messageId === null;
    return { id: row.id, messageId, isSkipped, answered: hasCalled(row, messageId) || undefined };
  } catch (error) {
    deliveries.inc({ kind: row.kind, outcome: row.isLastTry ? 'failed' : 'repeated' });
    const { message } = error as Error;
    log.warn({ delivery: row.id, tenant: row.tenant, error: message.slice(0, 200) }, 'not delivered');
    if (!(error instanceof NotSent)) return { id: row.id, error: message, nothingSent: false };
    const { mayHaveArrived, isFinal, isAnswered: answered, reached } = error;
    return { id: row.id, error: message, nothingSent: !mayHaveArrived, isFinal, answered, reached };
  }
}

/** A message to nobody, and what was decided meanwhile, calls no service; what is told and started is the engine's. */
function hasCalled({ kind, recipients }: OutboxRow, messageId: string | null): boolean {
  return messageId !== null && (kind !== 'mail' || recipients.length > 0);
}

async function send(deps: DeliveryDeps, row: OutboxRow): Promise<string | null> {
  if (row.kind === 'mail') return sendMail(deps, row);
  if (row.kind === 'sms') return sendSms(deps, row);
  if (row.kind === 'identity') return openCheck(deps, row);
  if (row.kind === 'gateway') return openPage(deps, row);
  if (row.kind === 'printer') return askPrinter(deps, row);
  if (row.kind === 'lrs') return verifyUln(deps, row);
  if (row.kind === 'signal') {
    await tell(deps, row);
    return null;
  }
  const { entities, start } = row.facts as unknown as { entities?: string[]; start: ProcessStart };
  if (entities) await openCases(deps, row.tenant, entities);
  else await inTime(deps, () => deps.processes.start(start));
  return null;
}

/** A signal whose process does not run although its row is open starts it again from the row. Throws where it is still not heard. */
async function tell(deps: DeliveryDeps, { tenant, target, name, facts }: OutboxRow): Promise<void> {
  const signal = () => inTime(deps, () => deps.processes.signal(target, name, facts));
  if (await signal()) return;
  const lost = await inScope(deps.database, { tenant, organisation: null }, (trx) => openProcess(trx, target));
  if (!lost) return;
  await inTime(deps, () => deps.processes.start(lost.start, lost.stands));
  if (!(await signal())) throw new Error(`${target} is open and does not run`);
}

/** Repeated after a crash it goes on: what was started is not started twice. */
async function openCases(deps: DeliveryDeps, tenant: string, receipts: string[]): Promise<void> {
  for (const start of await inScope(deps.database, { tenant, organisation: null }, (trx) => casesToOpen(trx, tenant, receipts))) {
    await inTime(deps, () => deps.processes.start(start));
    await pause(BETWEEN_CASES_MS);
  }
}

/** An engine that never answers is one that is away. */
function inTime<Result>({ processes }: DeliveryDeps, work: () => Promise<Result>): Promise<Result> {
  return processes.client.connection.withDeadline(Date.now() + ENGINE_ANSWERS_WITHIN_MS, work);
}

/**
 * One message a recipient; an answer about one keeps it from none of the others, a server that is away ends the try. Answers null where
 * it would tell of nobody any more. Throws NotSent: one that may have arrived all the same before one to repeat, that before one that no
 * try can mend.
 */
async function sendMail(deps: DeliveryDeps, row: OutboxRow): Promise<string | null> {
  const listed = await listOf(deps, row);
  if (listed?.['named']?.length === 0) return null;
  const rendered = renderMessage('mail', row.name, { ...row.facts, ...secretsOf(deps, row.facts), ...listed });
  const isToSeveral = TO_SEVERAL.test(row.target);
  if (!row.target.startsWith('queue/') && row.recipients.length === 0)
    throw new NotSent('There is no address to send it to', false, true, true);
  const refused: NotSent[] = [];
  const reached: string[] = [];
  for (const { id, address } of row.recipients) {
    try {
      const messageId = deps.mail.messageId(isToSeveral ? `${row.id}.${id}` : row.id);
      await deps.mail.send({ ...rendered, to: address, messageId });
      reached.push(id);
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      refused.push(error);
      if (!error.isAnswered) break;
    }
  }
  const failure = refused.find((each) => each.mayHaveArrived) ?? refused.find((each) => !each.isFinal) ?? refused[0];
  if (failure) throw Object.assign(failure, { reached });
  return deps.mail.messageId(row.id);
}

function sendSms(deps: DeliveryDeps, row: OutboxRow): Promise<string> {
  const { text } = renderMessage('sms', row.name, { ...row.facts, ...secretsOf(deps, row.facts) });
  return deps.sms.send({ to: row.recipients[0]!.address, text, id: row.id });
}

/** The gateway's page is written down where the payer waits for it; what is pending no more is not asked. */
async function openPage({ database, gateway, consoleUrl }: DeliveryDeps, { tenant, target }: OutboxRow): Promise<string | null> {
  const scope = { tenant, organisation: null };
  const asked = await inScope(database, scope, (trx) => pageToOpen(trx, target));
  if (!asked) return null;
  const opened = await gateway.open({ ...asked, reference: target, returnUrl: `${consoleUrl}/card-payments/${target}` });
  await inScope(database, scope, (trx) => pageOpened(trx, target, opened));
  return opened.id;
}

/** What the printer takes it reports by webhook; a job that is wanted no more is not asked for (CRD-1, CRD-2). */
async function askPrinter(
  { database, printer, ring, consoleUrl }: DeliveryDeps,
  { tenant, target, name, id }: OutboxRow,
): Promise<string | null> {
  const job = await inScope(database, { tenant, organisation: null }, (trx) => jobToSend(trx, target, name, ring));
  if (!job) return null;
  if (job.print) await printer.print({ ...job.print, reference: target, pageUrl: `${consoleUrl}/cards/check/${job.print.face.code}` });
  else await printer.ask(name as 'despatch' | 'purge', { reference: target, round: job.round, key: id });
  return target;
}

/** What the service answers is written down where its submission waits for it; what has changed since is not asked any more (ULN-1, ULN-2). */
async function verifyUln({ database, lrs }: DeliveryDeps, { tenant, target }: OutboxRow): Promise<string | null> {
  const scope = { tenant, organisation: null };
  const learner = await inScope(database, scope, (trx) => learnerToVerify(trx, target));
  if (!learner) return null;
  const flags = await lrs.verify({ ...learner, reference: target });
  await inScope(database, scope, (trx) => keepAnswer(trx, target, flags));
  return target;
}

/** The provider's page is written down where the person waits for it; what was decided meanwhile is not asked any more. */
async function openCheck({ database, identity, ring, consoleUrl }: DeliveryDeps, { tenant, target }: OutboxRow): Promise<string | null> {
  const scope = { tenant, organisation: null };
  const check = await inScope(database, scope, (trx) => checkToOpen(trx, target, ring));
  if (!check) return null;
  const { application, ...asked } = check;
  const opened = await identity.open({ ...asked, reference: target, returnUrl: `${consoleUrl}/my-applications/${application}` });
  await inScope(database, scope, (trx) => checkOpened(trx, target, opened));
  return opened.id;
}

/** Whom a mail about a batch or papers lists is read when it leaves: names stand in no row, and nobody is told of who has left meanwhile (LAP-1, REG-15). */
async function listOf({ database, consoleUrl }: DeliveryDeps, { tenant, facts, name }: OutboxRow): Promise<ShownFacts | null> {
  const { lapseBatch: batch, papers, day, reference } = facts;
  if (papers) {
    const told = await inScope(database, { tenant, organisation: null }, (trx) => papersInMail(trx, papers));
    return { ...told, link: `${consoleUrl}/modified-papers/${papers}` };
  }
  if (!batch || !day) return null;
  const what: LapseMail = name === 'lapse-notice' ? 'notice' : 'lapsed';
  const named = await inScope(database, { tenant, organisation: null }, (trx) => listedIn(trx, { tenant, batch, day, what }));
  return { named, day: dateWords(day), link: `${consoleUrl}/learners?batch=${reference}` };
}

/** Links and codes are made when they leave: they stand in no row and in no log. */
function secretsOf(
  { ring, publicUrl, consoleUrl }: DeliveryDeps,
  { question, invitation, application, invoice, code, tenant, link, sent }: Facts,
): Facts {
  if (question) return { link: `${publicUrl}/that-was-us/${signLink(ring, 'that-was-us', `${tenant}/${question}`)}` };
  if (invitation) return { link: `${consoleUrl}/activate/${signLink(ring, 'activate', `${tenant}/${invitation}/${link}`)}` };
  if (application) return { link: `${consoleUrl}/applicant/${signLink(ring, 'applicant', `${tenant}/${application}`)}` };
  if (invoice) return { link: `${consoleUrl}/invoices/${invoice}` };
  if (code) return { digits: codeOf(ring, { id: code, sent: Number(sent) }) };
  return {};
}
