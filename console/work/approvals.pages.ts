import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { dayOf, moneyOf, stateTag, type Tag } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, penceOf, serve, type Page, type Said, type Visit } from '../kit/page';
import { approving, proposalFacts, type Proposal } from '../kit/proposals';
import { words } from '../kit/words';

type PolicyNumber = components['schemas']['ShowPolicyAnswer']['numbers'][number];

const colours: Record<string, Tag['colour']> = { awaiting: 'yellow' };

/** What belongs to a proposal, by what it is of. */
const relatedOf: Partial<Record<Proposal['what'], (id: string) => { href: string; text: string }[]>> = {
  bankAccount: (id) => [{ href: `/bank-accounts/${id}`, text: 'The account' }],
  calendar: (id) => [{ href: `/working-days/${id}/waits`, text: 'Which open waits it moves' }],
};

const adjustments: List<'/v1/approvals'> = {
  path: '/adjustments',
  title: 'Manual adjustments',
  order: 'Newest first',
  from: '/v1/approvals',
  isPaged: true,
  always: () => ({ what: 'adjustment' }),
  columns: [
    { head: 'What', of: ({ id, words: said }) => ({ text: said, href: `/approvals/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Since', of: ({ since }) => ({ moment: since }) },
  ],
  things: ['adjustment', 'adjustments'],
  nothing: 'None has been proposed.',
  template: 'adjustments',
  beside: async ({ query }) => ({ search: query['search'] ?? '' }),
  form: {
    title: 'Propose one',
    says: 'Another person of finance has to approve it.',
    permission: 'adjustAccounts',
    fields: adjustmentFields,
    button: 'Propose the adjustment',
    act: proposeAdjustment,
  },
};

const policy: Page = {
  path: '/policy',
  template: 'policy',
  load: async ({ api }) => {
    const [current, versions, proposals] = await Promise.all([
      data(api.GET('/v1/policies/{version}', { params: { path: { version: 'current' } } })),
      data(api.GET('/v1/policies')),
      data(api.GET('/v1/approvals', { params: { query: { what: 'policy' } } })),
    ]);
    const rows = proposals.items.map(({ id, words: said, state, since }) => [
      { text: said, href: `/approvals/${id}` },
      stateTag(state, colours),
      { moment: since },
    ]);
    const table = shownTable({ caption: 'Proposals', heads: ['What', 'State', 'Since'], rows, nothing: 'Nothing is proposed.' });
    return { current, areas: areasOf(current.numbers), versions: versions.items, proposals: table };
  },
};

/** Numbers by what they are about, the first part of their names: a hundred in one table are read by nobody. */
function areasOf(numbers: PolicyNumber[]) {
  const areaOf = ({ name }: PolicyNumber) => words(name.split('.')[0]!);
  const areas = [...new Set(numbers.map(areaOf))].sort();
  return areas.map((name) => ({ name, numbers: numbers.filter((each) => areaOf(each) === name) }));
}

const propose: FormPage<PolicyNumber> = {
  path: '/policy/propose',
  permission: 'changePolicy',
  back: { href: '/policy', text: 'Policy' },
  subject: numberOf,
  title: ({ means }) => `Propose another number: ${means}`,
  says: ({ value, unit, minimum, maximum, rule }) => [
    `In force: ${[value].flat().join(', ')} ${unit} (${rule}). It may be from ${minimum} to ${maximum}.`,
    'Another administrator has to approve it. New processes run on it; open ones keep theirs.',
  ],
  fields: ({ name, value, unit }) => {
    const isLadder = Array.isArray(value);
    return [
      { name: 'name', label: '', as: 'hidden', value: name },
      {
        name: 'value',
        label: `New value, in ${unit}`,
        pointer: `changes/${name}`,
        ...(isLadder ? { hint: 'Several with commas: 7, 14' } : { as: 'number' }),
      },
      { name: 'effectiveFrom', label: 'From the start of', as: 'date', hint: 'In London; tomorrow at the earliest' },
      reason(),
    ];
  },
  button: () => 'Propose it',
  act: proposePolicy,
};

const one: CasePage<Proposal> = {
  path: '/approvals/:id',
  subject: ({ api, params }) => data(api.GET('/v1/approvals/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ words: said }) => said,
  decisions: approving<Proposal>('approvals', (proposal) => proposal),
  facts: (proposal) => [['State', stateTag(proposal.state, colours)], ...proposalFacts(proposal)],
  related: ({ id, what }) => relatedOf[what]?.(id) ?? [],
};

/** What needs four eyes: new numbers of policy (TIM-3), manual adjustments of the journal (SEC-8). */
export function approvalPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, policy);
    serveList(app, adjustments);
    serveCase(app, apiUrl, one);
    serveFormPage(app, propose);
  };
}

async function numberOf({ api, query, body }: Visit): Promise<PolicyNumber> {
  const { numbers } = await data(api.GET('/v1/policies/{version}', { params: { path: { version: 'current' } } }));
  const found = numbers.find(({ name }) => name === (query['name'] ?? body['name']));
  if (!found) throw new Refused(404, { title: 'There is no such number', detail: 'Go to the policy and choose one.' });
  return found;
}

async function proposePolicy(visit: Visit): Promise<Said> {
  const numbers = field(visit, 'value')
    .split(',')
    .map((each) => Number(each.trim() || Number.NaN));
  const value = field(visit, 'value').includes(',') ? numbers : numbers[0]!;
  const name = field(visit, 'name');
  const body = { effectiveFrom: field(visit, 'effectiveFrom'), changes: { [name]: value }, reason: field(visit, 'reason') };
  const made = await data(visit.api.POST('/v1/policies', { params: commandOf(visit), body }));
  return {
    to: `/approvals/${'id' in made ? made.id : ''}`,
    text: `The new number from ${dayOf(body.effectiveFrom)} waits for a second person.`,
  };
}

async function proposeAdjustment(visit: Visit): Promise<Said> {
  const body = {
    from: field(visit, 'from'),
    to: field(visit, 'to'),
    amount: penceOf(field(visit, 'amount')),
    reason: field(visit, 'reason'),
  };
  const made = await data(visit.api.POST('/v1/adjustments', { params: commandOf(visit), body }));
  return {
    to: `/approvals/${'id' in made ? made.id : ''}`,
    text: `The adjustment of ${moneyOf({ amount: body.amount })} waits for a second person.`,
  };
}

/** The accounts of whom the visitor looks for; a scheme has thousands. */
async function adjustmentFields({ api, query, body }: Visit): Promise<Field[]> {
  const search = (query['search'] ?? field({ body }, 'search')).trim();
  const { items, next } = await data(api.GET('/v1/accounts', { params: { query: { limit: 200, ...(search ? { search } : {}) } } }));
  const choices = items.map(({ account, name, balance }) => [account, `${name}: ${moneyOf(balance)}`] as const);
  const hint = next ? 'Only the first 200: look for the company or office above' : undefined;
  return [
    { name: 'search', label: '', as: 'hidden', value: search },
    { name: 'from', label: 'From', as: 'choice', choices, ...(hint ? { hint } : {}) },
    { name: 'to', label: 'To', as: 'choice', choices },
    { name: 'amount', label: 'Amount', as: 'pounds' },
    reason(),
  ];
}
