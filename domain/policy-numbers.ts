/**
 * One number of the rulebook, or a ladder of them: where it comes from, what it counts, what it is unless an administrator changes it,
 * and the bounds within which he may: every combination of numbers within theirs leaves a tenant usable.
 */
export interface PolicyNumber {
  rule: string;
  unit: 'working days' | 'days' | 'hours' | 'minutes' | 'months' | 'years' | 'pence' | 'count' | 'bytes' | 'hour of the day';
  means: string;
  value: number | readonly number[];
  minimum: number;
  maximum: number;
}

const of =
  (unit: PolicyNumber['unit']) =>
  (rule: string, value: PolicyNumber['value'], [minimum, maximum]: [number, number], means: string) => ({
    rule,
    unit,
    means,
    value,
    minimum,
    maximum,
  });
const [workingDays, days, hours, minutes] = [of('working days'), of('days'), of('hours'), of('minutes')];
const [months, years, pence, count, bytes] = [of('months'), of('years'), of('pence'), of('count'), of('bytes')];

/**
 * Every number of the rulebook by its name, as version 2026-11-01 has it (TIM-3). Areas that are not built yet have theirs here already.
 * Released defaults are frozen, for open processes run on them: a default that is to change becomes a later version, by an
 * administrator's proposal. A new number is added here and to the snapshot `test/architecture/released-policy-2026-11-01.json`,
 * as the line that its test prints (docs/decisions/0014).
 */
