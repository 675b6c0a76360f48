import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import nunjucks from 'nunjucks';
import { londonWords } from '../domain/working-days';

/** A message ready to be sent: a mail with its subject as plain text and HTML, or an SMS of text alone. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}
export type MessageKind = 'mail' | 'sms';
/** Identifiers, amounts and instants that a template names. */
export type Facts = Record<string, string>;
/** The same with what is listed: an item each. */
export type ShownFacts = Record<string, string | string[]>;

const FOLDER = join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'platform', 'templates');
const ENDINGS: Record<MessageKind, string> = { mail: '.md', sms: '.txt' };
const CLOSING = '\n\nThe back office';
const engine = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
const markdown = new MarkdownIt({ html: false, linkify: false });
const sources = new Map<string, string>();

/** What each fact may look like: previews and tests render every template with these. */
export const sampleFacts: ShownFacts = {
  asked: '3',
  awaited: 'a qualification',
  lines: '60',
  since: '26 Nov 2026 09:00',
  paidAt: '25 Nov 2026 10:00',
  payTo: 'Pay to Volt Card Scheme, sort code 82-62-19, account number 12345678.',
  amount: '£500.00',
  at: '2026-12-06T15:11:00.000Z',
  bookedOn: '2026-11-20',
  bookings: '25',
  carried: 'Parcelforce, consignment AB123456',
  cause: 'lost',
  centre: 'Fenland College',
  component: 'EX',
  day: '1 Mar 2027',
  debt: '£0.00',
  digits: '123456',
  due: '£500.00',
  dueAt: '6 Dec 2026 15:11',
  endorsement: 'endorsement of the change in grading',
  expiresAt: '2026-12-09T15:11:00.000Z',
  kept: '1',
  lapseAt: '24 May 2027 10:00',
  learners: '25',
  link: 'https://countersign.example/activate/abc',
  missing: '£250.00',
  named: ['Ann Learner, learner LN0000123, last day 28 Feb 2027, 90 days left'],
  outcome: 'approved',
  reason: 'The letter names somebody else',
  receipt: 'S-7F3A91C2',
  received: '£250.00',
  reference: 'ECS0944490',
  returnAt: '21 Jan 2027 15:11',
  session: '2026/27',
  subject: 'Suspense is returned after 45 days',
  time: '09:30',
  tenantName: 'Volt Card Scheme',
  toStaffAt: '2026-12-01T15:11:00.000Z',
  validTo: '31 Mar 2027',
};

/** The templates there are, each a file of its own. */
export function listTemplates(): { name: string; kind: MessageKind }[] {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => ({ name: file.replace(/\.\w+$/, ''), kind: file.endsWith(ENDINGS.sms) ? 'sms' : 'mail' }));
}

/** Renders a template with its facts; instants among them become London words, lists a line an item. Throws for an unknown template or a missing fact. */
export function renderMessage(kind: MessageKind, template: string, facts: ShownFacts): Rendered {
  const source = sourceOf(kind, template);
  const words = shown(facts, inWords);
  if (kind === 'sms') return { subject: '', text: render(source, words, template).trim(), html: '' };
  const [head, body] = split(source);
  const escaped = shown(facts, (value) => escapeMarkdown(inWords(value)));
  return {
    subject: render(head, words, template).replace(/[\r\n]+/g, ' '),
    text: render(body, words, template) + CLOSING,
    html: page(markdown.render(render(body, escaped, template) + CLOSING)),
  };
}

function sourceOf(kind: MessageKind, template: string): string {
  const file = `${template}${ENDINGS[kind]}`;
  const known = sources.get(file);
  if (known !== undefined) return known;
  if (!listTemplates().some((each) => each.name === template && each.kind === kind))
    throw new Error(`There is no ${kind} template ${template}`);
  const source = readFileSync(join(FOLDER, file), 'utf8');
  sources.set(file, source);
  return source;
}

function split(source: string): [string, string] {
  const end = source.indexOf('\n\n');
  return [source.slice('Subject: '.length, end), source.slice(end).trim()];
}

function render(source: string, facts: Facts, template: string): string {
  try {
    return engine.renderString(source, facts);
  } catch (error) {
    throw new Error(`Template ${template} lacks a fact: ${(error as Error).message.split('\n').at(-1)?.trim()}`, { cause: error });
  }
}

function shown(facts: ShownFacts, written: (value: string) => string): Facts {
  const each = (value: string | string[]) => (Array.isArray(value) ? value.map((item) => `- ${written(item)}`).join('\n') : written(value));
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, each(value)]));
}

function inWords(value: string): string {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? londonWords(value) : value;
}

/** What somebody typed must not become a heading, a picture or a link to elsewhere. */
function escapeMarkdown(text: string): string {
  return /^https?:\/\/\S+$/.test(text) ? `<${text}>` : text.replace(/[\\`*_{}[\]()#+!<>|~]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

function page(body: string): string {
  const style = 'font:16px/1.5 Helvetica,Arial,sans-serif;color:#0b0c0c;max-width:36em;margin:0 auto;padding:1em';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Countersign</title></head><body style="${style}">${body}</body></html>`;
}
