import type { Mail } from '../decision';
import { dateWords } from '../working-days';
import type { Card, CardFacts } from './card.state';

/** A mail to the holder, and to users of whoever employs him (CRD-1, EMP-5). */
export function toBoth(card: Card, template: string, { employers, account }: CardFacts, facts: Record<string, string> = {}): Mail[] {
  const { reference, validTo, application } = card;
  const holder = application ? [{ applicant: application }] : account ? [{ user: account }] : [];
  const to = [...employers.map((user) => ({ user })), ...holder];
  return to.map((each) => ({ template, to: each, facts: { reference, validTo: dateWords(validTo), ...facts } }));
}

/** A mail about the printer's copy to the data protection officer (CRD-2). */
export function toDpo({ reference }: Card, template: string): Mail {
  return { template, to: { queue: 'dpo' }, facts: { reference } };
}
