import { passOn, type HseRecordFact } from '../assessments/hse-record';
import { newestOf, verifiedOn, type PhotoFact } from '../people/photo';
import { isDecidedFor, qualifying, refusedSince, type QualificationFact } from '../qualifications/qualification-fact';
import { refuse, type Refusal } from '../refusal';
import type { Party } from '../standing';
import { londonDate, type Instant, type LocalDate } from '../working-days';
import { endorsementNeeded, endorsementWords } from './endorsement';
import type { Purpose } from './purposes';

/** What an application needs (APP-2, APP-9). */
export const requirementKinds = ['contact', 'photo', 'occupation', 'hse', 'qualification', 'experience', 'endorsement'] as const;
export type RequirementKind = (typeof requirementKinds)[number];
/** What an occupation and grade may ask for beside contact and choice (APP-9). */
export const needKinds = ['hse', 'qualification', 'experience', 'endorsement'] as const satisfies RequirementKind[];
export type NeedKind = (typeof needKinds)[number];

/** How an employer means to meet the assessment: what is on record, or later, at a centre or online (HSE-1). */
export const hseChoices = ['onRecord', 'laterAtCentre', 'laterOnline'] as const;
export type HseChoice = (typeof hseChoices)[number];

/** What is filled in, without the texts. */
export interface Form {
  changedAt: Instant;
  hasPhone: boolean;
  hasEmail: boolean;
  hseChoice: HseChoice | null;
  /** What the main occupation and grade need on the day; null where none is chosen that stands on that day (APP-9). */
  needs: NeedKind[] | null;
  /** The kinds of qualification of which they accept one (QUA-1). */
  qualifications: string[];
  /** A replacement needs a photo and whom it goes to: all else is on the card that it replaces (APP-1). */
  purpose: Purpose;
  /** Occupation and grade are other ones than those on the person's card of that type (APP-6). */
  isRegraded: boolean;
  /** When an endorsement was asked for, and when it was given, since it was finalised last (APP-6). */
  endorsementAskedAt: Instant | null;
  endorsedAt: Instant | null;
}

/** One requirement with its mark (APP-4): what it is, from when until when it is met, who is awaited, and since when. */
export interface Requirement {
  kind: RequirementKind;
  mark: string;
  description: string;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
  /** It may be finalised so. */
  isMet: boolean;
  /** Nobody has to look at it any more (APP-9). */
  isVerified: boolean;
  awaiting: Party | null;
  since: Instant | null;
}

/** What requirements are looked at against. */
export interface Checked {
  form: Form;
  hse: readonly HseRecordFact[];
  exemptedAt: Instant | null;
  photos: readonly PhotoFact[];
  qualifications: readonly QualificationFact[];
  /** The London date on which they are to be met. */
  on: LocalDate;
}

/** Every requirement of an application on a day, met or not (APP-2, APP-4, APP-9). */
export function requirementsOf(checked: Checked): Requirement[] {
  const { needs, purpose } = checked.form;
  if (purpose === 'replacement') return [contact(checked), photo(checked)];
  const asked = needKinds.filter((kind) => needs?.includes(kind));
  const own = [contact(checked), photo(checked), occupation(checked)];
  return [...own, ...asked.flatMap((kind) => (kind === 'endorsement' ? [] : [NEEDS[kind](checked)])), ...endorsement(checked)];
}

/** The kinds that keep it from being finalised. */
export function missingOf(requirements: readonly Requirement[]): RequirementKind[] {
  return requirements.filter(({ isMet }) => !isMet).map(({ kind }) => kind);
}

/** Each missing requirement as a refusal: all of them at once (APP-3). */
export function refusalsOf(requirements: readonly Requirement[]): Refusal[] {
  return requirements.flatMap(({ kind, isMet, mark, description }) =>
    isMet ? [] : [refuse(`missing.${kind}`, 'APP-3', `${mark}: ${description}`, REMEDIES[kind])],
  );
}

const REMEDIES: Record<RequirementKind, string> = {
  contact: 'Fill in step 1 of the application.',
  photo: 'Upload a photo of the employee.',
  occupation: 'Choose a main occupation and grade that can be applied for today.',
  hse: 'Choose that the assessment follows later, at a centre or online, or wait until a pass is on record.',
  qualification: 'Upload a document, or enter the details of a certificate, of a kind that the occupation and grade accept.',
  experience: 'Ask our staff.',
  endorsement: 'Ask somebody who has the right to endorse.',
};

const MET = { validFrom: null, validTo: null, isMet: true, isVerified: true, awaiting: null, since: null };
const OF_EMPLOYER = { ...MET, isMet: false, isVerified: false, awaiting: 'employer' as const };

