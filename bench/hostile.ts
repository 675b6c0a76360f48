import { gzipSync } from 'node:zlib';

/** One hostile request, to the API or to the console. */
export interface Hostile {
  what: string;
  to: 'api' | 'console';
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  headers?: Record<string, string>;
  body?: () => Buffer | string;
}

const MEGABYTE = 1_000_000;
const json = { 'Content-Type': 'application/json' };
const file = { 'Content-Type': 'application/octet-stream' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const gzip = { 'Content-Encoding': 'gzip' };
const multipart = { 'Content-Type': 'multipart/form-data; boundary=b' };
const filled = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes);
const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const keys = (count: number) => `{${Array.from({ length: count }, (_none, index) => `"k${index}":1`).join(',')}}`;
const parts = (count: number, head = (index: number) => `name="f${index}"`) =>
  `${Array.from({ length: count }, (_none, index) => `--b\r\nContent-Disposition: form-data; ${head(index)}\r\n\r\nx\r\n`).join('')}--b--\r\n`;

/** JSON that is deep, wide, long or compressed, at the largest that each parser takes and far beyond. */
const jsonBodies: [string, () => Buffer | string, Record<string, string>?][] = [
  ['arrays 45,000 deep', () => deep('[', ']', 45_000)],
  ['objects 16,000 deep', () => `${'{"a":'.repeat(16_000)}1${'}'.repeat(16_000)}`],
  ['9,000 keys', () => keys(9_000)],
  ['a million keys', () => keys(MEGABYTE)],
  ['a string of 90 kB', () => `{"reason":"${filled('a', 90_000)}"}`],
  ['a string of 20 MB', () => `{"reason":"${filled('a', 20 * MEGABYTE)}"}`],
  ['a number of 90,000 digits', () => `{"credits":${filled('9', 90_000)}}`],
  ['30,000 escapes that are no characters', () => `{"reason":"${filled('\\ud800', 90_000)}"}`],
  ['__proto__ and constructor', () => '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"a":1}}}'],
  ['a gzip bomb of 200 MB', () => gzipSync(Buffer.alloc(200 * MEGABYTE, ' ')), gzip],
  ['a gzip bomb of 90 kB of brackets', () => gzipSync(deep('[', ']', 45_000)), gzip],
  ['a broken gzip', () => gzipSync('{"a":1}').subarray(0, 12), gzip],
  ['what says it is gzip', () => filled('x', 90_000), gzip],
];

const largeBodies: [string, () => Buffer | string][] = [
  ['arrays 490,000 deep', () => deep('[', ']', 490_000)],
  ['90,000 keys', () => keys(80_000)],
  ['items without end', () => `{"action":{"kind":"assign"},"items":[${filled('"x",', 900_000)}"x"]}`],
  ['a string of 990 kB', () => `{"reason":"${filled('a', 990_000)}"}`],
];

const statementFiles: [string, () => Buffer | string][] = [
  ['20 MB of a,b', () => filled('a,b\n', 20 * MEGABYTE)],
  ['1 MB of a,b', () => filled('a,b\n', MEGABYTE)],
  ['a million short lines', () => filled('a\n', 2 * MEGABYTE)],
  ['20 MB of empty lines', () => filled('\n', 20 * MEGABYTE)],
  ['20 MB of commas', () => filled(',', 20 * MEGABYTE)],
  ['a quote that never closes', () => `"${filled('a,b\n', 19 * MEGABYTE)}`],
  ['20 MB of NUL', () => filled('\0', 20 * MEGABYTE)],
  ['an XML bomb of entities', () => `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "${filled('a', 1000)}">${entities(9)}]><d>&e9;</d>`],
  [
    'XML a million deep',
    () => `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">${filled('<a>', 3 * MEGABYTE)}`,
  ],
  [
    'XML with a million attributes',
    () => `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02" ${attributes(MEGABYTE)}/>`,
  ],
  [
    '20 MB of MT940 lines',
    () => `:20:X\r\n:25:X/1\r\n:60F:C261101GBP0,\r\n${filled(':61:2611011101C1,NTRFX\r\n:86:x\r\n', 19 * MEGABYTE)}`,
  ],
  ['a spreadsheet that is none', () => `PK${filled('\u0003\u0004', 5 * MEGABYTE)}`],
];

function entities(levels: number): string {
  const one = (level: number) => `<!ENTITY e${level} "${`&${level === 1 ? 'a' : `e${level - 1}`};`.repeat(10)}">`;
  return Array.from({ length: levels }, (_none, index) => one(index + 1)).join('');
}

function attributes(count: number): string {
  return Array.from({ length: count }, (_none, index) => `a${index}=""`).join(' ');
}

