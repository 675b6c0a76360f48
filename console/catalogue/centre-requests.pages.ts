import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { stateTag, type Tag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFormPage, type Decision, type FormPage } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, may, target, type Said, type Visit } from '../kit/page';

type Request = components['schemas']['CentreRequest'];

const colours: Record<string, Tag['colour']> = { asked: 'yellow', granted: 'green', declined: 'red' };
const KINDS = [
  ['approval', 'Approval for a product'],
  ['address', 'Address of the centre'],
  ['country', 'Country of study'],
] as const;
const back = { href: '/centre-requests', text: 'Requests' };
/** What whoever answers must be allowed, by what is asked for: as the API has it. */
const ANSWERS = { approval: 'approveProducts', address: 'catalogue', country: 'catalogue' } as const;

const list: List<'/v1/centre-requests'> = {
  path: '/centre-requests',
  title: 'Requests of centres',
  order: 'Newest first',
  from: '/v1/centre-requests',
  isPaged: true,
  filters: [
    {
      name: 'state',
      label: 'State',
      choices: [
        ['asked', 'Waiting for an answer'],
        ['granted', 'Granted'],
        ['declined', 'Declined'],
        ['withdrawn', 'Withdrawn'],
      ],
    },
    { name: 'what', label: 'Asked for', choices: KINDS },
  ],
  columns: [
    { head: 'Request', of: ({ id, reference }) => ({ text: reference, href: `/centre-requests/${id}` }) },
    { head: 'Centre', of: ({ centre }) => centre },
    { head: 'Asked for', of: ({ asked }) => wordsOf(asked) },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Since', of: ({ since }) => ({ moment: since }) },
  ],
  things: ['request', 'requests'],
  nothing: 'Nothing is asked for.',
  template: 'centre-requests',
  beside: async (visit) => ({ mayAsk: may(visit, 'productRegistrations') }),
};

const isAsked = ({ state }: Request) => state === 'asked';
const mayAnswer = (request: Request, visit: Visit) => isAsked(request) && may(visit, ANSWERS[request.asked.what]);
const done = ({ id }: Request, text: string): Said => ({ to: `/centre-requests/${id}`, text });
const answering = (verb: 'grant' | 'decline', visit: Visit) =>
  data(visit.api.POST(`/v1/centre-requests/{id}/${verb}`, { ...target(visit), body: { reason: field(visit, 'reason') } }));

const decisions: Decision<Request>[] = [
  {
    name: 'grant',
    permission: 'workCases',
    link: 'Grant it',
    isUsual: true,
    isOpen: mayAnswer,
    title: ({ reference, centre }) => `Grant request ${reference} of ${centre}`,
    says: ({ asked }) => [`The centre has it at once: ${wordsOf(asked)}. Who asked is told.`],
    fields: () => [reason()],
    button: ({ reference }) => `Grant ${reference}`,
    act: async (visit, request) => {
      await answering('grant', visit);
      return done(request, 'It is granted.');
    },
  },
  {
    name: 'decline',
    permission: 'workCases',
    link: 'Decline it',
    isOpen: mayAnswer,
    title: ({ reference, centre }) => `Decline request ${reference} of ${centre}`,
    says: () => ['Who asked is told, and reads your reason as the answer.'],
    fields: () => [reason()],
    button: ({ reference }) => `Decline ${reference}`,
    act: async (visit, request) => {
      await answering('decline', visit);
      return done(request, 'It is declined.');
    },
  },
  {
    name: 'withdraw',
    permission: 'productRegistrations',
    link: 'Withdraw it',
    isOpen: isAsked,
    title: ({ reference }) => `Withdraw request ${reference}`,
    says: () => [],
    fields: () => [reason()],
    button: ({ reference }) => `Withdraw ${reference}`,
    act: async (visit, request) => {
      await data(visit.api.POST('/v1/centre-requests/{id}/withdraw', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return done(request, 'It is withdrawn.');
    },
  },
];

const one: CasePage<Request> = {
  path: '/centre-requests/:id',
  subject: ({ api, params }) => data(api.GET('/v1/centre-requests/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ reference, centre }) => `Request ${reference} of ${centre}`,
  decisions,
  facts: (request) => [
    ['Asked for', wordsOf(request.asked)],
    ['State', stateTag(request.state, colours)],
    ['Why', request.reason],
    ['Asked by', request.askedBy],
    ['Answer', request.answer],
  ],
  related: ({ organisation, centre }, visit) =>
    may(visit, 'manageOrganisations') ? [{ href: `/organisations/${organisation}`, text: centre }] : [],
};

const forApproval: FormPage<null> = {
  path: '/ask-for-approval',
  permission: 'productRegistrations',
  back,
  subject: async () => null,
  title: () => 'Ask for the approval for a product',
  says: () => ['A quality assurer answers; you are told by e-mail.'],
  fields: (_subject, { query }) => [
    { name: 'product', label: 'Product code', value: query['product'], pointer: 'asked/product' },
    reason(),
  ],
  button: () => 'Ask for the approval',
  act: (visit) => ask(visit, { what: 'approval', product: field(visit, 'product') }),
};
const forAddress: FormPage<null> = {
  path: '/ask-for-address',
  permission: 'productRegistrations',
  back,
  subject: async () => null,
  title: () => 'Ask for an address of your centre',
  says: () => ['Papers and certificates go to addresses that our staff have agreed to; you are told by e-mail.'],
  fields: () => [
    { name: 'label', label: 'Name of the address', pointer: 'asked/label' },
    { name: 'lines', label: 'Its lines', as: 'long', pointer: 'asked/lines' },
    { name: 'postcode', label: 'Postcode', pointer: 'asked/postcode' },
    reason(),
  ],
  button: () => 'Ask for the address',
  act: (visit) => {
    const lines = field(visit, 'lines')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    return ask(visit, { what: 'address', label: field(visit, 'label'), lines, postcode: field(visit, 'postcode') });
  },
};
const forCountry: FormPage<null> = {
  path: '/ask-for-country',
  permission: 'productRegistrations',
  back,
  subject: async () => null,
  title: () => 'Ask for a country of study',
  says: () => ['Where your learner’s country of study is not showing; you are told by e-mail.'],
  fields: () => [
    { name: 'code', label: 'Code of the country', hint: 'Two capital letters, like NO', pointer: 'asked/code' },
    { name: 'name', label: 'Name of the country', pointer: 'asked/name' },
    reason(),
  ],
  button: () => 'Ask for the country',
  act: (visit) => ask(visit, { what: 'country', code: field(visit, 'code'), name: field(visit, 'name') }),
};

/** What centres ask for: an approval, an address, a country; staff answer (REG-18). */
export function centreRequestPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
    for (const form of [forApproval, forAddress, forCountry]) serveFormPage(app, form);
  };
}

async function ask(visit: Visit, asked: Request['asked']): Promise<Said> {
  const body = { asked, reason: field(visit, 'reason') };
  const made = await data(visit.api.POST('/v1/centre-requests', { params: commandOf(visit), body }));
  return { to: `/centre-requests/${'id' in made ? made.id : ''}`, text: 'You are told by e-mail when it is answered.' };
}

function wordsOf(asked: Request['asked']): string {
  if (asked.what === 'approval') return `Approval for ${asked.product}`;
  if (asked.what === 'country') return `Country ${asked.name} (${asked.code})`;
  return `Address ${asked.label}: ${asked.lines.join(', ')}, ${asked.postcode}`;
}