function contact({ form: { hasPhone, hasEmail, changedAt } }: Checked): Requirement {
  const description = 'Business phone and business e-mail of the application';
  if (hasPhone && hasEmail) return { kind: 'contact', mark: 'Given', description, ...MET };
  return { kind: 'contact', mark: 'Missing', description, ...OF_EMPLOYER, since: changedAt };
}

/** APP-2: a verified photo in date, or one that is verified once it is paid for (IDV-1). */
function photo({ form: { changedAt }, photos, on }: Checked): Requirement {
  const description = 'Photo of the applicant';
  const verified = verifiedOn(photos, on);
  if (verified) return { kind: 'photo', mark: 'Verified', description, ...MET, validFrom: verified.validFrom, validTo: verified.validTo };
  const given = newestOf(photos);
  if (!given) return { kind: 'photo', mark: 'Missing', description, ...OF_EMPLOYER, since: changedAt };
  return {
    kind: 'photo',
    mark: 'Given, to be verified',
    description,
    ...MET,
    isVerified: false,
    awaiting: 'operative',
    since: given.givenAt,
  };
}

function occupation({ form: { needs, changedAt } }: Checked): Requirement {
  const description = 'Main occupation and grade';
  if (needs) return { kind: 'occupation', mark: 'Chosen', description, ...MET };
  return { kind: 'occupation', mark: 'Awaiting Occupational Choice', description, ...OF_EMPLOYER, since: changedAt };
}

/** HSE-1: a valid assessment on record, an accepted exemption, or the choice that it follows later. */
function hse({ form: { hseChoice, changedAt }, hse: records, exemptedAt, on }: Checked): Requirement {
  const description = 'Health, safety and environment assessment';
  const pass = passOn(records, on);
  if (pass) return { kind: 'hse', mark: 'Verified', description, ...MET, validFrom: pass.takenOn, validTo: pass.expiresOn };
  if (exemptedAt) return { kind: 'hse', mark: 'Exemption', description, ...MET };
  if (hseChoice === 'laterAtCentre' || hseChoice === 'laterOnline') {
    const mark = hseChoice === 'laterAtCentre' ? 'At centre' : 'Online';
    return { kind: 'hse', mark, description, ...MET, isVerified: false, awaiting: 'operative', since: changedAt };
  }
  return { kind: 'hse', mark: 'Missing', description, ...OF_EMPLOYER, since: changedAt };
}

/** QUA-1: one of the kinds that occupation and grade accept, verified or accepted; one that is not decided yet will do to finalise. */
function qualification({ form: { qualifications: kinds, changedAt }, qualifications, on }: Checked): Requirement {
  const description = 'Qualification for the occupation and grade';
  const found = qualifying(qualifications, kinds, on);
  if (!found) {
    const since = refusedSince(qualifications, kinds) ?? changedAt;
    return { kind: 'qualification', mark: 'Missing', description, ...OF_EMPLOYER, since };
  }
  const { stands, validFrom, validTo, awaiting, since } = found;
  if (isDecidedFor(found))
    return { kind: 'qualification', mark: stands === 'verified' ? 'Verified' : 'Accepted', description, ...MET, validFrom, validTo, since };
  const mark = awaiting === 'employer' ? 'Details needed' : awaiting === 'staff' ? 'Awaiting a case operator' : 'Being checked';
  return { kind: 'qualification', mark, description, ...MET, isVerified: false, awaiting, since };
}

const NEEDS: Record<Exclude<NeedKind, 'endorsement'>, (checked: Checked) => Requirement> = { hse, qualification, experience };

/** APP-9: no rule verifies it, so that a case operator looks at it once it is paid. */
function experience({ form: { changedAt } }: Checked): Requirement {
  const description = 'Experience in the occupation and grade';
  return {
    kind: 'experience',
    mark: 'Awaiting a case operator',
    description,
    ...MET,
    isVerified: false,
    awaiting: 'staff',
    since: changedAt,
  };
}

/** APP-6: it can be finalised, ordered and paid without; it is asked for then. */
function endorsement({ form }: Checked): Requirement[] {
  const needed = endorsementNeeded(form);
  if (!needed) return [];
  const description = endorsementWords[needed];
  if (form.endorsedAt) return [{ kind: 'endorsement', mark: 'Endorsed', description, ...MET, validFrom: londonDate(form.endorsedAt) }];
  const { endorsementAskedAt: askedAt, changedAt } = form;
  const mark = askedAt ? 'Awaiting endorsement' : 'To be endorsed';
  const awaited = { isVerified: false, awaiting: 'employer' as const, since: askedAt ?? changedAt };
  return [{ kind: 'endorsement', mark, description, ...MET, ...awaited }];
}
