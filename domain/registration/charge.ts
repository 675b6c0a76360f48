/** What a centre is charged for or credited with (CEN-1). Their names are a stored format. */
export const chargeWhats = [
  'registration',
  'registrationUndone',
  'cancelled',
  'transferredOut',
  'transferredIn',
  'toppedOut',
  'toppedIn',
  'nameAmended',
] as const;
export type ChargeWhat = (typeof chargeWhats)[number];
/** What people call them. */
export const chargeWords: Record<ChargeWhat, string> = {
  registration: 'Registration',
  registrationUndone: 'Undone registration',
  cancelled: 'Cancelled registration',
  transferredOut: 'Transfer to another product or batch',
  transferredIn: 'Transfer from another product or batch',
  toppedOut: 'Topped up or down to another product',
  toppedIn: 'Topped up or down from another product',
  nameAmended: 'Name amended after certification',
};
