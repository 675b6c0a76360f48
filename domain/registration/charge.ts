/** What a centre is charged for or credited with (CEN-1). Their names are a stored format. */
export const chargeWhats = ['registration', 'registrationUndone'] as const;
export type ChargeWhat = (typeof chargeWhats)[number];
/** What people call them. */
export const chargeWords: Record<ChargeWhat, string> = {
  registration: 'Registration',
  registrationUndone: 'Undone registration',
};
