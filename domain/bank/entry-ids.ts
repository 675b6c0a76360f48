import type { EntryLine, KnownLine } from './entries';

/** What banks write where they have no reference: none, a number within the statement, one character again and again. */
const NO_REFERENCE = /^(?:NONREF|NON REF|NOTPROVIDED|NOT PROVIDED|UNKNOWN|NONE|NULL|N\/A|\d{1,4}|(.)\1*)$/;
/** MT940 holds so many characters of a reference. */
const CUT = 16;

/** Two or more uses of one reference in different days or amounts: it names none of them. */
const SHARED = 'shared';

/** The bank's entry IDs of a file and of what is known beside it: which of them name one entry, and which do not. */
export class EntryIds {
  private readonly uses = new Map<string, string>();
  private readonly knownLines = new Map<string, KnownLine[]>();
  private readonly newUses = new Map<string, number>();

  constructor(lines: EntryLine[], known: KnownLine[]) {
    for (const line of [...lines, ...known])
      for (const key of keysOf(line)) {
        const bucket = bucketOf(line);
        const before = this.uses.get(key);
        this.uses.set(key, before === undefined || before === bucket ? bucket : SHARED);
      }
    for (const line of lines) for (const key of keysOf(line)) this.newUses.set(key, (this.newUses.get(key) ?? 0) + 1);
    for (const line of known)
      for (const key of keysOf(line).slice(0, 1)) {
        const lines = this.knownLines.get(key);
        if (lines) lines.push(line);
        else this.knownLines.set(key, [line]);
      }
  }

  /** True where a line's reference names entries of its day and amount alone. */
  tells(line: EntryLine): boolean {
    const [key] = keysOf(line);
    return key !== undefined && this.uses.get(key) !== SHARED;
  }

  /** True where both have the same telling reference, in full within one form, as far as MT940 holds it between two. */
  areSame(line: EntryLine, other: EntryLine): boolean {
    const [whole, cut] = keysOf(line);
    const [otherWhole, otherCut] = keysOf(other);
    if (whole === undefined || otherWhole === undefined) return false;
    return line.form === other.form ? whole === otherWhole && this.tells(line) : cut === otherCut && this.uses.get(cut!) !== SHARED;
  }

  /** The keys under which an entry of the same reference may be found, the full one first. */
  keys(line: EntryLine): string[] {
    return keysOf(line);
  }

  /** The known line whose own reference a line has that neither shares with anything else, of whatever day and amount. */
  onlyKnown(line: EntryLine): KnownLine | null {
    const [key] = keysOf(line);
    const known = key === undefined ? [] : (this.knownLines.get(key) ?? []);
    return new Set(known.map(({ entry }) => entry)).size === 1 && this.newUses.get(key!) === 1 ? known[0]! : null;
  }
}

/** Day and amount, within which entries are told from each other. */
export function bucketOf({ bookedOn, pence }: Pick<EntryLine, 'bookedOn' | 'pence'>): string {
  return `${bookedOn}|${pence}`;
}

function keysOf({ form, entryId }: EntryLine): string[] {
  if (form === null || entryId === null) return [];
  const reference = entryId.replace(/\s+/g, ' ').trim().toUpperCase();
  return reference === '' || NO_REFERENCE.test(reference) ? [] : [`${form}/${reference}`, `/${reference.slice(0, CUT)}`];
}
