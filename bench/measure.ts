import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The middle of some numbers. */
export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** CPU milliseconds used so far by processes and all their children (Linux). */
export function cpuOf(pids: number[]): number {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      parents.set(Number(name), {
        parent: Number(fields[1]),
        ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
      });
    } catch {
      continue;
    }
  }
  const within = (pid: number): boolean =>
    pids.includes(pid) || (parents.has(pid) && parents.get(pid)!.parent > 1 && within(parents.get(pid)!.parent));
  return [...parents].filter(([pid]) => within(pid)).reduce((sum, [, { ticks }]) => sum + ticks * 10, 0);
}

/** One line of the table: what, how many times its floor, and how it stands to its bound. */
export function line(what: string, ratio: number, bound: number | null, note = ''): string {
  const verdict = bound === null ? '' : ratio <= bound ? `≤ ${bound} ✓` : `> ${bound} ✗`;
  return `${what.padEnd(62)} ${ratio.toFixed(2).padStart(6)}  ${verdict.padEnd(9)} ${note}`;
}
