import { wordsOf } from './document-words';

/** How a person's name stands in a document: as it is, with names between, another name where the holder's stands, or not at all. */
export type NameFinding = 'whole' | 'withMiddleName' | 'other' | 'none';

/** So many names may stand between given and family name. */
const MIDDLE_NAMES = 2;
const TITLES = 'mr|mrs|ms|miss|mx|dr|sir';
/** What stands before the holder's name. */
const BEFORE =
  /(?:certify that|certifies that|awarded to|conferred (?:on|upon)|presented to|name of (?:the )?(?:candidate|learner|holder)|(?:candidate|learner|holder|full)(?:['’]?s)? name|^\s*(?:name|candidate|learner|holder))\s*:?\s*/i;
/** What may follow it on the same line; words of a sentence are small, so that nobody called No or Is loses his name. */
const AFTER =
  /\b(?:has|have|is|was|of|born|who)\b|\b(?:[Bb]orn|[Dd]ate|DOB|[Dd]ob|[Ee]nrolment|[Cc]andidate|[Ll]earner|[Rr]egistration|[Nn]umber)\b|[,:;(\d].*$/;

/**
 * Finds a person's name in a document's lines. Where a line says whose it is (certify that, awarded to, candidate name), that one
 * alone counts; else a line that is the name and nothing else. Who signed it, or is named beside, is nobody's certificate.
 */
export function findName(lines: readonly string[], person: { givenName: string; familyName: string }): NameFinding {
  const said = lines.flatMap((line, index) => {
    const before = BEFORE.exec(line);
    if (!before) return [];
    const rest = line.slice(before.index + before[0].length).trim();
    const next = lines.slice(index + 1).find((each) => wordsOf(each).length > 0);
    return [rest === '' ? (next ?? '') : rest];
  });
  const places = said.length > 0 ? said : lines;
  const found = places.map((place) => compare(nameIn(place), person));
  if (found.includes('whole')) return 'whole';
  if (found.includes('withMiddleName')) return 'withMiddleName';
  return said.length > 0 ? 'other' : 'none';
}

/** The words of a name at the beginning of a text, up to what is no part of it; family name first where a comma says so. */
function nameIn(text: string): string[] {
  const reversed = /^\s*([^,\d]+),\s*([^,\d]+)$/.exec(text);
  const straight = reversed && !AFTER.test(reversed[2]!) ? `${reversed[2]} ${reversed[1]}` : text;
  const end = AFTER.exec(straight);
  const own = wordsOf(end ? straight.slice(0, end.index) : straight);
  return new RegExp(`^(?:${TITLES})$`).test(own[0] ?? '') ? own.slice(1) : own;
}

function compare(words: readonly string[], { givenName, familyName }: { givenName: string; familyName: string }): NameFinding {
  const [given, family] = [wordsOf(givenName), wordsOf(familyName)];
  const between = words.length - given.length - family.length;
  if (given.length === 0 || family.length === 0 || between < 0 || between > MIDDLE_NAMES) return 'other';
  const begins = given.every((word, index) => words[index] === word);
  const ends = family.every((word, index) => words[words.length - family.length + index] === word);
  if (!begins || !ends) return 'other';
  return between === 0 ? 'whole' : 'withMiddleName';
}
