/** The numbers of the rulebook that open processes run on (TIM-3). A process keeps the version that it started with. */
export interface Policy {
  version: string;
  advanceOrder: {
    /** Price of one credit, in pence (MON-3, ADV-1). */
    creditPence: bigint;
    /** The most credits that one order may ask for (D). */
    maximumCredits: number;
    /** London calendar days from the choice of BACS (ADV-3). */
    hold: { remindPayerDays: number; remindFinanceDays: number; overdueDays: number; remindFinanceEveryDays: number };
    /** The longest that finance may extend a hold at once, in days (D). */
    maximumExtensionDays: number;
  };
  suspense: {
    /** Working days, counted from the moment the receipt came to suspense (BNK-2). */
    askPayersWorkingDays: number;
    escalateWorkingDays: number;
    /** London calendar days until it goes back to its sender (BNK-2). */
    returnDays: number;
    /** How many likely payers are asked at once (D). */
    payersAsked: number;
    /** How many parts a receipt may be split into (D). */
    maximumParts: number;
    /** A claim's day may be off by so many days (D). */
    claimDaysOff: number;
  };
  reversal: {
    /** London calendar days between reminders of an approval that is awaited (D). */
    remindEveryDays: number;
  };
  statement: {
    /** Bytes and lines that one file may have (D). */
    maximumBytes: number;
    maximumLines: number;
    /** Faults listed in one answer; the rest is counted (D). */
    maximumFaults: number;
    /** Days that a file may be older than the account's newest statement before it is asked whether it is meant (D). */
    olderDays: number;
  };
  session: { idleMinutes: number };
}

const first: Policy = {
  version: '2026-11-01',
  advanceOrder: {
    creditPence: 25_000n,
    maximumCredits: 400,
    hold: { remindPayerDays: 7, remindFinanceDays: 12, overdueDays: 14, remindFinanceEveryDays: 7 },
    maximumExtensionDays: 90,
  },
  suspense: { askPayersWorkingDays: 5, escalateWorkingDays: 20, returnDays: 60, payersAsked: 3, maximumParts: 20, claimDaysOff: 5 },
  reversal: { remindEveryDays: 3 },
  statement: { maximumBytes: 20_000_000, maximumLines: 50_000, maximumFaults: 200, olderDays: 366 },
  session: { idleMinutes: 30 },
};

const versions: Record<string, Policy> = { [first.version]: first };

/** The version that new processes start with. */
export const currentPolicy: Policy = first;

/** A version's numbers, for as long as a process that keeps it may run. Throws for a version that never was. */
export function policyOf(version: string): Policy {
  const policy = versions[version];
  if (!policy) throw new Error(`There is no policy version ${version}`);
  return policy;
}
