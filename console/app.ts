import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import multer from 'multer';
import { Refused, type Problem } from './kit/client';
import { accessRequestPages } from './access/access-requests.pages';
import { accountPages } from './access/account.pages';
import { applicationOrderPages } from './applications/application-orders.pages';
import { applicationPages } from './applications/applications.pages';
import { endorsingPages } from './applications/endorsing.pages';
import { exemptionPages } from './applications/exemptions.pages';
import { startingPages } from './applications/starting.pages';
import { centreRequestPages } from './catalogue/centre-requests.pages';
import { controlledBookingPages } from './bookings/controlled-booking.pages';
import { controlledPages } from './bookings/controlled.pages';
import { topicPages } from './bookings/topics.pages';
import { partPages } from './catalogue/parts.pages';
import { productPages } from './catalogue/products.pages';
import { sessionPages } from './catalogue/sessions.pages';
import { windowPages } from './catalogue/windows.pages';
import { feePages } from './orders/fees.pages';
import { invoicePages } from './orders/invoices.pages';
import { windowDayPages } from './bookings/window-days.pages';
import { assessmentDayPages } from './bookings/assessment-days.pages';
import { bookablePages } from './bookings/bookable.pages';
import { bookingPages } from './bookings/bookings.pages';
import { modifiedPapersPages } from './bookings/modified-papers.pages';
import { paperPages } from './bookings/papers.pages';
import { externalPages } from './bookings/external.pages';
import { calendarPages } from './calendar/calendars.pages';
import { cardCheckPages } from './cards/card-checks.pages';
import { cardPages } from './cards/cards.pages';
import { ownCardPages } from './cards/own-cards.pages';
import { cardPaymentPages } from './orders/card-payments.pages';
import { batchPages } from './registration/batches.pages';
import { centreAccountPages } from './registration/centre-account.pages';
import { confirmingPages } from './registration/confirming.pages';
import { ulnPages } from './learners/ulns.pages';
import { learnerDatesPages } from './registration/learner-dates.pages';
import { learnerPages } from './registration/learners.pages';
import { portalPages } from './registration/portal.pages';
import { registrationLinePages } from './registration/registration-lines.pages';
import { registrationPages } from './registration/registrations.pages';
import { sendingPages } from './registration/sending.pages';
import { approvalPages } from './work/approvals.pages';
import { bankAccountPages } from './bank/bank-accounts.pages';
import { columnPages } from './bank/columns.pages';
import { claimPages } from './bank/claims.pages';
import { findPages } from './work/find.pages';
import { holdPages } from './orders/holds.pages';
import { applicantPages } from './access/applicants.pages';
import { addingPages } from './people/adding.pages';
import { employeePages } from './people/employees.pages';
import { ownPages } from './people/own.pages';
import { homePages } from './work/home.pages';
import { organisationPages } from './organisations/organisations.pages';
import { orderPages } from './orders/orders.pages';
import { outagePages } from './outages/outages.pages';
import { documentPages } from './work/documents.pages';
import { qualificationPages } from './qualifications/qualifications.pages';
import { reportPages } from './bank/reports.pages';
import { reversalPages } from './bank/reversals.pages';
import { payerPages } from './orders/payer.pages';
import { requireCsrf, requireOwnForm, requireSession, signInFor } from './kit/session';
import { signInPages } from './access/sign-in.pages';
import { statementPages } from './bank/statements.pages';
import { suspensePages } from './bank/suspense.pages';
import { userPages } from './organisations/users.pages';
import { systemPages } from './work/system.pages';
import { workPages } from './work/work.pages';
import { serveViews } from './kit/views';

/** Where the console finds its neighbours. */
export interface ConsoleOptions {
  apiUrl: string;
  workflowsUrl: string;
  /** The folder of the console, whose areas hold the templates. */
  pages: string;
  /** True where it is served over TLS. */
  isSecure: boolean;
  /** Bytes that an uploaded file may have before it is passed on. */
  maximumBytes: number;
}

const POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/** Our own forms with a file have a handful of fields. */
const FORM = { fields: 20, parts: 21, fieldNameSize: 100, fieldSize: 10_000 };

