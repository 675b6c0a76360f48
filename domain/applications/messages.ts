/** What case operators and employers tell each other about an application (APP-6, APP-9, HSE-5). */
export const messageKinds = ['moreAsked', 'moreGiven', 'rejected', 'endorsementRefused', 'exemptionRefused'] as const;
export type MessageKind = (typeof messageKinds)[number];
