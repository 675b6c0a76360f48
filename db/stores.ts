import type { CaseKind, ProcessKind, RowsKind } from '../domain/processes';
import { accessRequestStore } from './access/access-request.store';
import { applicationStore } from './applications/application.store';
import { centreRequestStore } from './catalogue/centre-request.store';
import { cardStore } from './cards/card.store';
import { exemptionStore } from './assessments/exemption.store';
import { invitationStore } from './access/invitation.store';
import { reversalStore } from './bank/reversal.store';
import { statementImportStore } from './bank/statement-import.store';
import { suspenseStore } from './bank/suspense.store';
import { qualificationStore } from './qualifications/qualification.store';
import { registrationStore } from './registration/registration.store';
import type { RowStore } from './core/row-store';
import { advanceOrderStore } from './orders/advance-order.store';
import { cardPaymentStore } from './orders/card-payment.store';
import { outageStore } from './outages/outage.store';
import type { RowsStore } from './core/rows';
import { ulnCheckStore } from './learners/uln-check.store';
import { lapseStore } from './learners/lapse.store';
import { billingRunStore } from './registration/billing-run.store';
import { approvalStore } from './work/approval.store';
import { assessmentDayStore } from './bookings/assessment-day.store';
import { bookingWindowStore } from './bookings/booking-window.store';
import { modifiedPapersStore } from './bookings/modified-papers.store';
import { bookingsWithRegistration } from './bookings/with-registration.commands';
import { bulkActionStore } from './work/bulk-action.store';
import { documentStore } from './work/document.store';

/** How each kind of case meets its tables. */
export const stores = {
  'advance-order': advanceOrderStore,
  'card-payment': cardPaymentStore,
  suspense: suspenseStore,
  reversal: reversalStore,
  invitation: invitationStore,
  'access-request': accessRequestStore,
  approval: approvalStore,
  document: documentStore,
  application: applicationStore,
  qualification: qualificationStore,
  exemption: exemptionStore,
  outage: outageStore,
  card: cardStore,
  'centre-request': centreRequestStore,
  'modified-papers': modifiedPapersStore,
  registration: registrationStore(bookingsWithRegistration),
} satisfies Record<CaseKind, RowStore>;

/** What is done to the rows of each kind of many under one wait. */
export const rowsStores = {
  'statement-import': statementImportStore,
  'bulk-action': bulkActionStore,
  'billing-run': billingRunStore,
  lapse: lapseStore,
  'uln-check': ulnCheckStore,
  'booking-window': bookingWindowStore,
  'assessment-day': assessmentDayStore,
} satisfies Record<RowsKind, RowsStore>;

/** The store of a kind of case. Throws for rows under one wait, which no commit decides: a defect. */
export function storeOf(kind: ProcessKind): RowStore {
  const found = (stores as Partial<Record<ProcessKind, RowStore>>)[kind];
  if (!found) throw new Error(`${kind} is no kind of case`);
  return found;
}
