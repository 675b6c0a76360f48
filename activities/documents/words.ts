import type { AddressRow, OrganisationRow } from '../../db/organisations/organisation.model';
import type { LearnerRow } from '../../db/registration/batch.model';
import { needsInWords } from '../../domain/registration/learner-needs';

/** A centre by name, and number where it has one. */
export function centreOf({ name, number }: OrganisationRow): string {
  return number ? `${name}, centre ${number}` : name;
}

/** A learner's name in full. */
export function nameOf({ forename, middleNames, surname }: LearnerRow): string {
  return [forename, middleNames, surname].filter(Boolean).join(' ');
}

/** What a learner needs at an assessment: modified papers with their details, and arrangements (REG-12). */
export function needsOf(learner: LearnerRow): string {
  return needsInWords(learner).join(', ') || '–';
}

/** An address on one line. */
export function placeOf(address: AddressRow | null): string {
  return address ? [address.label, ...address.lines, address.postcode].join(', ') : '–';
}
