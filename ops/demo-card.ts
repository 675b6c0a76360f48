import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { TERMS } from '../domain/applications/terms';
import { inPounds } from '../domain/money';
import { londonDate, londonWords } from '../domain/working-days';
import type { DemoClient, NodeAnswer } from './demo-client';

interface Application {
  id: string;
  reference: string;
  stage: string;
  applicant: { registrationNumber: string; name: string };
  card: { id: string; stage: string } | null;
}
interface CardOrder {
  id: string;
  state: string;
  amount: { amount: number };
  vat: { amount: number };
}
interface Job {
  reference: string;
  number: string;
  pageUrl: string;
}
/** Where the story's services and pages are. */
export type Urls = Record<'console' | 'gateway' | 'printer' | 'workflows', string>;

const FORM = {
  ...{ phone: '01603 496000', email: 'office@brightwire.example', hseChoice: 'laterOnline' },
  ...{ occupation: 'electricalLabourer', grade: null, moreOccupations: [] },
};

/** `npm run demo card`: from a new employee to a card and its public page, as the people and services around it do it, with real answers. */
export async function cardStory(client: DemoClient, urls: Urls, key: string, say: (text?: string) => void): Promise<void> {
  const step = (text: string) => say(`\n\u001b[1m${text}\u001b[0m`);
  const post = <Body>(path: string, body: object = {}, who: 'employer' | 'operator' = 'employer') =>
    client.as<Body>(who, 'POST', path, body, `${key}-${path}`);
  const application = (id: string) => client.as<Application>('employer', 'GET', `/v1/applications/${id}`);
  const until = async (id: string, stage: string) => {
    while ((await application(id)).stage !== stage) await pause(200);
  };

  step('1  A new employee; an application, its assessment to follow   POST /v1/employments, /v1/applications');
  const { items: nodes } = await client.as<{ items: NodeAnswer[] }>('employer', 'GET', '/v1/nodes');
  const [company, office] = ['company', 'office'].map((kind) => nodes.find((node) => node.kind === kind)!.id);
  const employee = await employed(post, office!);
  const started = await post<{ items: [Application] }>('/v1/applications', { applications: [{ employee, cardType: 'craft' }] });
  const { id, reference, applicant } = started.items[0];
  const path = `/v1/applications/${id}`;
  await client.as('employer', 'PUT', `${path}/form`, FORM, `${key}-form`);
  await client.as('employer', 'POST', `${path}/photo`, await photo(), `${key}-photo`);
  await post(`${path}/finalise`, { terms: TERMS.version, understandsHsePending: true });
  say(`   application  ${reference} of ${applicant.name}: ${(await application(id)).stage}`);

  step('2  An order, closed and paid by card                          POST /v1/application-orders/{id}/card-payments');
  const said = { purchaseOrder: `PO ${key.slice(-6)}`, level: company, billingOffice: office, deliveryOffice: office };
  const order = await post<CardOrder>('/v1/application-orders', { ...said, accountsContact: 'Accounts', attentionOf: null });
  await post(`/v1/application-orders/${order.id}/add`, { applications: [id] });
  const closed = await post<CardOrder>(`/v1/application-orders/${order.id}/close`);
  say(`   to pay       ${pounds(closed.amount)}, of which VAT ${pounds(closed.vat)}`);
  const payment = await post<{ id: string; expiresAt: string }>(`/v1/application-orders/${order.id}/card-payments`);
  say(`   payment      nothing else pays it until ${londonWords(payment.expiresAt)}`);
  const page = await found<{ id: string; reference: string }>(`${urls.gateway}/payments`, payment.id);
  await clicked(`${urls.gateway}/payments/${page.id}`, { outcome: 'succeeded' });
  await until(id, 'On hold');
  const invoices = await client.as<{ items: { number: string }[] }>('employer', 'GET', `/v1/invoices?order=${order.id}`);
  say(`   paid         invoice ${invoices.items[0]!.number}`);

  step('3  It is held for what is still awaited                       GET /v1/processes/{id}');
  const held = await client.why(id);
  say(`   why          ${held.why}`);
  for (const event of held.next.slice(0, 3)) say(`   next         ${londonWords(event.at)}: ${event.what}`);

  step('4  Identity is verified, a pass is recorded: released at once POST /v1/hse-results');
  await post(`${path}/accept-identity`, { reason: 'passport seen' }, 'operator');
  const result = { number: `HS-${key.slice(-8)}`, person: applicant.registrationNumber, mode: 'online', result: 'pass' };
  await post('/v1/hse-results', { ...result, takenOn: londonDate(new Date().toISOString()) }, 'operator');
  await until(id, 'Being produced');
  const { card } = await application(id);
  say(`   card         ${card!.stage}`);

  step('5  The printer accepts, produces and despatches it            POST /v1/webhooks/printer');
  const job = await found<Job>(`${urls.printer}/jobs`, card!.id);
  for (const [told, stage] of [
    ['accepted', 'Being printed'],
    ['produced', 'Produced'],
    ['despatched', 'Despatched'],
  ] as const) {
    await clicked(`${urls.printer}/reports/${job.reference}`, { told });
    while ((await application(id)).card?.stage !== stage) await pause(200);
    say(`   ${told.padEnd(12)} application ${(await application(id)).stage.toLowerCase()}, card ${stage.toLowerCase()}`);
  }

  step('6  Where to look');
  say(`   the card's page        ${job.pageUrl}`);
  say(`   the application        ${urls.console}/applications/${id}  (brightwire@volt.example)`);
  say(`   the card's process     ${urls.workflows}/${encodeURIComponent(`card/${card!.id}`)}`);
  say(`   the printer's own page ${urls.printer}\n`);
}

/** A new person at the office; answers the employee. */
async function employed(post: <Body>(path: string, body: object) => Promise<Body>, office: string): Promise<string> {
  const number = String(Date.now()).slice(-6);
  const familyName = `Story${[...number].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
  const birthDate = '1990-07-14';
  const { id: lookUp } = await post<{ id: string }>('/v1/person-lookups', { birthDate, familyName });
  const person = { title: 'Ms', givenName: 'Grace', familyName, birthDate, niNumber: `AB${number}C`, gender: 'female' };
  const startedOn = londonDate(new Date().toISOString());
  return (await post<{ id: string }>('/v1/employments', { lookUp, person, office, startedOn, declared: true })).id;
}

async function photo(): Promise<Uint8Array> {
  const made = sharp({ create: { width: 900, height: 1150, channels: 3, background: '#7b8794' } });
  return new Uint8Array(await made.jpeg().toBuffer());
}

/** What a service was asked about our reference, once it was. */
async function found<Asked extends { reference: string }>(url: string, reference: string): Promise<Asked> {
  for (;;) {
    const all = (await (await fetch(url)).json()) as Asked[];
    const asked = all.find((each) => each.reference === reference);
    if (asked) return asked;
    await pause(200);
  }
}

/** Presses a button on a service's page. */
async function clicked(url: string, form: Record<string, string>): Promise<void> {
  const { status } = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  if (status !== 303) throw new Error(`${url} answered ${status}`);
}

function pounds({ amount }: { amount: number }): string {
  return inPounds(BigInt(amount));
}
