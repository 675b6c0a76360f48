import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, fields, target } from '../kit/page';
import { rightsFor } from '../kit/rights';

type Request = components['schemas']['AccessRequest'];

const list: List<'/v1/access-requests'> = {
  path: '/access-requests',
  title: 'Access requests',
  order: 'Open requests for an account',
  from: '/v1/access-requests',
  isPaged: false,
  always: () => ({ open: 'true' }),
  columns: [
    { head: 'Who', of: (each) => ({ text: nameOf(each), href: `/access-requests/${each.id}` }) },
    { head: 'Centre', of: ({ organisationName }) => organisationName },
    { head: 'With', of: ({ state }) => (state === 'withStaff' ? 'Our staff' : 'The Portal Admin') },
    { head: 'Since', of: ({ since }) => ({ moment: since }) },
  ],
  things: ['request', 'requests'],
  nothing: 'Nobody asks for an account now.',
};

const isOpen = ({ state }: Request) => state === 'asked' || state === 'withStaff';

const one: CasePage<Request> = {
  path: '/access-requests/:id',
  subject: ({ api, params }) => data(api.GET('/v1/access-requests/{id}', { params: { path: { id: params['id']! } } })),
  title: (request) => `${nameOf(request)} asks for an account at ${request.organisationName}`,
  decisions: [
    {
      name: 'approve',
      permission: 'addUsers',
      link: 'Approve and invite',
      isUsual: true,
      isOpen,
      title: (request) => `Approve the request of ${nameOf(request)}`,
      says: ({ email, organisationName }) => [`A link to activate the account at ${organisationName} goes to ${email}.`],
      fields: () => [{ name: 'rights', label: 'Rights', as: 'ticks', choices: rightsFor('centre') }],
      button: (request) => `Approve and invite ${nameOf(request)}`,
      act: async (visit, request) => {
        await data(visit.api.POST('/v1/access-requests/{id}/approve', { ...target(visit), body: { rights: fields(visit, 'rights') } }));
        return { to: '/access-requests', text: `A link to activate the account is on its way to ${request.email}.`, link: link(request) };
      },
    },
    {
      name: 'decline',
      permission: 'addUsers',
      link: 'Decline',
      isOpen,
      title: (request) => `Decline the request of ${nameOf(request)}`,
      says: () => ['Who asked is told.'],
      fields: () => [reason()],
      button: (request) => `Decline the request of ${nameOf(request)}`,
      act: async (visit, request) => {
        await data(visit.api.POST('/v1/access-requests/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return { to: '/access-requests', text: `The request of ${nameOf(request)} is declined.`, link: link(request) };
      },
    },
  ],
  facts: (request) => [
    ['State', stateTag(request.state)],
    ['E-mail address', request.email],
    ['Mobile number', request.mobile],
    ['Centre', request.organisationName],
    ['Since', { moment: request.since }],
  ],
};

/** Requests for an account at a centre: approved with permissions, or declined (SEC-4). */
export function accessRequestPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}

function nameOf({ givenName, familyName }: Request): string {
  return `${givenName} ${familyName}`;
}

function link({ id }: Request) {
  return { href: `/access-requests/${id}`, text: 'See the request' };
}
