import type { LocalDate } from '../working-days';
import type { QualificationKind } from './awarding-body';
import type { Named } from './document-match';
import { wordsOf } from './document-words';
import type { Outcome } from './qualification.state';

/** A certificate as an awarding body knows it. */
export interface Certificate {
  givenName: string;
  familyName: string;
  birthDate: LocalDate | null;
  awardedOn: LocalDate;
  /** What it certifies, by the qualification's number; null where the body does not say. */
  qualification: string | null;
}

/** What a body's answer comes to: it knows the certificate, and of this person and kind with this date; of somebody else, or otherwise; or not at all (QUA-1). */
export function answered(
  certificate: Certificate | null,
  person: Named,
  { kind, awardedOn }: { kind: Pick<QualificationKind, 'number'>; awardedOn: LocalDate | null },
): Extract<Outcome, 'confirmed' | 'notFound' | 'differs'> {
  if (!certificate) return 'notFound';
  const isNamed = same(certificate.familyName, person.familyName) && same(certificate.givenName, person.givenName);
  const isBorn = certificate.birthDate === null || person.birthDate === null || certificate.birthDate === person.birthDate;
  const { qualification } = certificate;
  const isOfKind = qualification === null || kind.number === null || same(qualification, kind.number);
  const isOfDay = awardedOn === null || awardedOn === certificate.awardedOn;
  return isNamed && isBorn && isOfKind && isOfDay ? 'confirmed' : 'differs';
}

function same(one: string, other: string): boolean {
  return wordsOf(one).join(' ') === wordsOf(other).join(' ');
}
