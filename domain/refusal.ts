/** Why a command is refused: one entry per fault, all faults at once. Becomes an entry of a problem's `errors` (RFC 9457). */
export interface Refusal {
  /** Stable, machine-readable: `holdEnded`, `alreadyTaken`. */
  code: string;
  /** The rule of docs/rulebook.md that it comes from. */
  rule: string;
  /** JSON pointer into the command, or `''` for the whole. */
  place: string;
  detail: string;
  /** What the caller can do next. */
  remedy: string;
}

/** A refusal of the whole command. */
export function refuse(code: string, rule: string, detail: string, remedy: string, place = ''): Refusal {
  return { code, rule, place, detail, remedy };
}

/** Refusals with what is said twice at one place said once. */
export function distinct(refusals: readonly Refusal[]): Refusal[] {
  return refusals.filter((each, index) => refusals.findIndex(({ code, place }) => code === each.code && place === each.place) === index);
}
