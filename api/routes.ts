import { accessRequestRoutes } from './access/access-requests.routes';
import { accountRoutes } from './access/account.routes';
import { activationRoutes } from './access/activation.routes';
import { calendarPreviewRoutes } from './calendar/calendar-preview.routes';
import { calendarRoutes } from './calendar/calendars.routes';
import { applicationOrderRoutes } from './applications/application-orders.routes';
import { applicationListRoutes } from './applications/application-lists.routes';
import { applicationRoutes } from './applications/applications.routes';
import { awardingBodyRoutes } from './qualifications/awarding-bodies.routes';
import { qualificationRoutes } from './qualifications/qualifications.routes';
import { exemptionRoutes } from './assessments/exemptions.routes';
import { hseResultRoutes } from './assessments/hse-results.routes';
import { approvalRoutes } from './work/approvals.routes';
import { auditRoutes } from './work/audit.routes';
import { bulkActionRoutes } from './work/bulk-actions.routes';
import { caseWorkRoutes } from './work/case-work.routes';
import { outageRoutes } from './outages/outages.routes';
import { documentRoutes } from './work/documents.routes';
import { fileRoutes } from './access/files.routes';
import { applicantRoutes } from './people/applicants.routes';
import { cardCheckRoutes } from './cards/card-checks.routes';
import { cardRoutes } from './cards/cards.routes';
import { ownCardRoutes } from './cards/own-cards.routes';
import { employeeRoutes } from './people/employees.routes';
import { employmentRoutes } from './people/employments.routes';
import { identityRoutes } from './people/identity.routes';
import { ownRoutes } from './people/own.routes';
import { photoRoutes } from './people/photos.routes';
import { personLookUpRoutes } from './people/person-lookups.routes';
import { nodeRoutes } from './organisations/nodes.routes';
import { organisationRoutes } from './organisations/organisations.routes';
import { templateRoutes } from './work/templates.routes';
import { userRoutes } from './access/users.routes';
import { webhookRoutes } from './access/webhooks.routes';
import { advanceOrderRoutes } from './orders/advance-orders.routes';
import { feeRoutes } from './orders/fees.routes';
import { invoiceRoutes } from './orders/invoices.routes';
import { bulkApplicationRoutes } from './applications/bulk-applications.routes';
import { cardPaymentRoutes } from './orders/card-payments.routes';
import { bankAccountRoutes } from './bank/bank-accounts.routes';
import { claimRoutes } from './bank/claims.routes';
import { receiptRoutes } from './bank/receipts.routes';
import { reportRoutes } from './bank/reports.routes';
import { reversalRoutes } from './bank/reversals.routes';
import { baseDataRoutes } from './catalogue/base-data.routes';
import { centreRequestRoutes } from './catalogue/centre-requests.routes';
import { partRoutes } from './catalogue/parts.routes';
import { productRoutes } from './catalogue/products.routes';
import { sessionRoutes } from './catalogue/sessions.routes';
import { centreAccountRoutes } from './registration/centre-account.routes';
import { batchRoutes } from './registration/batches.routes';
import { batchSearchRoutes } from './registration/batch-searches.routes';
import { centrePanelRoutes } from './registration/centre-panels.routes';
import { learnerDatesRoutes } from './learners/dates.routes';
import { learnerEditRoutes } from './learners/learner-edits.routes';
import { learnerEventRoutes } from './learners/learner-events.routes';
import { managedLearnerRoutes } from './learners/learners.routes';
import { ulnRoutes } from './learners/ulns.routes';
import { learnerRoutes } from './registration/learners.routes';
import { paperworkRoutes } from './registration/paperwork.routes';
import type { Route } from './core/route';
import { meRoutes } from './access/me.routes';
import { signInRoutes } from './access/sign-in.routes';
import { registrationDecisionRoutes } from './registration/registration-decisions.routes';
import { bookingChangeRoutes } from './bookings/booking-changes.routes';
import { bookingRoutes } from './bookings/bookings.routes';
import { controlledRoutes } from './bookings/controlled.routes';
import { materialRoutes } from './bookings/materials.routes';
import { modifiedPapersRoutes } from './bookings/modified-papers.routes';
import { topicRoutes } from './bookings/topics.routes';
import { bookingsReportRoutes } from './bookings/bookings-report.routes';
import { windowDayRoutes } from './bookings/window-days.routes';
import { bookingPaperworkRoutes } from './bookings/paperwork.routes';
import { registrationLineRoutes } from './registration/registration-lines.routes';
import { registrationRoutes } from './registration/registrations.routes';
import { statementRoutes } from './bank/statements.routes';
import { searchRoutes } from './work/search.routes';
import { panelRoutes } from './work/panels.routes';
import { waitingRoutes } from './work/waiting.routes';
import { workRoutes } from './work/work.routes';

/** Every operation: what Express serves and OpenAPI tells. */
export const routes: Route[] = [
  ...signInRoutes,
  ...activationRoutes,
  ...meRoutes,
  ...accountRoutes,
  ...ownRoutes,
  ...ownCardRoutes,
  ...cardRoutes,
  ...cardCheckRoutes,
  ...applicantRoutes,
  ...organisationRoutes,
  ...nodeRoutes,
  ...personLookUpRoutes,
  ...employmentRoutes,
  ...employeeRoutes,
  ...userRoutes,
  ...accessRequestRoutes,
  ...applicationListRoutes,
  ...applicationRoutes,
  ...photoRoutes,
  ...identityRoutes,
  ...applicationOrderRoutes,
  ...hseResultRoutes,
  ...awardingBodyRoutes,
  ...qualificationRoutes,
  ...exemptionRoutes,
  ...advanceOrderRoutes,
  ...bulkApplicationRoutes,
  ...cardPaymentRoutes,
  ...invoiceRoutes,
  ...feeRoutes,
  ...baseDataRoutes,
  ...productRoutes,
  ...partRoutes,
  ...sessionRoutes,
  ...centreRequestRoutes,
  ...bankAccountRoutes,
  ...statementRoutes,
  ...receiptRoutes,
  ...claimRoutes,
  ...reversalRoutes,
  ...reportRoutes,
  ...documentRoutes,
  ...batchSearchRoutes,
  ...learnerRoutes,
  ...managedLearnerRoutes,
  ...ulnRoutes,
  ...learnerEditRoutes,
  ...learnerEventRoutes,
  ...learnerDatesRoutes,
  ...paperworkRoutes,
  ...centreAccountRoutes,
  ...centrePanelRoutes,
  ...registrationRoutes,
  ...batchRoutes,
  ...registrationLineRoutes,
  ...registrationDecisionRoutes,
  ...bookingRoutes,
  ...bookingChangeRoutes,
  ...controlledRoutes,
  ...materialRoutes,
  ...topicRoutes,
  ...bookingPaperworkRoutes,
  ...modifiedPapersRoutes,
  ...bookingsReportRoutes,
  ...windowDayRoutes,
  ...outageRoutes,
  ...workRoutes,
  ...searchRoutes,
  ...waitingRoutes,
  ...panelRoutes,
  ...caseWorkRoutes,
  ...bulkActionRoutes,
  ...auditRoutes,
  ...approvalRoutes,
  ...calendarRoutes,
  ...calendarPreviewRoutes,
  ...fileRoutes,
  ...templateRoutes,
  ...webhookRoutes,
];
