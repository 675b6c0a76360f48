import type { EntryLine, KnownLine, Recognised } from './entry-line';
import { bucketOf, EntryIds } from './entry-ids';
import { groupedBy, runsOf, tieOf, type Run, type Tie } from './entry-places';

interface Indexed extends EntryLine {
  index: number;
}

/** A known entry within one day and amount, by all lines that are known of it. */
interface KnownEntry {
  entry: string;
  lines: KnownLine[];
  runs: Set<Run<KnownLine>>;
}

/** One statement's lines beside what is known of its account: places first, then entry IDs, then what a person has to say. */
export class Recognition {
  private readonly lines: Indexed[];
  private readonly found: (Recognised | undefined)[];
  private readonly used = new Set<string>();
  private readonly ids: EntryIds;
  /** Known entries by day and amount. */
  private readonly entries = new Map<string, Map<string, KnownEntry>>();
  private readonly runOf = new Map<Indexed, Run<Indexed>>();
  private readonly ties = new Map<Run<Indexed>, Map<Run<KnownLine>, Tie<Indexed, KnownLine>>>();
  private readonly names = new Map<object, number>();

  constructor(lines: EntryLine[], known: KnownLine[]) {
    this.lines = lines.map((line, index) => ({ ...line, index }));
    this.found = lines.map(() => undefined);
    this.ids = new EntryIds(this.lines, known);
    for (const line of known) this.entryOf(line).lines.push(line);
    const runs = [...groupedBy(known, ({ statement }) => statement).values()].flatMap(runsOf);
    for (const run of runs) for (const line of run.lines) this.entryOf(line).runs.add(run);
    const byDay = groupedBy(runs, ({ day }) => day);
    for (const run of runsOf(this.lines)) {
      for (const line of run.lines) this.runOf.set(line, run);
      this.ties.set(run, new Map((byDay.get(run.day) ?? []).map((other) => [other, tieOf(run, other)])));
    }
  }

  all(): Recognised[] {
    for (const ties of this.ties.values()) for (const tie of ties.values()) this.byPlace(tie);
    for (const lines of groupedBy(this.left(this.lines), bucketOf).values()) {
      const known = [...(this.entries.get(bucketOf(lines[0]!))?.values() ?? [])];
      this.byId(lines, known);
      this.byDoubt(
        this.left(lines),
        known.filter(({ entry }) => !this.used.has(entry)),
      );
    }
    for (const line of this.left(this.lines)) this.contested(line);
    return this.found.map((found) => found ?? { verdict: 'new' });
  }

  private left(lines: Indexed[]): Indexed[] {
    return lines.filter(({ index }) => !this.found[index]);
  }

  private entryOf(line: KnownLine): KnownEntry {
    const bucket = bucketOf(line);
    const entries = this.entries.get(bucket) ?? new Map<string, KnownEntry>();
    this.entries.set(bucket, entries);
    const entry = entries.get(line.entry) ?? { entry: line.entry, lines: [], runs: new Set() };
    entries.set(line.entry, entry);
    return entry;
  }

  private isKnown(line: Indexed, entry: string): void {
    this.found[line.index] = { verdict: 'known', entry };
    this.used.add(entry);
  }

  private ask(line: Indexed, entry: string | null): void {
    this.found[line.index] = { verdict: 'doubtful', doubt: 'overlap', entry };
    if (entry !== null) this.used.add(entry);
  }

  /** The same place is the same entry; where money went to and fro and the place may be a later one, the bank's ID says which. */
  private byPlace({ kind, pairs }: Tie<Indexed, KnownLine>): void {
    for (const [line, known] of pairs) {
      if (this.found[line.index] || (line.pence === known.pence && this.used.has(known.entry))) continue;
      if (kind === 'same' || this.ids.areSame(line, known)) this.isKnown(line, known.entry);
      else if (!this.haveOtherIds(line, known)) this.ask(line, known.entry);
    }
  }

  private haveOtherIds(line: EntryLine, known: EntryLine): boolean {
    return line.form === known.form && this.ids.tells(line) && this.ids.tells(known) && !this.ids.areSame(line, known);
  }

  private byId(lines: Indexed[], known: KnownEntry[]): void {
    const keyed = known.flatMap((entry) => [...new Set(entry.lines.flatMap((line) => this.ids.keys(line)))].map((key) => ({ key, entry })));
    const byKey = groupedBy(keyed, ({ key }) => key);
    for (const line of lines) {
      const same = this.ids.keys(line).flatMap((key) => this.firstFree(byKey.get(key) ?? [])?.entry ?? [])[0];
      if (same?.lines.some((other) => this.ids.areSame(line, other)) && !this.follows(line, same)) this.isKnown(line, same.entry);
    }
  }

