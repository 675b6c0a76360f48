/** What the field `:86:` tells of an entry: texts that may quote a reference, and who paid. */
export interface Details {
  texts: string[];
  payer: string;
}

/** A full line of SWIFT, or part of `?20`–`?29`, goes on in the next without a space; of the first line banks count the tag or not. */
const FULL_LINE = 65;
const FULL_FIRST = 61;
const FULL_PART = 27;
const PARTS = /^\d{3}([^\w\s/+.,:'()-])(?=\d\d)/;
const WORDS =
  /\/(TRTP|TYPE|TRCD|IBAN|BIC|NAME|REMI|EREF|KREF|PREF|ORDP|BENM|CNTP|CSID|MARF|PURP|RTRN|ID|ADDR|ISDT|ULTD|ULTC|INFO|OCMT|USTD|STRD)(?=\/)/;
const OF_THE_PARTY = ['TRTP', 'TYPE', 'TRCD', 'IBAN', 'BIC', 'NAME', 'ORDP', 'BENM', 'CNTP', 'CSID', 'MARF', 'ID', 'ADDR'];
const NO_REFERENCE = /^(NONREF|NOTPROVIDED)?$/i;

/** Reads the lines of `:86:`, which banks write as free text, in parts (`?20…?32`) or behind words (`/NAME/…/REMI/…`). */
export function readDetails(lines: string[]): Details {
  const separator = PARTS.exec(lines[0] ?? '')?.[1];
  if (separator) return inParts(lines.join(''), separator);
  const whole = joined(lines, FULL_LINE, FULL_FIRST);
  return WORDS.test(whole) ? behindWords(whole) : { texts: told([whole]), payer: '' };
}

/** Texts with single spaces, each once, without those that say that there is none. */
export function told(texts: string[]): string[] {
  const tidy = texts.map((text) => text.replace(/\s+/g, ' ').trim());
  return [...new Set(tidy.filter((text) => !NO_REFERENCE.test(text)))];
}

function joined(parts: string[], full: number, fullFirst = full): string {
  return parts.map((part, index) => (part.length < (index === 0 ? fullFirst : full) ? `${part} ` : part)).join('');
}

function inParts(text: string, separator: string): Details {
  const parts = text
    .slice(3)
    .split(separator)
    .map((part): [string, string] => [part.slice(0, 2), part.slice(2)]);
  const of = (codes: RegExp) => parts.filter(([code]) => codes.test(code)).map(([, content]) => content);
  return { texts: told([joined(of(/^(2\d|6[0-3])$/), FULL_PART)]), payer: joined(of(/^3[23]$/), FULL_PART).trim() };
}

function behindWords(whole: string): Details {
  const [before, ...pieces] = whole.split(WORDS);
  const pairs = pieces.flatMap((word, index): [string, string][] => (index % 2 === 0 ? [[word, stripped(pieces[index + 1]!)]] : []));
  const of = (wanted: string) => pairs.find(([word, content]) => word === wanted && content !== '')?.[1];
  const texts = pairs.filter(([word]) => !OF_THE_PARTY.includes(word)).map(([, content]) => content);
  return { texts: told([before!, ...texts]), payer: of('NAME') ?? of('ORDP') ?? of('BENM') ?? of('CNTP')?.split('/')[2] ?? '' };
}

function stripped(content: string): string {
  return content.replace(/^[/\s]+|[/\s]+$/g, '');
}
