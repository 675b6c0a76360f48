import { writeFileSync } from 'node:fs';
import type { Example } from '../../api/openapi';
import { EXAMPLES_FILE, readExamples } from '../../ops/contract-file';

const LONGEST = 160;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** What is put in place of what tells of a person, or opens something. */
const neutral: Record<string, string> = {
  givenName: 'Ann',
  familyName: 'Other',
  name: 'Ann Other',
  userName: 'Ann Other',
  email: 'ann.other@volt.example',
  mobile: '+447700900123',
  ip: '203.0.113.7',
  agent: 'A browser',
  token: 'the token',
  secret: 'csk_…',
  prefix: 'csk_a1b2c3',
  sentTo: '…123',
  url: 'https://countersign.example/v1/downloads/…',
};
/** Things of which the name is no person's. */
const THINGS = new Set(['kind', 'layout', 'number', 'query', 'unit', 'count', 'permissions']);

const taken = new Map<string, Example>();

/** Keeps the first real answer of an operation, where examples are asked for (UPDATE_EXAMPLES=1) and none is committed. */
export function keepExample(operation: string, status: number, body: unknown): void {
  const key = `${operation} ${status}`;
  if (!process.env['UPDATE_EXAMPLES'] || taken.has(key) || isEmpty(body)) return;
  taken.set(key, { operation, status, body: neutralised(body) });
}

/** Writes what was taken in place of what is missing, or accepted no more. */
export function writeExamples(isAccepted: (example: Example) => boolean): void {
  if (taken.size === 0) return;
  const kept = readExamples().filter(isAccepted);
  const all = new Map([...taken.values(), ...kept].map((each) => [`${each.operation} ${each.status}`, each]));
  const lines = [...all.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => JSON.stringify(each));
  writeFileSync(EXAMPLES_FILE, `${lines.join('\n')}\n`);
}

/** An empty list shows nothing; a later answer may. */
function isEmpty(body: unknown): boolean {
  const { items } = body as { items?: unknown[] };
  return items?.length === 0;
}

/** The same answer without what differs from run to run: identifiers and instants counted through, lists cut to one. */
export function neutralised(body: unknown): unknown {
  const text = JSON.stringify(cut(body));
  const ids = distinct(text.match(ID));
  const instants = distinct(text.match(INSTANT)).sort();
  const idAt = (index: number) => `018f2c6e-0000-7000-8000-${String(index + 1).padStart(12, '0')}`;
  const instantAt = (index: number) => new Date(Date.UTC(2026, 10, 2, 9 + index)).toISOString();
  const counted = text.replace(ID, (each) => idAt(ids.indexOf(each))).replace(INSTANT, (each) => instantAt(instants.indexOf(each)));
  return JSON.parse(
    counted.replace(/"[0-9a-f]{64}"/g, `"${'0'.repeat(64)}"`).replace(/[\w.-]+@[\w.-]+\.example/g, 'ann.other@volt.example'),
  );
}

function distinct(found: string[] | null): string[] {
  return [...new Set(found ?? [])];
}

function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(cut);
  if (typeof value === 'string') return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  const isPerson = !Object.keys(value).some((name) => THINGS.has(name));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const isNeutral = typeof each === 'string' && name in neutral && (name !== 'name' || isPerson);
      return [name, isNeutral ? neutral[name] : cut(each)];
    }),
  );
}
