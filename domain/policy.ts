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
  statement: {
    /** Bytes and lines that one file may have (D). */
    maximumBytes: number;
    maximumLines: number;
    /** Faults listed in one answer; the rest is counted (D). */
    maximumFaults: number;
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
  statement: { maximumBytes: 20_000_000, maximumLines: 50_000, maximumFaults: 200 },
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
