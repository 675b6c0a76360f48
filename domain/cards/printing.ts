/** Where a card is at the printer, in the order in which it goes on (CRD-1): a print file that was refused may still be accepted. */
export const printSteps = ['sent', 'refused', 'accepted', 'produced', 'despatched', 'returned'] as const;
export type PrintStep = (typeof printSteps)[number];

/** What the printer reports, or staff record in its place (CRD-1, CRD-2). */
export const printerReports = ['refused', 'accepted', 'produced', 'despatched', 'returned', 'purged'] as const;
export type Told = (typeof printerReports)[number];

/** True for a step that goes on from where a card is: what comes late or out of order undoes nothing. */
export function goesOnFrom(step: PrintStep | null, told: PrintStep): boolean {
  return step !== null && printSteps.indexOf(told) > printSteps.indexOf(step);
}

/** True as long as the printer is to do something about it: of a card that holds no longer nothing is awaited. */
export function isAtPrinter({ state }: { state: string }, step: PrintStep | null): boolean {
  if (state !== 'approved' && state !== 'issued') return false;
  return step === 'sent' || step === 'accepted' || step === 'produced';
}
