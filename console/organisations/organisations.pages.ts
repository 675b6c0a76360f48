import type { Express } from 'express';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveList, type List } from '../kit/list';
import { commandOf, field, may, type Said, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { organisationDecisions } from './organisation-decisions';
import { loadOrganisation, type Organisation } from './tree';

const KINDS = [
  ['employer', 'Employers'],
  ['centre', 'Centres'],
  ['checker', 'Organisations that check'],
] as const;

const list: List<'/v1/organisations'> = {
  path: '/organisations',
  title: 'Organisations',
  order: 'By name',
  from: '/v1/organisations',
  isPaged: true,
  filters: [
    { name: 'search', label: 'Name or number' },
    { name: 'kind', label: 'Kind', choices: KINDS },
  ],
  columns: [
    { head: 'Name', of: ({ id, name }) => ({ text: name, href: `/organisations/${id}` }) },
    { head: 'Kind', of: ({ kind }) => words(kind) },
    { head: 'Number', of: ({ number }) => number },
    { head: 'State', of: ({ state }) => stateTag(state) },
  ],
  things: ['organisation', 'organisations'],
  nothing: 'There is none yet: add one below.',
  form: {
    title: 'Add an organisation',
    permission: 'manageOrganisations',
    fields: () => [
      {
        name: 'kind',
        label: 'Kind of the new one',
        as: 'choice',
        choices: [
          ['employer', 'Employer'],
          ['centre', 'Centre'],
          ['checker', 'Organisation that checks'],
        ],
      },
      { name: 'name', label: 'Name' },
      { name: 'number', label: 'Number', hint: 'JIB registration, centre or licence number' },
      {
        name: 'checkerType',
        label: 'Type, if it checks',
        as: 'choice',
        isOptional: true,
        choices: [
          ['', '–'],
          ['client', 'Client'],
          ['mainContractor', 'Main contractor'],
          ['employer', 'Employer'],
          ['employmentBusiness', 'Employment business'],
        ],
      },
    ],
    button: 'Add the organisation',
    act: make,
  },
};

const one: CasePage<Organisation> = {
  path: '/organisations/:id',
  subject: loadOrganisation,
  title: ({ name }) => name,
  decisions: organisationDecisions,
  isWorkedOn: false,
  facts: (organisation) => [
    ['Kind', words(organisation.kind)],
    ['Number', organisation.number],
    ['State', stateTag(organisation.state)],
    ...(organisation.kind === 'employer'
      ? [
          ['Applications in bulk', organisation.postsInBulk ? `from ${organisation.registeredAddresses.join(', ')}` : 'not licensed'] as [
            string,
            string,
          ],
        ]
      : []),
    ...(organisation.kind === 'checker'
      ? [['Registered addresses', organisation.registeredAddresses.join(', ') || 'none'] as [string, string]]
      : []),
    ...organisation.addresses.map(({ label, lines, postcode }) => [label, `${lines.join(', ')}, ${postcode}`] as [string, string]),
  ],
  // Lists of what an employer has; for itself they are in its own menu.
  related: ({ id, kind }) =>
    kind === 'employer'
      ? [
          { href: `/employees?organisation=${id}`, text: 'Its employees' },
          { href: `/applications?organisation=${id}`, text: 'Its applications' },
        ]
      : [],
  template: 'organisation',
  beside: async (organisation, visit) => ({ organisation, ...(await usersTable(organisation, visit)) }),
};

/** Organisations with their trees, addresses and users (SEC-14, SEC-15, EMP-6, CHK-7). */
export function organisationPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}

async function make(visit: Visit): Promise<Said> {
  const checkerType = field(visit, 'checkerType') as 'client' | 'mainContractor' | 'employer' | 'employmentBusiness' | '';
  const body = {
    kind: field(visit, 'kind') as 'employer' | 'centre' | 'checker',
    name: field(visit, 'name'),
    number: field(visit, 'number'),
    ...(checkerType ? { checkerType } : {}),
  };
  const { id } = await data(visit.api.POST('/v1/organisations', { params: commandOf(visit), body }));
  return {
    to: `/organisations/${id}`,
    text: `${body.name} is added.`,
    link: { href: `/organisations/${id}/user`, text: 'Add its first user' },
  };
}

/** The users that the visitor may see; none where he may see none. */
async function usersTable({ id }: Organisation, visit: Visit) {
  if (!may(visit, 'viewUsers')) return {};
  const { data: found } = await visit.api.GET('/v1/users', { params: { query: { limit: 200, organisation: id } } });
  const rows = (found?.items ?? []).map((user) => [{ text: user.name, href: `/users/${user.id}` }, user.email, words(user.state)]);
  return {
    users: shownTable({
      caption: 'Users',
      heads: ['Name', 'E-mail address', 'State'],
      rows,
      nothing: 'None yet: the first one gets all rights.',
    }),
  };
}
