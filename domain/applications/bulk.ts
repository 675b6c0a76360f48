import { refuse, type Refusal } from '../refusal';

/** Whom a look-up found, by what was given of him: nobody has seen him, so that both names have to be his (EMP-1). */
export function isNamed(found: string, { givenName, familyName }: { givenName: string; familyName: string }): boolean {
  return comparable(found).endsWith(comparable(givenName + familyName));
}

/** EMP-1: in bulk nobody is there to choose among several. */
export function severalMatch(): Refusal {
  const detail = 'More than one person has this birth date and last name';
  return refuse('several', 'EMP-1', detail, 'Give the card number as well, or add the employee by hand.', '/person');
}

/** EMP-1: in bulk nobody is there to confirm whom a look-up found. */
export function anotherFound(): Refusal {
  const detail = 'Somebody of another first name has this birth date and last name';
  return refuse('anotherPerson', 'EMP-1', detail, 'Look the person up by hand, and confirm who it is.', '/person');
}

/** EMP-2: the look-ups of the hour are used up; the rest goes on later. */
export function noLookUpLeft(): Refusal {
  const detail = 'Your organisation has looked for as many people as it may within an hour';
  return refuse('tooMany', 'EMP-2', detail, 'Post this application again in an hour.', '/person');
}

/** SEC-10, APP-8: how many applications may come at once; null where that holds. */
export function wrongNumber(count: number, most: number): Refusal | null {
  if (count >= 1 && count <= most) return null;
  return refuse('applications', 'APP-8', `${count} applications were posted`, `Post 1 to ${most} at once, a line each.`);
}

function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
