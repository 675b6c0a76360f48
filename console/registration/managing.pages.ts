import type { Express } from 'express';
import type { components } from '../kit/api';
import { dayOf, moneyOf } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { commandOf, field, fields, serveForm, type Page, type Said, type Step, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { nameOf } from '../kit/learners';
import { VERBS, type Verb } from './managing-verbs';
import { productOfCode } from './registration-products';

type Outcome = components['schemas']['LearnerOutcome'];
type Query = { dryRun?: 'true' };

/** What was seen of a command before it is done: the same inputs again do it. */
const SEEN = 'seen';
const SHOWN = 'shown';
/** The list with its filter, which is come back to. */
const LIST = 'list';
const LISTS = ['/learners', '/lapses-near'];
const INPUTS = ['product', 'batch', 'window', 'mode', 'purchaseOrder'] as const;

/** Learners who were chosen, with what would become of each; where that turns on inputs, it is seen once they are told. */
interface Chosen {
  learners: string[];
  shown: string[];
  isSeen: boolean;
}

/** A command on learners who were chosen: what it does is shown first, of each with its money, then it is done (LRN-3, LRN-4, LRN-5, WHY-3). */
function managing(verb: Verb): FormPage<Chosen> {
  return {
    path: `/learners/chosen/${verb.name}`,
    permission: 'myLearners',
    back: (visit) => ({ href: listOf(visit), text: 'Learners' }),
    subject: (visit) => chosenFor(verb, visit),
    title: ({ learners }) => `${verb.does} ${plural(learners.length, 'learner')}`,
    says: ({ shown }) => [verb.says, ...shown],
    fields: ({ isSeen }, visit) => [
      ...(verb.isGoing ? GOING : []),
      ...(verb.isGoing || verb.name === 'cancel' ? [PURCHASE_ORDER] : []),
      { name: SEEN, label: '', as: 'hidden', value: isSeen ? inputsOf(visit) : '' },
      { name: SHOWN, label: '', as: 'hidden' },
    ],
    button: ({ learners, isSeen }) => (isSeen ? `${verb.does} ${plural(learners.length, 'learner')}` : 'See what it does'),
    isGrave: verb.isGrave,
    isPreview: ({ isSeen }) => !isSeen,
    act: (visit) => decide(verb, visit),
  };
}

const PURCHASE_ORDER: Field = { name: 'purchaseOrder', label: 'Purchase order', isOptional: true };
const GOING: Field[] = [
  { name: 'product', label: 'Product code', hint: 'As the search for products has it' },
  { name: 'batch', label: 'Batch number', hint: 'One of that product with room; a batch is made where it is left out', isOptional: true },
  { name: 'window', label: 'Assessment window', hint: 'Its name, where the product has windows', isOptional: true },
  { name: 'mode', label: 'Mode of assessment', hint: 'Where the product asks for one', isOptional: true },
];

/** Many learners at once: chosen from their list, told what it does, done with an outcome each. */
export function managingPages(app: Express, list: Page): void {
  serveForm(app, '/learners/chosen', list, chosen);
  for (const verb of VERBS) serveFormPage(app, managing(verb));
}

async function chosen(visit: Visit): Promise<Said> {
  const learners = fields(visit, 'learner');
  const verb = VERBS.find(({ name }) => name === field(visit, 'what'));
  if (learners.length === 0 || !verb) throw new Refused(422, { title: 'Nobody is chosen', detail: 'Choose learners of the list first.' });
  const query = new URLSearchParams([
    ...learners.map((id): [string, string] => ['learner', id]),
    [LIST, `${field(visit, LIST)}${addressed(visit.queries)}`],
  ]);
  return { to: `/learners/chosen/${verb.name}?${query}` };
}

async function chosenFor(verb: Verb, visit: Visit): Promise<Chosen> {
  const learners = visit.queries['learner'] ?? [];
  if (verb.isGoing || learners.length === 0) return { learners, shown: shownOf(visit), isSeen: areSeen(visit) };
  const { items } = await ask(verb, visit, learners, { dryRun: 'true' });
  return { learners, shown: items.map(inWords), isSeen: items.some(isDone) };
}

async function decide(verb: Verb, visit: Visit): Promise<Said | Step> {
  const isAsked = verb.isGoing ? !areSeen(visit) : field(visit, SEEN) === '';
  const { items } = await ask(verb, visit, visit.queries['learner'] ?? [], isAsked ? { dryRun: 'true' } : {});
  // Where everybody is refused there is nothing to be done: other inputs are looked at first.
  const isPossible = items.some(isDone);
  if (isAsked) return { known: { [SEEN]: isPossible ? inputsOf(visit) : '', [SHOWN]: items.map(inWords).join('\n') } };
  const refused = items.filter((each) => !isDone(each)).length;
  const done = `${plural(items.length - refused, 'learner')} done`;
  const [only] = items;
  return {
    to: items.length === 1 ? `/learners/${only!.learner.id}` : listOf(visit),
    text: [
      `${verb.does}: ${done}${refused === 0 ? '' : `, ${refused} refused`}.`,
      ...(refused > 0 || items.length === 1 ? items.map(inWords) : []),
    ].join(' '),
  };
}

async function ask(verb: Verb, visit: Visit, learners: string[], query: Query): Promise<{ items: Outcome[] }> {
  const { api } = visit;
  const params = { query, ...commandOf(visit) };
  const paid = field(visit, 'purchaseOrder') ? { purchaseOrder: field(visit, 'purchaseOrder') } : {};
  if (verb.name === 'withdraw') return data(api.POST('/v1/learners/withdraw', { params, body: { learners } }));
  if (verb.name === 'unwithdraw') return data(api.POST('/v1/learners/unwithdraw', { params, body: { learners } }));
  if (verb.name === 'cancel') return data(api.POST('/v1/learners/cancel', { params, body: { learners, ...paid } }));
  const body = { learners, ...(await destinationOf(visit)), ...paid };
  if (verb.name === 'transfer') return data(api.POST('/v1/learners/transfer', { params, body }));
  if (verb.name === 'top-up') return data(api.POST('/v1/learners/top-up', { params, body }));
  return data(api.POST('/v1/learners/top-down', { params, body }));
}

/** Batches and windows are typed by what people call them. */
async function destinationOf(visit: Visit) {
  const [product, number, name, mode] = INPUTS.slice(0, 4).map((each) => field(visit, each)) as [string, string, string, string];
  const found = number ? await data(visit.api.GET('/v1/batches', { params: { query: { batch: number, limit: 1 } } })) : null;
  if (found && !found.items[0]) throw unknown('batch', 'There is no such batch');
  const windows = name ? ((await productOfCode(visit, product))?.windows ?? []) : [];
  const window = windows.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (name && !window) throw unknown('window', 'The product has no such window');
  return { product, ...(found ? { batch: found.items[0]!.id } : {}), ...(window ? { window: window.id } : {}), ...(mode ? { mode } : {}) };
}

function unknown(name: string, detail: string): Refused {
  const errors = [{ pointer: `/${name}`, code: 'unknown', detail, remedy: 'Correct it, or leave it out.' }];
  return new Refused(422, { title: detail, errors });
}

/** What one learner’s outcome is, with money: `Zoë Öberg: done, £48.00 credited.` */
function inWords({ learner, outcome, charges, errors, evidence }: Outcome): string {
  if (outcome === 'refused') return `${nameOf(learner)}: refused. ${errors.map(({ detail, remedy }) => `${detail}. ${remedy}`).join(' ')}`;
  const money = charges.map(({ amount }) =>
    amount.amount < 0 ? `${moneyOf({ amount: -amount.amount })} credited` : `${moneyOf(amount)} charged`,
  );
  const lastDay = evidence['lapsesOn'] ? `, the last day is ${dayOf(evidence['lapsesOn'])}` : '';
  return `${nameOf(learner)}: ${money.length === 0 ? 'no fee is credited or charged' : money.join(', ')}${lastDay}.`;
}

/** The list with its filter and at its page, as it was when they were chosen. */
function listOf({ query }: Visit): string {
  const [path, filter] = (query[LIST] ?? '').split('?') as [string, string?];
  return `${LISTS.includes(path) ? path : LISTS[0]}${filter ? `?${new URLSearchParams(filter)}` : ''}`;
}

function addressed(queries: Visit['queries']): string {
  const pairs = Object.entries(queries).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

/** The same inputs were shown with what they do. */
function areSeen(visit: Visit): boolean {
  return field(visit, SEEN) === inputsOf(visit);
}

function isDone({ outcome }: Outcome): boolean {
  return outcome === 'done';
}

function inputsOf(visit: Visit): string {
  return ['asked', ...INPUTS.map((name) => field(visit, name))].join('|');
}

function shownOf(visit: Visit): string[] {
  if (visit.refused || field(visit, SHOWN) === '') return [];
  return field(visit, SHOWN).split(/\r?\n/);
}