  /** What cannot be told from free entries of its day and amount is asked: beside one of the same text, else all that are left. */
  private byDoubt(lines: Indexed[], free: KnownEntry[]): void {
    if (free.length === 0) return;
    const told = free.map((entry) => ({ entry, of: this.evidenceOf(entry) }));
    const alike = groupedBy(told, ({ of }) => of);
    const may = new Map(lines.map((line) => [line, this.candidatesOf(line, alike)]));
    const byContent = groupedBy(told, ({ entry }) => entry.lines[0]!.content);
    const others = lines.filter((line) => {
      const twin = this.firstFree(byContent.get(line.content) ?? []);
      if (!twin || !may.get(line)!.has(twin.of)) return true;
      if (twin.entry.lines.every(({ form }) => form === null)) this.isKnown(line, twin.entry.entry);
      else this.ask(line, twin.entry.entry);
      return false;
    });
    const next = (line: Indexed) => [...may.get(line)!].flatMap((of) => this.firstFree(alike.get(of)!) ?? [])[0];
    for (const line of others.filter(next)) this.ask(line, next(line)?.entry.entry ?? null);
  }

  private firstFree<Of extends { entry: KnownEntry }>(entries: Of[]): Of | undefined {
    while (entries.length > 0 && this.used.has(entries[0]!.entry.entry)) entries.shift();
    return entries[0];
  }

  private readonly told = new Map<string, Set<string>>();

  /** Which of the kinds of evidence leave it open whether a line is such an entry; the same for all lines of one run and form. */
  private candidatesOf(line: Indexed, alike: Map<string, { entry: KnownEntry }[]>): Set<string> {
    const run = this.runOf.get(line);
    const key = [run ? this.nameOf(run) : '', this.ids.tells(line), ...alike.keys()].join('/');
    const told = this.told.get(key) ?? new Set([...alike].flatMap(([of, [first]]) => (first && this.mayBe(line, first.entry) ? [of] : [])));
    this.told.set(key, told);
    return told;
  }

  private mayBe(line: Indexed, { lines, runs }: KnownEntry): boolean {
    if (lines.some((known) => this.haveOtherIds(line, known))) return false;
    const ties = this.tiesTo(line, runs);
    return (
      ties.length === 0 ||
      (ties.every(({ kind }) => kind === 'crossing' || kind === 'apart') && ties.some(({ kind }) => kind === 'crossing'))
    );
  }

  private follows(line: Indexed, { runs }: KnownEntry): boolean {
    return this.tiesTo(line, runs).some(({ kind }) => kind === 'followsOn');
  }

  private tiesTo(line: Indexed, runs: Iterable<Run<KnownLine>>): Tie<Indexed, KnownLine>[] {
    const ties = this.ties.get(this.runOf.get(line)!);
    return ties ? [...runs].flatMap((run) => ties.get(run) ?? []) : [];
  }

  private evidenceOf({ lines, runs }: KnownEntry): string {
    const forms = lines.filter((line) => this.ids.tells(line)).map(({ form }) => form);
    return [...new Set(forms), ...[...runs].map((run) => this.nameOf(run))].join(',');
  }

  private nameOf(run: object): number {
    const name = this.names.get(run) ?? this.names.size;
    this.names.set(run, name);
    return name;
  }

  /** A known ID with another amount, and other lines from the same opening balance, are a person's to judge unless the balances prove both. */
  private contested(line: Indexed): void {
    const ties = [...(this.ties.get(this.runOf.get(line)!)?.entries() ?? [])];
    if (ties.some(([, { kind }]) => kind === 'followsOn' || kind === 'same')) return;
    const other = this.ids.onlyKnown(line);
    if (other && other.bookedOn === line.bookedOn && other.pence !== line.pence)
      this.found[line.index] = { verdict: 'doubtful', doubt: 'otherAmount', entry: other.entry };
    else {
      const taken = ties.find(([run, { kind }]) => kind === 'crossing' && run.opening === this.runOf.get(line)!.opening);
      if (taken) this.found[line.index] = { verdict: 'doubtful', doubt: 'overlap', entry: taken[0].lines[0]!.entry };
    }
  }
}
