import { policyNumbers, policyOrders, type PolicyName, type PolicyNumber } from './policy-numbers';
import { refuse, type Refusal } from './refusal';

/** The numbers that built areas run on, as code reads them; each is described in `policy-numbers` under the same name (TIM-3). */
export interface Policy {
  version: string;
  advanceOrder: {
    creditPence: bigint;
    maximumCredits: number;
    hold: { remindPayerDays: number; remindFinanceDays: number; overdueDays: number; remindFinanceEveryDays: number };
    maximumExtensionDays: number;
  };
  suspense: {
    askPayersWorkingDays: number;
    escalateWorkingDays: number;
    returnDays: number;
    payersAsked: number;
    maximumParts: number;
    claimDaysOff: number;
  };
  reversal: { remindEveryDays: number };
  statement: {
    maximumBytes: number;
    maximumLines: number;
    maximumFaults: number;
    olderDays: number;
    decideWorkingDays: number;
    remindEveryDays: number;
  };
  session: { idleMinutes: number; absoluteHours: number };
  signIn: {
    lockAfterFailures: number;
    challengeAfterFailures: number;
    failuresWithinMinutes: number;
    lockMinutes: number;
    codeMinutes: number;
    codeTries: number;
    codesSent: number;
    codesAnHour: number;
  };
  users: {
    linksAnHour: number;
    linkHours: number;
    remindInvitedHours: number[];
    minimumPassword: number;
    remindAdminWorkingDays: number;
    toStaffWorkingDays: number;
    checkUserCap: number;
    apiKeyDays: number;
  };
  requests: { heldMinutes: number };
  work: { serviceDays: number; bulkItems: number };
  approval: { remindEveryDays: number };
  document: { lateMinutes: number; remindEveryDays: number };
  registrations: {
    batchLearners: number;
    draftDays: number;
    remindDraftDays: number;
    fileBytes: number;
    fileRows: number;
    undoHours: number;
    billingHour: number;
    lapseNoticeDays: number[];
    unwithdrawnMonths: number;
  };
  bookings: {
    ordinaryWorkingDays: number;
    fastTrackWorkingDays: number;
    lateWorkingDays: number;
    veryLateWorkingDays: number;
    veryLatePlaces: number;
  };
  modifiedPapers: {
    despatchWorkingDays: number;
    evidencePercent: number;
    evidenceSeed: number;
    evidenceWorkingDays: number;
    evidenceReminderWorkingDays: number;
    decisionWorkingDays: number;
  };
  learners: { renameDays: number; creditWorkingDays: number; ulnAnswerWorkingDays: number };
  centreRequests: { remindWorkingDays: number; escalateWorkingDays: number };
  files: { maximumBytes: number; linkMinutes: number };
  applications: {
    processingWorkingDays: number;
    answerReminderDays: number[];
    answerEscalationDays: number;
    endorsementReminderWorkingDays: number;
    endorsementEscalationWorkingDays: number;
    listedMonths: number;
    bulkMost: number;
    bulkBytes: number;
  };
  hse: {
    reminderDays: number[];
    escalationDays: number;
    lapseDays: number;
    extensionDays: number;
    extensions: number;
    passYears: number;
    decisionWorkingDays: number;
  };
  identity: { photoYears: number; reminderDays: number[]; escalationDays: number; lapseDays: number };
  qualifications: { decisionWorkingDays: number; detailsWorkingDays: number; lookUpHours: number; matchScore: number };
  dataProtection: { contestWorkingDays: number };
  cards: { pricePence: bigint; vatPence: bigint; validYears: number; renewalMonths: number };
  outages: { failedCalls: number; quietMinutes: number; taskHours: number; resumeDays: number };
  orders: {
    cardPaymentMinutes: number;
    payableByBacs: number;
    lateReportDays: number;
    settleWorkingDays: number;
    purchasesListedDays: number;
  };
  employees: { lookUpsAnHour: number; lookUpMinutes: number; expiringMonths: number; expiryReminderDays: number[] };
  printing: {
    purgeAskedDays: number;
    purgeRemindedDays: number;
    purgeEscalatedDays: number;
    purgeOverdueDays: number;
    lateWorkingDays: number;
  };
  notices: { hour: number };
}

