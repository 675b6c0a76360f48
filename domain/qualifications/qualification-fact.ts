import type { Party } from '../standing';
import type { Instant, LocalDate } from '../working-days';

/** A qualification of a person as an application looks at it, as of an instant (QUA-1). */
export interface QualificationFact {
  id: string;
  /** What it is; null as long as nobody has said or read it. */
  kind: string | null;
  /** How it stands: verified by a match, accepted by a person, refused, or not decided yet. */
  stands: 'verified' | 'accepted' | 'refused' | 'undecided';
  /** Since when it stands so. */
  since: Instant;
  /** On whom it waits while it is undecided. */
  awaiting: Party;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
}

/** A qualification that meets one of the kinds asked for, on a London date: the first that is verified, else one that is undecided, else nothing (QUA-1). */
export function qualifying(facts: readonly QualificationFact[], kinds: readonly string[], on: LocalDate): QualificationFact | undefined {
  const fitting = facts.filter(({ kind }) => kind === null || kinds.includes(kind));
  return (
    fitting.find((each) => isDecidedFor(each) && holdsOn(each, on)) ??
    fitting.filter(({ stands }) => stands === 'undecided').sort((a, b) => (a.since < b.since ? -1 : 1))[0]
  );
}

/** True where nobody has to look at it any more. */
export function isDecidedFor({ stands }: Pick<QualificationFact, 'stands'>): boolean {
  return stands === 'verified' || stands === 'accepted';
}

/** Since when the last one that would have met it is refused; null where none is. */
export function refusedSince(facts: readonly QualificationFact[], kinds: readonly string[]): Instant | null {
  const refused = facts.filter(({ kind, stands }) => stands === 'refused' && (kind === null || kinds.includes(kind)));
  return (
    refused
      .map(({ since }) => since)
      .sort()
      .at(-1) ?? null
  );
}

function holdsOn({ validFrom, validTo }: QualificationFact, on: LocalDate): boolean {
  return (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo);
}
