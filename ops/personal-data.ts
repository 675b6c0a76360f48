import { register } from '../db/personal-data';
import type { Datum, Declared, Erasable, Fields, Kept, MessageFields, PersonalData, Reference } from '../db/core/register';

const HEAD = [
  '# Personal data',
  '',
  'Made by `npm run docs` from what each area declares beside its tables (`db/<area>/personal-data.ts`); tests prove that nothing is',
  'left out: no column, message, line of the log or field that leaves the house. The basis is a letter of article 6(1) of the UK GDPR.',
  'A row is *about* a person whom a field marked → names, and was *acted on* by one marked by; identifiers are random and mean nobody',
  'once the account is blank. Nothing is deleted by this register yet: retention and erasure come with the area of data protection.',
  '',
];
const DATA = [
  '| fields | what | whose | why | basis | kept until | erasure | sealed under |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];
const ERASURES: Record<Extract<Erasable, string>, string> = {
  row: 'the row goes',
  blank: 'made blank',
  key: 'the person’s key is destroyed',
};

/** The register of personal data as a page (RET-1, SEC-12): docs/personal-data.md. */
export function drawPersonalData(): string {
  return [...HEAD, ...Object.entries(register).flatMap(([area, data]) => areaOf(area, data))].join('\n');
}

function areaOf(area: string, { tables = {}, files = {}, messages = {}, logs, parties = {}, schemas = {} }: PersonalData): string[] {
  const plain = Object.entries(tables).flatMap(([name, each]) => (typeof each === 'string' ? [`- \`${name}\`: ${listed(each)}`] : []));
  const others = Object.entries(tables).flatMap(([name, each]) => {
    if (typeof each === 'string') return [];
    if ('view' in each) return [`### ${name}`, '', `A view of ${each.view}${each.none ? `, and ${listed(each.none)}` : ''}.`, ''];
    return section(name, each);
  });
  return [
    `## ${area}`,
    '',
    ...others,
    ...block('Tables without personal data', plain),
    ...block(
      'Schemas of libraries',
      Object.entries(schemas).map(([name, what]) => `- \`${name}\`: ${what}`),
    ),
    ...filesOf(files),
    ...block('Messages', messageRows(messages)),
    ...(logs ? section('The log', logs) : []),
    ...Object.entries(parties).flatMap(([file, party]) => section(`${party.name} (${file})`, party, `${party.why}.`)),
  ];
}

function section(name: string, { none, people = [], personal = [] }: Fields, why?: string): string[] {
  return [
    `### ${name}`,
    '',
    ...(why ? [why, ''] : []),
    ...(personal.length > 0 ? [...DATA, ...personal.map((each) => row(listed(each.fields), each)), ''] : []),
    ...(people.length > 0 ? [`Persons: ${people.map(wayOf).join(', ')}.`, ''] : []),
    ...(none ? [`Not personal: ${listed(none)}.`, ''] : []),
  ];
}

function filesOf(files: NonNullable<PersonalData['files']>): string[] {
  const held = Object.entries(files).flatMap(([name, each]) => (typeof each === 'string' ? [] : [row(`\`${name}\``, each)]));
  const plain = Object.entries(files).flatMap(([name, each]) => (typeof each === 'string' ? [`- \`${name}\`: ${each}`] : []));
  return [...block('Files about people', held.length > 0 ? [...DATA, ...held] : []), ...block('Files without personal data', plain)];
}

function messageRows(messages: Record<string, MessageFields>): string[] {
  const rows = Object.entries(messages).map(([name, { to, none = '', personal = [], keeps = '' }]) => {
    const secrets = personal.map(({ fields, what }) => `${listed(fields)} (${what})`).join(', ');
    return `| ${name} | ${to.join(', ')} | ${listed(none)} | ${secrets} | ${listed(keeps)} |`;
  });
  return rows.length > 0
    ? ['| template | to | names | secrets | kept in its row beside |', '| --- | --- | --- | --- | --- |', ...rows]
    : [];
}

function block(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`### ${title}`, '', ...lines, ''] : [];
}

function row(where: string, { what, whose, why, basis, kept, erasable, key }: Omit<Datum, 'fields'>): string {
  const erasure = typeof erasable === 'string' ? ERASURES[erasable] : `stays: ${erasable.not}`;
  const sealed = key === 'person' ? 'the person’s key' : key === 'master' ? 'a master key' : '';
  return `| ${where} | ${what} | ${whose.join(', ')} | ${why} | ${basis} | ${keptFor(kept)} | ${erasure} | ${sealed} |`;
}

function keptFor({ until, rule, number, from }: Kept): string {
  return `${until}${number ? `: \`${number}\` from \`${from}\`` : ''} (${rule})`;
}

function wayOf({ field, as, of, behind, within, hashed }: Reference): string {
  const target = of === 'any' ? 'whatever row has that identifier' : of;
  const how = [behind && `behind \`${behind}\``, within && 'anywhere in it', hashed && 'as a hash'].filter(Boolean).join(', ');
  return `\`${field}\` ${as === 'subject' ? '→' : 'by'} ${target}${how ? ` (${how})` : ''}`;
}

/** Names as code; a declaration that is a list alone as well. */
function listed(names: Extract<Declared, string>): string {
  return names
    .split(' ')
    .filter(Boolean)
    .map((name) => `\`${name}\``)
    .join(' ');
}