/** How often credentials are tried, and how long codes live (SEC-1). */
export type SignInPolicy = Policy['signIn'];

/** What a version changes against the first one, by name: what is stored of it. */
export type PolicyChanges = Partial<Record<string, number | number[]>>;
/** A version with what it changes. A process keeps its name alone, and each of its commits decides by that version's numbers (TIM-3). */
export interface PolicyVersion {
  policyVersion: string;
  /** Left out for the first version, whose numbers are in the code. */
  policyChanges?: PolicyChanges;
}

const FIRST_VERSION = '2026-11-01';

/** The version that stands until an administrator's comes into force. */
export const firstPolicy: Policy = build(FIRST_VERSION, {});

/** A version's numbers. Throws where a version other than the first comes without what it changed: a defect. */
export function policyOf({ policyVersion, policyChanges }: PolicyVersion): Policy {
  if (policyVersion === FIRST_VERSION) return firstPolicy;
  if (!policyChanges) throw new Error(`There is no policy version ${policyVersion}`);
  return build(policyVersion, policyChanges);
}

/** What is wrong with changed numbers, all at once: each against its own bounds, and those that follow one another (TIM-3). */
export function faultsOf(changes: PolicyChanges): Refusal[] {
  const faults = Object.entries(changes).flatMap(([name, value]) => {
    const known: PolicyNumber | undefined = Object.hasOwn(policyNumbers, name) ? policyNumbers[name as PolicyName] : undefined;
    const fault = (detail: string, remedy: string) => [policyFault(name, detail, remedy)];
    if (!known) return fault(`There is no number ${name}`, 'GET /v1/policies/current lists them.');
    const isLadder = Array.isArray(known.value);
    if (isLadder !== Array.isArray(value))
      return fault(`${name} is ${isLadder ? 'a list of numbers' : 'one number'}`, 'Give it in that form.');
    const { minimum, maximum, unit } = known;
    const all = [value].flat();
    if (all.length === 0 || all.length > 10) return fault(`${name} has ${all.length} steps`, 'Give one to ten.');
    if (all.some((each) => !Number.isSafeInteger(each) || each! < minimum || each! > maximum))
      return fault(`${name} has to be whole, from ${minimum} to ${maximum}`, `It counts ${unit}.`);
    if (new Set(all).size < all.length) return fault(`${name} has a step twice`, 'Leave one of them out.');
    return [];
  });
  return faults.length > 0 ? faults : outOfOrder(changes);
}

/** Numbers that have to be less than the next one and are not: told at one that was changed. */
function outOfOrder(changes: PolicyChanges): Refusal[] {
  const valueOf = (name: PolicyName) => (changes[name] ?? policyNumbers[name].value) as number;
  return policyOrders.flatMap((order) =>
    order.slice(1).flatMap((higher, index) => {
      const lower = order[index]!;
      if (valueOf(lower) < valueOf(higher)) return [];
      const detail = `${lower} (${valueOf(lower)}) has to be less than ${higher} (${valueOf(higher)})`;
      return [policyFault(higher in changes ? higher : lower, detail, `Both count ${policyNumbers[higher].unit}: change one, or both.`)];
    }),
  );
}

function policyFault(name: string, detail: string, remedy: string): Refusal {
  return refuse('policyNumber', 'TIM-3', detail, remedy, `/changes/${name}`);
}

function build(version: string, changes: PolicyChanges): Policy {
  const root: Record<string, unknown> = { version };
  for (const [name, number] of Object.entries<PolicyNumber>(policyNumbers)) {
    const path = name.split('.');
    const leaf = path.pop()!;
    const parent = path.reduce((at, part) => (at[part] ??= {}) as Record<string, unknown>, root);
    const value = changes[name] ?? number.value;
    parent[leaf] = number.unit === 'pence' ? BigInt(value as number) : value;
  }
  return root as unknown as Policy;
}
