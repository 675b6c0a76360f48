import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { dayReport, trialBalance } from '../db/bank/reports.queries';
import { bookingsReport, entryList, groupPaper, type GroupPaper } from '../db/bookings/paperwork.queries';
import { inScope } from '../db/core/database';
import { paperworkOf } from '../db/registration/paperwork.queries';
import { invoiceToPrint } from '../db/orders/invoices.queries';
import type { DocumentRow } from '../db/work/document.model';
import { beginTry, keepDocument, noteFailedTry } from '../db/work/documents.commands';
import { entriesNamed } from '../domain/bookings/paperwork';
import { nameIn, type ProcessStart } from '../domain/processes';
import { invoiceReference } from '../domain/orders/invoice';
import { londonDate } from '../domain/working-days';
import type { CleanFile } from '../platform/file-content';
import type { ActivityDeps } from './deps';
import { renderBookingConfirmation } from './documents/booking-confirmation';
import { renderBookingsReport } from './documents/bookings-report';
import { renderDayReport } from './documents/day-report';
import { renderEntryLearnerList } from './documents/entry-learner-list';
import { renderInvigilatorRegister } from './documents/invigilator-register';
import { renderInvoice } from './documents/invoice';
import { renderPaperwork } from './documents/registration';

/** What the document worker does. */
export function documentActivities(deps: ActivityDeps) {
  return {
    /**
     * Makes a document once and answers its file: a repeat, after a crash as well, finds the file that was made first. It heartbeats as
     * it renders. Throws what went wrong, which the row keeps too; not to be tried again where there is nothing to make.
     */
    makeDocument: async ({ tenant, businessId }: Pick<ProcessStart, 'tenant' | 'businessId'>): Promise<{ file: string }> => {
      const document = nameIn(businessId);
      const scope = { tenant, organisation: null };
      const row = await inScope(deps.database, scope, (trx) => beginTry(trx, document));
      if (row.fileId) return { file: row.fileId };
      try {
        const made = await render(deps, row);
        const file = await inScope(deps.database, scope, (trx) => keepDocument(trx, document, made, deps.ring, new Date().toISOString()));
        return { file };
      } catch (error) {
        await inScope(deps.database, scope, (trx) => noteFailedTry(trx, document, reasonOf(error as Error)));
        throw error;
      }
    },
  };
}

/** What went wrong; the store's errors put the statement before it. */
function reasonOf({ message }: Error): string {
  return message.split(' - ').at(-1)!.slice(0, 200);
}

/** As workflows see it. */
export type DocumentActivities = ReturnType<typeof documentActivities>;

const renderers: Record<DocumentRow['kind'], (deps: ActivityDeps, row: DocumentRow) => Promise<CleanFile>> = {
  /** The day's report of finance (FIN-1); a day that had not begun when it was asked for has none. */
  'day-report': async ({ database }, { tenantId: tenant, aboutId: date, requestedAt }) => {
    if (date > londonDate(requestedAt)) throw ApplicationFailure.nonRetryable(`There is no report of ${date} yet`, 'NothingToMake');
    const report = await inScope(database, { tenant, organisation: null }, async (trx) => ({
      date,
      ...(await dayReport(trx, date)),
      trial: await trialBalance(trx),
    }));
    const content = await renderDayReport(report, goingOn);
    return { type: 'application/pdf', name: `day-${date}.pdf`, content };
  },
  /** An invoice or credit note, from its snapshot (ORD-6). */
  invoice: async ({ database }, { tenantId: tenant, aboutId }) => {
    const { invoice, credited } = await inScope(database, { tenant, organisation: null }, (trx) => invoiceToPrint(trx, aboutId));
    const reference = invoiceReference(invoice.kind, invoice.number);
    return { type: 'application/pdf', name: `${reference}.pdf`, content: await renderInvoice(invoice, credited, async () => heartbeat()) };
  },
  /** The paperwork of learners registered together (REG-10). */
  registration: async ({ database }, { tenantId: tenant, aboutId }) => {
    const paperwork = await inScope(database, { tenant, organisation: null }, (trx) => paperworkOf(trx, aboutId));
    const name = `registration-${paperwork.batch.number}.pdf`;
    return { type: 'application/pdf', name, content: await renderPaperwork(paperwork, goingOn) };
  },
  'booking-confirmation': (deps, row) => ofGroup(deps, row, renderBookingConfirmation),
  'invigilator-register': (deps, row) => ofGroup(deps, row, renderInvigilatorRegister),
  /** Entries are one centre's, which asked for them or was named (BKG-6). */
  'entry-learner-list': async ({ database }, { tenantId: tenant, organisationId, requestedAt, ...about }) => {
    const entries = entriesNamed(about);
    const list = await inScope(database, { tenant, organisation: null }, (trx) => entryList(trx, organisationId!, entries, requestedAt));
    const name = `entry-learner-list-${londonDate(requestedAt)}.pdf`;
    return { type: 'application/pdf', name, content: await renderEntryLearnerList(list, goingOn) };
  },
  /** Of what a search found when it was asked for (BKG-6). */
  'bookings-report': async ({ database }, { tenantId: tenant, aboutId, requestedAt }) => {
    const report = await inScope(database, { tenant, organisation: null }, (trx) => bookingsReport(trx, aboutId, requestedAt));
    const name = `bookings-report-${londonDate(requestedAt)}.pdf`;
    return { type: 'application/pdf', name, content: await renderBookingsReport(report, goingOn) };
  },
};

/** A paper of those who were booked together, as they stood when it was asked for (BKG-6). */
async function ofGroup(
  { database }: ActivityDeps,
  { tenantId: tenant, aboutId, requestedAt, kind }: DocumentRow,
  renderer: (paper: GroupPaper, progress: () => Promise<void>) => Promise<Buffer>,
): Promise<CleanFile> {
  const paper = await inScope(database, { tenant, organisation: null }, (trx) => groupPaper(trx, aboutId, requestedAt));
  return { type: 'application/pdf', name: `${kind}-${paper.group.assessmentOn}.pdf`, content: await renderer(paper, goingOn) };
}

/** A long document lets others have their turn, and says that it goes on. */
async function goingOn(): Promise<void> {
  heartbeat();
  await nextTurn();
}

function render(deps: ActivityDeps, row: DocumentRow): Promise<CleanFile> {
  return renderers[row.kind](deps, row);
}