/** Staff's pages: a client of the API and of nothing else. */
export function createConsole(options: ConsoleOptions): Express {
  const app = express();
  app.disable('x-powered-by').set('query parser', 'simple').set('trust proxy', 'loopback');
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    Object.assign(response.locals, { apiUrl: options.apiUrl, workflowsUrl: options.workflowsUrl, isSecure: options.isSecure });
    next();
  });
  serveViews(app, options.pages);
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  const upload = multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: { fileSize: options.maximumBytes, files: 1, ...FORM },
  });
  app.use(requireOwnForm);
  app.use(express.urlencoded({ extended: false, limit: '200kb' }));
  signInPages(app, options.apiUrl, options.isSecure);
  applicantPages(app, options.apiUrl);
  cardCheckPages(app, options.apiUrl);
  app.use(requireSession(options.apiUrl));
  app.use(whole(upload.single('file')));
  app.use(requireCsrf);
  for (const pages of behindSignIn(options)) pages(app);
  app.use((_request: Request, response: Response) =>
    response.status(404).render('problem.njk', { ...response.locals, problem: { title: 'There is no such page' } }),
  );
  app.use(showProblem);
  return app;
}

/** The pages that need a session, each area's own. */
function behindSignIn({ apiUrl, isSecure }: ConsoleOptions): ((app: Express) => void)[] {
  return [
    homePages,
    findPages,
    statementPages(apiUrl),
    columnPages,
    bankAccountPages(apiUrl),
    suspensePages(apiUrl),
    orderPages(apiUrl),
    holdPages,
    payerPages,
    startingPages,
    endorsingPages,
    exemptionPages(apiUrl),
    applicationPages(apiUrl),
    applicationOrderPages(apiUrl),
    cardPaymentPages(apiUrl),
    invoicePages(apiUrl),
    feePages,
    productPages(apiUrl),
    partPages,
    sessionPages,
    windowPages(apiUrl),
    centreRequestPages(apiUrl),
    calendarPages,
    cardPages(apiUrl),
    ownCardPages(apiUrl),
    qualificationPages(apiUrl),
    addingPages,
    employeePages(apiUrl),
    ownPages(apiUrl),
    claimPages(apiUrl),
    reversalPages(apiUrl),
    reportPages(apiUrl),
    documentPages(apiUrl),
    outagePages(apiUrl),
    portalPages,
    batchPages(apiUrl),
    learnerPages(apiUrl),
    ulnPages(apiUrl),
    learnerDatesPages(apiUrl),
    controlledBookingPages,
    controlledPages(apiUrl),
    topicPages(apiUrl),
    centreAccountPages(apiUrl),
    externalPages,
    bookablePages,
    paperPages(apiUrl),
    modifiedPapersPages(apiUrl),
    bookingPages(apiUrl),
    assessmentDayPages(apiUrl),
    windowDayPages,
    sendingPages(apiUrl),
    registrationLinePages,
    confirmingPages,
    registrationPages(apiUrl),
    workPages,
    organisationPages(apiUrl),
    userPages(apiUrl),
    accessRequestPages(apiUrl),
    approvalPages(apiUrl),
    accountPages(isSecure),
    systemPages(apiUrl),
  ];
}

/** A form with a file that breaks off, has no parts, or more than ours have, is the sender's fault. */
function whole(read: RequestHandler): RequestHandler {
  return (request, response, next) => read(request, response, (error?: unknown) => next(error && unfit(error)));
}

function unfit(error: unknown): Refused {
  const code = error instanceof multer.MulterError ? error.code : null;
  if (code === 'LIMIT_FILE_SIZE')
    return new Refused(413, { title: 'The file is too large', detail: 'Send what it holds in several files. Nothing of it was kept.' });
  if (code?.startsWith('LIMIT_') && code !== 'LIMIT_UNEXPECTED_FILE') return tooLarge();
  return new Refused(400, { title: 'The form did not come whole', detail: 'Send it again.' });
}

function tooLarge(): Refused {
  return new Refused(413, { title: 'The form is too large', detail: 'Nothing was done. Send less at once.' });
}

/** Which right is missing is for programs; a person is told what to do. */
function inWords({ status, problem }: Refused): Problem {
  return status === 403 && problem.type?.endsWith(':forbidden')
    ? {
        title: 'You may not open this page',
        detail: 'Your role does not have the right that it asks for. Ask an administrator if you need it.',
      }
    : problem;
}

function showProblem(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  if (error instanceof Refused && error.status === 401) return response.redirect(303, signInFor(request));
  if (error instanceof Refused) return response.status(error.status).render('problem.njk', { ...response.locals, problem: inWords(error) });
  const { status } = error as { status?: number };
  if (status === 413) return showProblem(tooLarge(), request, response, next);
  if (status && status >= 400 && status < 500)
    return response.status(status).render('problem.njk', { ...response.locals, problem: { title: 'The request is malformed' } });
  const problem = {
    title: 'The back office does not answer',
    detail: 'Nothing half-done was kept. Try again in a moment; if it stays, tell the operators.',
  };
  response.status(503).render('problem.njk', { ...response.locals, problem });
}
