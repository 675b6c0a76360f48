import type { LocalDate } from '../working-days';
import type { AwardingBody, QualificationKind } from './awarding-body';
import { datesIn, type FoundDate } from './document-dates';
import { findName, type NameFinding } from './document-names';
import { wordsOf } from './document-words';

/** Whose document it has to be. */
export interface Named {
  givenName: string;
  familyName: string;
  birthDate: LocalDate | null;
}

/** What a document is compared with beside the person: all bodies and kinds that there are. */
export interface Catalogue {
  bodies: readonly AwardingBody[];
  kinds: readonly QualificationKind[];
}

/** Why a document got the points that it has, or none. */
export const matchReasons = [
  'name',
  'nameWithMiddleName',
  'nameMissing',
  'otherName',
  'birthDate',
  'otherBirthDate',
  'title',
  'qualificationNumber',
  'noQualification',
  'body',
  'noBody',
  'awarded',
  'noDate',
] as const;
export type MatchReason = (typeof matchReasons)[number];

/** What a document says, compared with the person's record and with the bodies' data (QUA-1). */
export interface Match {
  /** Points of a hundred. */
  score: number;
  reasons: MatchReason[];
  /** The kind that it is of; null where none is recognised. */
  kind: string | null;
  awardedOn: LocalDate | null;
  /** The certificate's own number; null where none of the body's form is there. */
  number: string | null;
}

const POINTS: Partial<Record<MatchReason, number>> = {
  name: 50,
  nameWithMiddleName: 35,
  birthDate: 15,
  title: 25,
  qualificationNumber: 25,
  body: 15,
  awarded: 10,
};
const HUNDRED = 100;
/** So much of a title's words have to be there, for a title that reading has marred. */
const TITLE_SHARE = 0.8;

/**
 * QUA-1: compares the recognised lines of a document with a person's record. The name counts only in full and as one, on the line of
 * the holder: reading may have marred it, and then a person decides; no slip of reading is made good in a name, for it would turn
 * another one's certificate into a match. Numbers and titles are compared more leniently: they say what it is, not whose.
 */
export function matchDocument(lines: readonly string[], person: Named, { bodies, kinds }: Catalogue, today: LocalDate): Match {
  const kind = best(kinds, (each) => isNumbered(lines, each) || titleShare(lines, each.name) >= TITLE_SHARE, lines);
  const body = bodies.find(({ code, name }) => (kind ? code === kind.body : titleShare(lines, name) === 1));
  const dates = datesIn(lines);
  const isOver = dates.some(({ isEnd, date }) => isEnd && date < today);
  const awardedOn = isOver ? null : latest(dates.filter(({ isBirth, isEnd, date }) => !isBirth && !isEnd && date <= today));
  const reasons = [
    ...nameReasons(findName(lines, person), dates, person),
    ...(kind ? [isNumbered(lines, kind) ? ('qualificationNumber' as const) : ('title' as const)] : ['noQualification' as const]),
    body && titleShare(lines, body.name) === 1 ? ('body' as const) : ('noBody' as const),
    awardedOn ? ('awarded' as const) : ('noDate' as const),
  ];
  const score = Math.min(
    HUNDRED,
    reasons.reduce((sum, reason) => sum + (POINTS[reason] ?? 0), 0),
  );
  return { score, reasons, kind: kind?.code ?? null, awardedOn, number: body ? certificateNumber(lines, body) : null };
}

/**
 * Whether a document is taken for the person's without anybody looking: the whole name, no other birth date, what it is, by whom, when,
 * and under which number of its own, and enough points (QUA-1). A letter about a certificate is none.
 */
export function isMatched({ score, reasons, kind, number }: Match, leastPoints: number): boolean {
  const isNamed = reasons.includes('name') || (reasons.includes('nameWithMiddleName') && reasons.includes('birthDate'));
  const isCertificate = reasons.includes('body') && reasons.includes('awarded') && kind !== null && number !== null;
  return isNamed && !reasons.includes('otherBirthDate') && isCertificate && score >= leastPoints;
}

function nameReasons(found: NameFinding, dates: readonly FoundDate[], { birthDate }: Named): MatchReason[] {
  const births = dates.filter(({ isBirth }) => isBirth);
  const birth: MatchReason[] =
    births.length === 0 || birthDate === null ? [] : [births.some(({ date }) => date === birthDate) ? 'birthDate' : 'otherBirthDate'];
  const names = { whole: 'name', withMiddleName: 'nameWithMiddleName', other: 'otherName', none: 'nameMissing' } as const;
  return [names[found], ...birth];
}

/** The kind that is named by its number, else the one of whose title the most is there. */
function best(
  kinds: readonly QualificationKind[],
  isThere: (kind: QualificationKind) => boolean,
  lines: readonly string[],
): QualificationKind | undefined {
  const worth = (kind: QualificationKind) => (isNumbered(lines, kind) ? 2 : titleShare(lines, kind.name));
  return kinds
    .filter(isThere)
    .sort((a, b) => worth(b) - worth(a) || b.name.length - a.name.length)
    .at(0);
}

/** Whether the qualification's number is there; letters that reading takes for digits count as those. */
function isNumbered(lines: readonly string[], { number }: QualificationKind): boolean {
  return number !== null && lines.some((line) => asDigits(line).includes(asDigits(number)));
}

function titleShare(lines: readonly string[], title: string): number {
  const there = new Set(lines.flatMap(wordsOf));
  const wanted = wordsOf(title);
  return wanted.filter((word) => there.has(word)).length / Math.max(1, wanted.length);
}

function certificateNumber(lines: readonly string[], { fields }: AwardingBody): string | null {
  const pattern = fields.find(({ isNumber }) => isNumber)?.pattern;
  if (!pattern) return null;
  const [found] = lines.flatMap((line) => new RegExp(`(?<![\\w/])(?:${pattern})(?![\\w/])`, 'i').exec(line)?.[0] ?? []);
  return found?.toUpperCase() ?? null;
}

function latest(dates: readonly FoundDate[]): LocalDate | null {
  return (
    dates
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? null
  );
}

function asDigits(text: string): string {
  return text
    .toUpperCase()
    .replace(/[OQ]/g, '0')
    .replace(/[IL|]/g, '1')
    .replace(/[^0-9A-Z/]/g, '');
}