export const policyNumbers = {
  'advanceOrder.creditPence': pence('ADV-1', 25_000, [100, 1_000_000], 'Price of one credit'),
  'advanceOrder.maximumCredits': count('ADV-1', 400, [1, 10_000], 'The most credits that one order may ask for'),
  'advanceOrder.hold.remindPayerDays': days('ADV-3', 7, [1, 180], 'The payer is reminded, counted from the choice of BACS'),
  'advanceOrder.hold.remindFinanceDays': days('ADV-3', 12, [2, 181], 'Finance is reminded'),
  'advanceOrder.hold.overdueDays': days('ADV-3', 14, [3, 182], 'The hold goes overdue'),
  'advanceOrder.hold.remindFinanceEveryDays': days('ADV-3', 7, [1, 90], 'Finance is reminded again while it is overdue'),
  'advanceOrder.maximumExtensionDays': days('ADV-3', 90, [1, 365], 'The longest that a hold is extended at once'),
  'suspense.askPayersWorkingDays': workingDays('BNK-2', 5, [1, 60], 'Likely payers are asked'),
  'suspense.escalateWorkingDays': workingDays('BNK-2', 20, [2, 120], 'The case escalates'),
  'suspense.returnDays': days('BNK-2', 60, [7, 365], 'The money goes back to its sender'),
  'suspense.payersAsked': count('BNK-2', 3, [1, 20], 'Likely payers asked at once'),
  'suspense.maximumParts': count('BNK-2', 20, [2, 100], 'Parts that a receipt may be split into'),
  'suspense.claimDaysOff': days('BNK-3', 5, [1, 60], "A claim's day may be off by so many"),
  'reversal.remindEveryDays': days('ADV-5', 3, [1, 90], 'Between reminders of an approval that is awaited'),
  'statement.maximumBytes': bytes('ADV-4', 20_000_000, [10_000, 50_000_000], 'The largest statement file'),
  'statement.maximumLines': count('ADV-4', 50_000, [10, 200_000], 'The most lines of a statement'),
  'statement.maximumFaults': count('ADV-4', 200, [1, 1_000], 'Faults listed in one answer; the rest is counted'),
  'statement.olderDays': days('BNK-1', 366, [1, 3_650], 'A file older than this against the newest statement is asked about'),
  'statement.decideWorkingDays': workingDays('ADV-4', 2, [1, 20], 'Finance says of lines in doubt whether they are new money'),
  'statement.remindEveryDays': days('ADV-4', 3, [1, 90], 'Between reminders of lines in doubt that are late'),
  'session.idleMinutes': minutes('SEC-2', 30, [5, 480], 'Without activity the session ends'),
  'session.absoluteHours': hours('SEC-2', 12, [1, 24], 'However busy, the session ends so long after signing in'),
  'signIn.lockAfterFailures': count('SEC-1', 5, [2, 20], 'Failures that lock the account'),
  'signIn.challengeAfterFailures': count('SEC-1', 3, [1, 10], 'Failures after which a challenge is asked'),
  'signIn.failuresWithinMinutes': minutes('SEC-1', 15, [5, 1_440], 'In which failures are counted'),
  'signIn.lockMinutes': minutes('SEC-1', 15, [1, 1_440], 'The lock lasts'),
  'signIn.codeMinutes': minutes('SEC-1', 10, [3, 60], 'A code lives'),
  'signIn.codeTries': count('SEC-1', 5, [1, 10], 'Wrong tries that use up a code'),
  'signIn.codesSent': count('SEC-1', 3, [1, 10], 'Codes sent for one sign-in or activation'),
  'signIn.codesAnHour': count('SEC-1', 5, [1, 60], 'Codes sent to a user within an hour, as long as none is given right'),
  'users.linksAnHour': count('SEC-3', 5, [1, 60], 'Links to choose a new password sent to a user within an hour, until he has chosen one'),
  'users.linkHours': hours('SEC-3', 72, [1, 720], 'An activation or reset link lives'),
  'users.remindInvitedHours': of('hours')('SEC-3', [24, 48], [1, 719], 'An unused invitation is reminded'),
  'users.minimumPassword': count('SEC-3', 12, [10, 64], 'Characters of a password at least'),
  'users.remindAdminWorkingDays': workingDays('SEC-4', 2, [1, 30], "The Portal Admin is reminded of a colleague's request"),
  'users.toStaffWorkingDays': workingDays('SEC-4', 5, [2, 60], 'The request goes to staff'),
  'users.checkUserCap': count('SEC-11', 10, [1, 1_000], 'Users of an organisation that checks, unless its own cap says otherwise'),
  'users.apiKeyDays': days('SEC-9', 365, [1, 1_095], 'The longest that an API key lives'),
  'requests.heldMinutes': minutes(
    'IDM-1',
    60,
    [1, 1_440],
    'A moment lets a command be decided first that was received before it and is undecided still',
  ),
  'work.serviceDays': workingDays('WHY-2', 5, [1, 60], 'Working days of ours that a case may take'),
  'work.bulkItems': count('WRK-1', 10_000, [1, 50_000], 'The most items of one bulk action'),
  'approval.remindEveryDays': days('SEC-8', 3, [1, 90], 'Between reminders of a second pair of eyes that is awaited'),
  'document.lateMinutes': minutes('OPS-2', 30, [1, 1_440], 'Administrators hear of a document that is not made'),
  'document.remindEveryDays': days('OPS-2', 1, [1, 90], 'Between reminders of a document that could not be made'),
  'notices.hour': of('hour of the day')('TIM-4', 9, [0, 23], 'A notice that belongs to a day and names no hour goes then, London time'),
  'files.maximumBytes': bytes('SEC-12', 5_000_000, [10_000, 25_000_000], 'The largest small file'),
  'files.linkMinutes': minutes('SEC-12', 5, [1, 60], 'A download link lives'),
  'employees.lookUpsAnHour': count('EMP-2', 150, [1, 10_000], 'Look-ups of persons by one employer within an hour'),
  'employees.lookUpMinutes': minutes('EMP-1', 30, [1, 1_440], 'What a look-up found can be confirmed'),
  'employees.expiryReminderDays': days('EMP-5', [90, 60, 30, 7], [1, 3_650], 'Reminders before a card expires'),
  'employees.expiringMonths': months('EMP-5', 3, [1, 120], 'A card counts as expiring'),
  'applications.listedMonths': months('APP-5', 3, [1, 120], 'A completed application stays listed'),
  'applications.processingWorkingDays': workingDays('APP-9', 5, [1, 250], "A case operator's item is due"),
  'applications.endorsementReminderWorkingDays': workingDays('APP-6', 3, [1, 250], 'A missing endorsement is reminded'),
  'applications.endorsementEscalationWorkingDays': workingDays('APP-6', 10, [1, 250], 'A missing endorsement escalates'),
  'hse.reminderDays': days('HSE-3', [14, 28, 56], [1, 3_650], 'Reminders while an assessment is awaited'),
  'hse.escalationDays': days('HSE-3', 84, [1, 3_650], 'The case escalates to a case operator'),
  'hse.lapseDays': days('HSE-3', 180, [1, 3_650], 'The application lapses'),
  'hse.passYears': years('HSE-4', 2, [1, 50], 'A pass is valid'),
  'hse.decisionWorkingDays': workingDays('HSE-5', 5, [1, 250], "A case operator's decision on an exemption is due"),
  'qualifications.decisionWorkingDays': workingDays('QUA-1', 5, [1, 250], "A case operator's decision is due"),
  'identity.photoYears': years('IDV-1', 5, [1, 50], 'A verified photo holds'),
  'identity.reminderDays': days('IDV-1', [3, 7, 14, 28], [1, 3_650], 'Reminders to verify'),
  'identity.escalationDays': days('IDV-1', 42, [1, 3_650], 'The case escalates'),
  'identity.lapseDays': days('IDV-1', 180, [1, 3_650], 'The application lapses'),
  'printing.purgeAskedDays': days('CRD-2', 56, [1, 3_650], 'The purge is asked for'),
  'printing.purgeRemindedDays': days('CRD-2', 70, [1, 3_650], 'The printer is reminded'),
  'printing.purgeEscalatedDays': days('CRD-2', 80, [1, 3_650], 'The purge escalates to the DPO'),
  'printing.purgeOverdueDays': days('CRD-2', 85, [1, 3_650], 'The purge is overdue'),
  'cards.pricePence': pence('MON-3', 5_700, [1, 100_000_000], 'Price of a card'),
  'cards.validYears': years('CRD-3', 5, [1, 50], 'A card is valid'),
  'cards.renewalMonths': months('CRD-3', 3, [1, 120], 'Renewal opens before expiry'),
  'orders.cardPaymentMinutes': minutes('ORD-5', 30, [1, 1_440], 'A card payment is to be finished'),
  'orders.purchasesListedDays': days('ORD-4', 60, [1, 3_650], 'A purchase counts as one of the last days'),
  'checks.codeHours': hours('CHK-2', 24, [1, 720], "An individual's code lives"),
  'checks.qrHours': hours('CHK-4', 240, [1, 720], 'A QR code lives'),
  'registrations.batchLearners': count('REG-3', 2_000, [1, 100_000], 'Learners of a batch at most'),
  'registrations.lapseMonths': months('LAP-1', 36, [1, 120], 'A registration lapses'),
  'registrations.lapseNoticeDays': days('LAP-1', [90, 30, 7], [1, 3_650], 'Notices before the lapse'),
  'registrations.unwithdrawnMonths': months('LAP-2', 6, [1, 120], 'After an un-withdrawal'),
  'registrations.undoHours': hours('IMP-1', 24, [1, 720], 'An import can be undone'),
  'learners.renameDays': days('LRN-2', 90, [1, 3_650], 'A name can be amended after certification'),
  'learners.creditWorkingDays': workingDays('LRN-3', 5, [1, 250], 'A cancellation credits the fee'),
  'learners.ulnAnswerWorkingDays': workingDays('ULN-1', 5, [1, 250], 'An unanswered ULN becomes a case'),
  'bookings.ordinaryWorkingDays': workingDays('BKG-1', 10, [1, 250], 'Ordinary paper bookings, at least'),
  'bookings.fastTrackWorkingDays': workingDays('BKG-1', 7, [1, 250], 'Fast-track paper bookings, at least'),
  'bookings.lateWorkingDays': workingDays('BKG-3', 5, [1, 250], 'Late bookings after the cut-off'),
  'bookings.veryLateWorkingDays': workingDays('BKG-3', 10, [1, 250], 'Very late bookings after the cut-off'),
  'bookings.veryLatePlaces': count('BKG-3', 50, [1, 100_000], 'Very late bookings of a centre and window'),
  'evidence.uploadWorkingDays': workingDays('EVD-1', 3, [1, 250], 'Evidence is uploaded after the assessment'),
  'evidence.filesAtOnce': count('EVD-1', 15, [1, 100_000], 'Files of one upload'),
  'evidence.fileBytes': bytes('EVD-1', 2_147_483_648, [1_000, 5_000_000_000], 'The largest file'),
  'evidence.warnBytes': bytes('EVD-1', 1_073_741_824, [1_000, 5_000_000_000], 'A file is warned about'),
  'evidence.keptMonths': months('EVD-3', 6, [1, 120], 'The centre keeps physical copies'),
  'grades.attempts': count('GRD-3', 2, [1, 100_000], 'Attempts at most'),
  'claims.learners': count('CLM-1', 100, [1, 100_000], 'Learners of a claim at most'),
  'claims.eqaReminderWorkingDays': workingDays('CLM-3', 5, [1, 250], 'The EQA is reminded'),
  'claims.eqaEscalationWorkingDays': workingDays('CLM-3', 10, [1, 250], 'The claim escalates'),
  'claims.closingHour': of('hour of the day')('CLM-4', 17, [0, 23], 'From then on it is the next working day, London time'),
  'claims.unclaimedReminderWorkingDays': workingDays('CLM-6', 20, [1, 250], 'Units marked and not claimed are reminded'),
  'claims.unclaimedReminderEveryMonths': months('CLM-6', 1, [1, 120], 'And reminded again, for as long as they are not claimed'),
  'certificates.downloadHours': hours('CER-2', 4, [1, 720], 'An e-certificate can be downloaded'),
  'appeals.withinWorkingDays': workingDays('APL-1', 20, [1, 250], 'A centre may appeal'),
  'dataProtection.answerMonths': months('SAR-1', 1, [1, 120], 'A request is answered'),
  'dataProtection.extendedMonths': months('SAR-1', 3, [1, 120], 'A request that is extended'),
  'dataProtection.objectionMonths': months('OBJ-1', 1, [1, 120], 'The DPO rules on an objection'),
  'dataProtection.breachReminderHours': hours('BRE-1', [24, 48, 66], [1, 720], 'Reminders of a breach'),
  'dataProtection.breachHours': hours('BRE-1', 72, [1, 720], 'A breach goes to the ICO'),
  'dataProtection.retentionYears': years('RET-1', 6, [1, 50], 'Dispute and fund-grant records are kept'),
  'dataProtection.printerWeeksDays': days('RET-1', 84, [1, 3_650], "The printer's copy is kept"),
  'dataProtection.contestWorkingDays': workingDays('AUT-1', 10, [1, 250], 'A person decides anew'),
} as const satisfies Record<string, PolicyNumber>;

