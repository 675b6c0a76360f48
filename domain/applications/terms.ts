/** The terms that whoever finalises agrees to; the version that was agreed to is kept (APP-3). */
export const TERMS = {
  version: '2026-11-01',
  words: 'I have read and agree with the terms and conditions and I understand that there is a no refund policy',
} as const;

/** The guidance that is acknowledged where the assessment follows later (HSE-2). */
export const HSE_NOTICE = {
  title: 'Complete application pending Health and Safety Assessment',
  advice:
    'The application can be finalised, ordered and paid now. It is then held until a pass is recorded; an assessment online is quicker than one at a centre. Fees are not refunded if no pass is recorded in time.',
  confirm: 'I UNDERSTAND I WILL CONFIRM LATER',
} as const;
