/** Uses of tables and raw SQL past the models, by area of `db`. */
export type Counts = Record<string, number>;

const UNTYPED = /\b(?:trx|own)(?:<[^>]*>)?\(\s*['"`]|\b(?:trx|own)\.(?:raw|from)\(/g;

/** Counts `trx('table')`, `trx.from(` and `trx.raw(` in sources by their paths; models, migrations and seeds are left out. */
export function countUntyped(sources: Record<string, string>): Counts {
  const counts: Counts = {};
  for (const [path, source] of Object.entries(sources)) {
    const area = /^db\/(?!migrations\/|seeds\/)([a-z]+)\/(?!.*\.model\.ts$|seed\.ts$)/.exec(path)?.[1];
    const found = source.match(UNTYPED)?.length ?? 0;
    if (area && found > 0) counts[area] = (counts[area] ?? 0) + found;
  }
  return counts;
}

/** What differs from the committed figures, a sentence each: a figure falls only, and a lower one is committed at once (issue 10). */
export function driftFrom(committed: Counts, counted: Counts): string[] {
  return [...new Set([...Object.keys(committed), ...Object.keys(counted)])].sort().flatMap((area) => {
    const [before, now] = [committed[area] ?? 0, counted[area] ?? 0];
    if (now > before) return [`db/${area}: ${now} uses of trx('table') or trx.raw, ${before} are allowed: read through a model`];
    if (now < before) return [`db/${area}: ${now} uses are left of ${before}: write ${now} into test/architecture/untyped-sql.json`];
    return [];
  });
}
