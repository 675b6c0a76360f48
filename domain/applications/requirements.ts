import { passOn, type HseRecordFact } from '../assessments/hse-record';
import { newestOf, verifiedOn, type PhotoFact } from '../people/photo';
import { refuse, type Refusal } from '../refusal';
import type { Party } from '../standing';
import type { Instant, LocalDate } from '../working-days';

/** What an application needs (APP-2, APP-9). */
export const requirementKinds = ['contact', 'photo', 'occupation', 'hse', 'qualification'] as const;
export type RequirementKind = (typeof requirementKinds)[number];
/** What an occupation and grade may ask for beside contact and choice (APP-9). */
export const needKinds = ['hse', 'qualification'] as const satisfies RequirementKind[];
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
  /** The London date on which they are to be met. */
  on: LocalDate;
}

/** Every requirement of an application on a day, met or not (APP-2, APP-4, APP-9). */
export function requirementsOf(checked: Checked): Requirement[] {
  const { needs } = checked.form;
  const asked = needKinds.filter((kind) => needs?.includes(kind));
  return [
    contact(checked),
    photo(checked),
    occupation(checked),
    ...asked.map((kind) => (kind === 'hse' ? hse(checked) : qualification(checked))),
  ];
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
  qualification: 'Ask our staff.',
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

/** APP-9: nothing verifies it by itself yet, so that a case operator looks at it once it is paid. */
function qualification({ form: { changedAt } }: Checked): Requirement {
  const description = 'Qualifications of the occupation and grade';
  return {
    kind: 'qualification',
    mark: 'Awaiting a case operator',
    description,
    ...MET,
    isVerified: false,
    awaiting: 'staff',
    since: changedAt,
  };
}
