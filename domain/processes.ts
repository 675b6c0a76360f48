import { application } from './applications/application.process';
import { accessRequest } from './access/access-request.process';
import { centreRequest } from './catalogue/centre-request.process';
import { card } from './cards/card.process';
import { exemption } from './assessments/exemption.process';
import { invitation } from './access/invitation.process';
import { reversal } from './bank/reversal.process';
import { statementImport } from './bank/statement-import.process';
import { assessmentDay } from './bookings/assessment-day.process';
import { bookingWindow } from './bookings/booking-window.process';
import { modifiedPapers } from './bookings/modified-papers.process';
import { ulnCheck } from './learners/uln-check.process';
import { lapse } from './learners/lapse.process';
import { billingRun } from './registration/billing-run.process';
import { qualification } from './qualifications/qualification.process';
import { registration } from './registration/registration.process';
import { suspense } from './bank/suspense.process';
import { advanceOrder } from './orders/advance-order.process';
import { cardPayment } from './orders/card-payment.process';
import { outage } from './outages/outage.process';
import type { CaseDefinition, CaseState, ProcessIdentity, RowsDefinition } from './process';
import type { Standing } from './standing';
import type { Instant } from './working-days';
import { approval } from './work/approval.process';
import { bulkAction } from './work/bulk-action.process';
import { document } from './work/document.process';

/** The kinds that are one case each. */
export const cases = {
  'advance-order': advanceOrder,
  'card-payment': cardPayment,
  suspense,
  reversal,
  invitation,
  'access-request': accessRequest,
  approval,
  application,
  qualification,
  exemption,
  document,
  outage,
  card,
  'centre-request': centreRequest,
  registration,
  'modified-papers': modifiedPapers,
} satisfies Record<string, CaseDefinition<CaseState, unknown>>;

/** The kinds of many rows under one wait. */
export const rowKinds = {
  'statement-import': statementImport,
  'bulk-action': bulkAction,
  'billing-run': billingRun,
  lapse,
  'uln-check': ulnCheck,
  'booking-window': bookingWindow,
  'assessment-day': assessmentDay,
} satisfies Record<string, RowsDefinition>;

/** The one list of all kinds of process; all else about a kind follows from its definition (design 3). */
export const processes = { ...cases, ...rowKinds };

export type CaseKind = keyof typeof cases;
export type RowsKind = keyof typeof rowKinds;
export type ProcessKind = keyof typeof processes;
/** The kinds whose cases the work board can have tried again. */
export type RetriedKind = {
  [Kind in ProcessKind]: (typeof processes)[Kind]['board'] extends { retry: string } ? Kind : never;
}[ProcessKind];
/** Their names, for schemas and tables. */
export const processKinds = Object.keys(processes) as ProcessKind[];

/** What a process is started with: its identity, identifiers only (SEC-12). */
export type ProcessStart = ProcessIdentity<ProcessKind>;

/** The commands of a case, and what each is told. */
export type CommandOf<Kind extends CaseKind> = keyof (typeof cases)[Kind]['commands'] & string;
export type BodyOf<Kind extends CaseKind, Command extends CommandOf<Kind>> = (typeof cases)[Kind]['commands'][Command] extends {
  decide(state: never, body: infer Body, situation: never): unknown;
}
  ? Body
  : never;

/** A case's definition by a kind that came as text. Throws for what is none: a defect. */
export function caseOfKind(kind: string): CaseDefinition<CaseState, unknown> {
  const found = (cases as Record<string, CaseDefinition<CaseState, unknown>>)[kind];
  if (!found) throw new Error(`${kind} is no kind of case`);
  return found;
}

/** How a process of any kind stands by its state, as its row keeps it. */
export function standingOfKind(kind: string, state: CaseState, since: Instant): Standing {
  const rows = (rowKinds as unknown as Record<string, RowsDefinition<object>>)[kind];
  return rows ? rows.standing(state, since) : caseOfKind(kind).standing(state);
}

/** The business ID of a process: its kind and its reference, else its identifier; numbered where an entity has its second: `suspense/<receipt>/2`. */
export function businessId(kind: ProcessKind, name: string, time = 1): string {
  return time === 1 ? `${kind}/${name}` : `${kind}/${name}/${time}`;
}

/** The name in a business ID: the reference or the entity's identifier. */
export function nameIn(business: string): string {
  return business.split('/')[1]!;
}

/** What people call a case that has no reference of its own: the end of its identifier behind its kind's letter. */
export function referenceOf(kind: ProcessKind, id: string): string {
  return `${processes[kind].names.letter ?? ''}-${id.slice(-8).toUpperCase()}`;
}

/** How a process about an entity is started, where its kind names cases by the entity's identifier. */
export function startOf(
  kind: ProcessKind,
  id: string,
  of: Pick<ProcessStart, 'owner' | 'tenant' | 'organisation' | 'policyVersion'> & { time?: number },
): ProcessStart {
  const { owner, tenant, organisation, policyVersion, time } = of;
  return { kind, businessId: businessId(kind, id, time), reference: referenceOf(kind, id), owner, tenant, organisation, policyVersion };
}
