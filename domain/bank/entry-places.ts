import type { Pence } from '../money';
import type { LocalDate } from '../working-days';

/** Values by what they have in common, in their order. */
export function groupedBy<Value, Key>(values: Iterable<Value>, keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** What of a line says where it stands in the account's ledger: its day, and the balance after it; null where its file does not tell. */
export interface Placed {
  bookedOn: LocalDate;
  pence: Pence;
  after: Pence | null;
}

/** Lines of one day that follow on from each other, balance by balance. */
export interface Run<Line extends Placed> {
  day: LocalDate;
  opening: Pence;
  closing: Pence;
  lines: Line[];
  /** Every balance that it passes, its opening and its closing included. */
  nodes: Pence[];
  passes: Set<Pence>;
  /** Its file has the line before it, of an earlier day: nothing of its own day is before it. And likewise after it. */
  beginsDay: boolean;
  endsDay: boolean;
}

/** One line of a run beside the line of another run that stands in the same place. */
export type Pair<A, B> = [A, B];

/**
 * How two runs of one day stand to each other: `same` where stretches of them lie between the same balances, `followsOn` where one
 * begins where the other ends, `either` where both is possible (the money went to and fro), `apart` where they share no balance,
 * and `crossing` where they share one and neither is true: no ledger holds both.
 */
export interface Tie<A, B> {
  kind: 'same' | 'followsOn' | 'either' | 'apart' | 'crossing';
  pairs: Pair<A, B>[];
}

/** The runs of lines in their order, oldest first; lines without a place belong to none. */
export function runsOf<Line extends Placed>(lines: Line[]): Run<Line>[] {
  const runs: Run<Line>[] = [];
  for (const line of lines) {
    if (line.after === null) continue;
    const before = line.after - line.pence;
    const last = runs.at(-1);
    if (last && last.day === line.bookedOn && last.closing === before) {
      last.lines.push(line);
      last.nodes.push(line.after);
      last.passes.add(line.after);
      last.closing = line.after;
    } else {
      const nodes = [before, line.after];
      const goesOn = last !== undefined && last.day < line.bookedOn && last.closing === before;
      if (goesOn) last.endsDay = true;
      runs.push({
        day: line.bookedOn,
        opening: before,
        closing: line.after,
        lines: [line],
        nodes,
        passes: new Set(nodes),
        beginsDay: goesOn,
        endsDay: false,
      });
    }
  }
  return runs;
}

/** How a run stands to one that is known. */
export function tieOf<A extends Placed, B extends Placed>(run: Run<A>, known: Run<B>): Tie<A, B> {
  const followsOn = mayFollow(run, known) || mayFollow(known, run);
  const pairs = overlapOf(run, known) ?? stretchOf(run, known);
  if (pairs) return { kind: followsOn ? 'either' : 'same', pairs };
  if (followsOn) return { kind: 'followsOn', pairs: [] };
  return { kind: run.nodes.some((node) => known.passes.has(node)) ? 'crossing' : 'apart', pairs: [] };
}

function mayFollow(run: Run<Placed>, other: Run<Placed>): boolean {
  return run.opening === other.closing && !run.beginsDay && !other.endsDay;
}

/** The lines that both have, one after the other until one of the runs ends; null where there are none. */
function overlapOf<A extends Placed, B extends Placed>(run: Run<A>, known: Run<B>): Pair<A, B>[] | null {
  const starts = [
    ...known.lines.flatMap((line, at) => (isAt(line, run.lines[0]!) ? [{ in: 0, at }] : [])),
    ...run.lines.flatMap((line, at) => (at > 0 && isAt(line, known.lines[0]!) ? [{ in: at, at: 0 }] : [])),
  ];
  let longest: Pair<A, B>[] | null = null;
  for (const start of starts) {
    const length = Math.min(run.lines.length - start.in, known.lines.length - start.at);
    if (length <= (longest?.length ?? 0)) continue;
    const pairs = Array.from({ length }, (_each, step): Pair<A, B> => [run.lines[start.in + step]!, known.lines[start.at + step]!]);
    if (pairs.every(([one, other]) => isAt(one, other))) longest = pairs;
  }
  return longest;
}

function isAt(one: Placed, other: Placed): boolean {
  return one.after === other.after && one.pence === other.pence;
}

/**
 * A stretch of both between the same two balances, where a bank puts the lines of a day in another order, or books a batch as one
 * sum that another form takes apart: the same amounts, or every balance of one among those of the other. Null where there is none.
 */
function stretchOf<A extends Placed, B extends Placed>(run: Run<A>, known: Run<B>): Pair<A, B>[] | null {
  const from = known.passes.has(run.opening) ? run.opening : run.passes.has(known.opening) ? known.opening : null;
  const to = known.passes.has(run.closing) ? run.closing : run.passes.has(known.closing) ? known.closing : null;
  if (from === null || to === null || from === to) return null;
  const [ours, theirs] = [between(run, from, to), between(known, from, to)];
  if (ours.length === 0 || theirs.length === 0) return null;
  const left = groupedBy(theirs, ({ pence }) => pence);
  const pairs = ours.flatMap((line): Pair<A, B>[] => {
    const twin = left.get(line.pence)?.shift();
    return twin ? [[line, twin]] : [];
  });
  if (pairs.length === ours.length && pairs.length === theirs.length) return pairs;
  const [less, more] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  const balances = new Set(more.map(({ after }) => after));
  return less.every(({ after }) => balances.has(after)) ? ours.map((line) => [line, theirs[0]!]) : null;
}

function between<Line extends Placed>(run: Run<Line>, from: Pence, to: Pence): Line[] {
  return run.lines.slice(run.nodes.indexOf(from), run.nodes.lastIndexOf(to));
}