/** Every hostile request; `account` is a bank account whose statements may be uploaded. */
export function hostileRequests(account: string): Hostile[] {
  const post = (path: string, headers: Record<string, string>) => (named: [string, () => Buffer | string, Record<string, string>?]) => ({
    what: `${path.replace(account, '…')}: ${named[0]}`,
    to: 'api' as const,
    path,
    headers: { ...headers, ...named[2] },
    body: named[1],
  });
  return [
    ...jsonBodies.map(post('/v1/advance-orders', json)),
    ...jsonBodies.map(post('/v1/sessions', json)),
    ...largeBodies.map(post('/v1/bulk-actions', json)),
    ...[...jsonBodies, ...largeBodies].map(post('/codec/decode', json)),
    post(
      '/codec/decode',
      json,
    )(['4.9 MB of payloads', () => `{"payloads":[${filled('{"data":"eA=="},', 4.9 * MEGABYTE).replace(/[^}]*$/, '')}]}`]),
    ...jsonBodies.map(post('/v1/webhooks/sms', json)),
    ...statementFiles.slice(0, 3).map(post('/v1/files?name=a.png', file)),
    ...longHeads('api', '/v1/advance-orders'),
    ...longHeads('console', '/sign-in'),
    ...consoleForms(),
    ...statementFiles.map(post(`/v1/bank-accounts/${account}/statements`, file)),
  ];
}

function longHeads(to: 'api' | 'console', path: string): Hostile[] {
  const head = (what: string, more: Partial<Hostile>): Hostile => ({ what: `${to} ${path}: ${what}`, to, method: 'GET', path, ...more });
  return [
    head('a header of 15 kB', { headers: { 'X-Long': filled('a', 15_000) } }),
    head('a header of 100 kB', { headers: { 'X-Long': filled('a', 100_000) } }),
    head('3,000 cookies', { headers: { Cookie: filled('a=1; ', 15_000) } }),
    head('a token of 15 kB', { headers: { Authorization: `Bearer ${filled('a', 15_000)}` } }),
    head('an If-Match of 15 kB', { headers: { 'If-Match': filled('"a",', 15_000) } }),
    head('3,000 Accepts', { headers: { Accept: filled('a/b;q=0.1,', 14_000), 'Accept-Encoding': 'gzip' } }),
    head('4,000 query parameters', { path: `${path}?${filled('a=1&', 15_000)}` }),
    head('a query of brackets', { path: `${path}?${filled('a[b]', 15_000)}` }),
    head('a cursor of 15 kB', { path: `${path}?cursor=${filled('eyJ', 15_000)}` }),
    head('a path of 15 kB', { path: `${path}/${filled('%2e', 15_000)}` }),
    head('30 ranges and dots', { path: `${path}/${filled('../', 3_000)}`, headers: { Range: `bytes=${filled('0-1,', 9_000)}` } }),
  ];
}

function consoleForms(): Hostile[] {
  const to = (path: string, headers: Record<string, string>, what: string, body: () => string | Buffer): Hostile => ({
    what: `console ${path}: ${what}`,
    to: 'console',
    path,
    headers,
    body,
  });
  return [
    to('/sign-in', form, '60,000 fields', () => filled('a&', 120_000)),
    to('/sign-in', form, '190 kB of brackets', () => filled('a[b]', 190_000)),
    to('/sign-in', form, '190 kB of percent signs', () => `email=${filled('%', 190_000)}`),
    to('/sign-in', form, '20 MB', () => filled('a=1&', 20 * MEGABYTE)),
    to('/sign-in', { ...form, ...gzip }, 'a gzip bomb', () => gzipSync(Buffer.alloc(200 * MEGABYTE, 'a'))),
    to('/statements', multipart, '20,000 parts', () => parts(20_000)),
    to('/statements', multipart, 'one part name 20,000 times', () => parts(20_000, () => 'name="a"')),
    to('/statements', multipart, '20,000 parts of nested names', () => parts(20_000, (index) => `name="a[${index}][b][c]"`)),
    to('/statements', multipart, 'a part with a header of 1 MB', () => parts(1, () => `name="${filled('a', MEGABYTE)}"`)),
    to('/statements', multipart, 'two thousand files', () => parts(2_000, (index) => `name="file"; filename="${index}.csv"`)),
    to(
      '/statements',
      multipart,
      'a part without end',
      () => `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${filled('a', 24 * MEGABYTE)}`,
    ),
    to(
      '/statements',
      multipart,
      'boundaries that almost are',
      () => `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${filled('\r\n--', 5 * MEGABYTE)}`,
    ),
    to('/cases/x/files', multipart, '20,000 parts', () => parts(20_000)),
  ];
}

/** Texts that make a careless pattern try for ever. */
export const patternTraps: [string, string][] = [
  ['letters', `${filled('a', 30_000)}!`],
  ['blanks', `${filled(' ', 30_000)}x`],
  ['an address', `a@${filled('a.', 30_000)}!`],
  ['digits', `${filled('0', 30_000)}.`],
  ['a date', `2026-11-22T${filled('0', 20_000)}Z`],
  ['lines', `${filled('\n', 30_000)}x`],
  ['slashes', filled('/../', 30_000)],
  ['marks of combining', `a${filled('\u0301', 30_000)}`],
];