export type PolicyName = keyof typeof policyNumbers;

/** Numbers that follow one another: each is less than the next. */
export const policyOrders: readonly (readonly PolicyName[])[] = [
  ['advanceOrder.hold.remindPayerDays', 'advanceOrder.hold.remindFinanceDays', 'advanceOrder.hold.overdueDays'],
  ['suspense.askPayersWorkingDays', 'suspense.escalateWorkingDays'],
  ['signIn.challengeAfterFailures', 'signIn.lockAfterFailures'],
  ['users.remindAdminWorkingDays', 'users.toStaffWorkingDays'],
  ['applications.endorsementReminderWorkingDays', 'applications.endorsementEscalationWorkingDays'],
  ['hse.escalationDays', 'hse.lapseDays'],
  ['identity.escalationDays', 'identity.lapseDays'],
  ['printing.purgeAskedDays', 'printing.purgeRemindedDays', 'printing.purgeEscalatedDays', 'printing.purgeOverdueDays'],
  ['bookings.fastTrackWorkingDays', 'bookings.ordinaryWorkingDays'],
  ['bookings.lateWorkingDays', 'bookings.veryLateWorkingDays'],
  ['evidence.warnBytes', 'evidence.fileBytes'],
  ['claims.eqaReminderWorkingDays', 'claims.eqaEscalationWorkingDays'],
  ['dataProtection.answerMonths', 'dataProtection.extendedMonths'],
];
