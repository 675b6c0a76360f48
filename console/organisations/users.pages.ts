import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, momentOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, fields, target, type Said, type Visit } from '../kit/page';
import { rightInWords, rightsFor } from '../kit/rights';
import { plural, words } from '../kit/words';
import { personFields, personOf } from './organisation-decisions';
import { loadOrganisation, type Organisation } from './tree';

type User = components['schemas']['User'];
type Subject = User & { of: Organisation | null };

const ROLES = [
  ['caseOperator', 'Case operator'],
  ['finance', 'Finance'],
  ['eqa', 'Quality assurer (EQA)'],
  ['dpo', 'Data protection officer'],
  ['administrator', 'Administrator'],
] as const;

const staff: List<'/v1/users'> = {
  path: '/staff',
  title: 'Staff',
  order: 'By name',
  from: '/v1/users',
  isPaged: true,
  columns: [
    { head: 'Name', of: ({ id, name }) => ({ text: name, href: `/users/${id}` }) },
    { head: 'Role', of: ({ role }) => words(role) },
    { head: 'State', of: ({ state }) => stateTag(state) },
    { head: 'Training until', of: ({ trainingUntil }) => ({ day: trainingUntil }) },
  ],
  things: ['member of staff', 'members of staff'],
  nothing: 'There is nobody yet.',
  form: {
    title: 'Add a member of staff',
    permission: 'manageStaff',
    fields: () => [
      ...personFields,
      { name: 'role', label: 'Role', as: 'choice', choices: ROLES },
      { name: 'trainingUntil', label: 'Data protection training in force until', as: 'date', isOptional: true },
    ],
    button: 'Invite',
    act: addStaff,
  },
};

const link = ({ id, name }: User) => ({ href: `/users/${id}`, text: name });
const isThere = ({ state }: User) => state !== 'withdrawn';
const heldAt = ({ grants }: User, node: string | null) => grants.filter((grant) => grant.node === node).map(({ right }) => right);

const decisions: Decision<Subject>[] = [
  {
    name: 'resend',
    permission: 'addUsers',
    link: 'Send the link anew',
    isUsual: true,
    isOpen: ({ state }) => state === 'invited',
    title: ({ name }) => `Send ${name} the link anew`,
    says: ({ email }) => [`It goes to ${email}; the one before dies.`],
    fields: () => [],
    button: () => 'Send the link anew',
    act: async (visit, user) => {
      await data(visit.api.POST('/v1/users/{id}/resend-invitation', target(visit)));
      return { to: `/users/${user.id}`, text: 'A link to activate the account is on its way to', link: link(user) };
    },
  },
  {
    name: 'rights',
    permission: 'changePermissions',
    link: 'Change rights',
    isUsual: true,
    isOpen: (user) => user.of !== null && isThere(user),
    title: ({ name }) => `Rights of ${name}`,
    says: () => [
      'What is ticked is held there afterwards, and nothing else. A right holds at its level and below: give it at the lowest level that does.',
    ],
    elsewhere: (user, visit) =>
      user.of!.nodes.map(({ id, name }) => ({
        href: `/users/${user.id}/rights?node=${id}`,
        text: `At ${name}: ${plural(heldAt(user, id).length, 'right')}`,
        isHere: id === nodeAsked(user, visit),
      })),
    fields: (user, visit) => {
      const node = nodeAsked(user, visit);
      const place = node ? ` at ${nameOf(user, node)}, and below` : '';
      return [
        { name: 'node', label: '', as: 'hidden', value: node ?? '' },
        {
          name: 'rights',
          label: `Rights${place}`,
          as: 'ticks',
          choices: rightsFor(user.of!.kind),
          value: heldAt(user, node),
          isOptional: true,
        },
      ];
    },
    button: ({ name }) => `Give ${name} these rights there`,
    act: async (visit, user) => {
      const body = { node: field(visit, 'node') || null, rights: fields(visit, 'rights') };
      const { advice } = await data(visit.api.POST('/v1/users/{id}/rights', { ...target(visit), body }));
      return {
        to: `/users/${user.id}`,
        text: `The rights are kept.${advice ? ` ${advice}` : ''} They are`,
        link: { ...link(user), text: `${user.name}’s` },
      };
    },
  },
  {
    name: 'reset',
    permission: 'resetPasswords',
    link: 'Send a link to choose a new password',
    isOpen: ({ state }) => state === 'active',
    title: ({ name }) => `Send ${name} a link to choose a new password`,
    says: ({ email }) => [`It goes to ${email}.`],
    fields: () => [],
    button: () => 'Send the link',
    act: async (visit, user) => {
      await data(visit.api.POST('/v1/users/{id}/reset-password', { ...target(visit), body: {} }));
      return { to: `/users/${user.id}`, text: 'A link to choose a new password is on its way to', link: link(user) };
    },
  },
  {
    name: 'training',
    permission: 'manageStaff',
    link: 'Record training',
    isOpen: (user) => user.of === null && isThere(user),
    title: ({ name }) => `Data protection training of ${name}`,
    says: () => ['Staff see personal data only while it is in force, its last day included.'],
    fields: ({ trainingUntil }) => [{ name: 'until', label: 'In force until', as: 'date', value: trainingUntil ?? '', isOptional: true }],
    button: () => 'Keep the date',
    act: async (visit, user) => {
      const until = field(visit, 'until') || null;
      await data(visit.api.POST('/v1/users/{id}/training', { ...target(visit), body: { until } }));
      return {
        to: `/users/${user.id}`,
        text: until ? `The training is in force until ${dayOf(until)}, of` : 'No training is in force, of',
        link: link(user),
      };
    },
  },
  {
    name: 'withdraw',
    permission: 'removeUsers',
    link: 'Withdraw all access',
    isGrave: true,
    isOpen: isThere,
    title: ({ name }) => `Withdraw all access of ${name}`,
    says: () => ['Sessions and keys end at once. This cannot be undone.'],
    fields: () => [reason()],
    button: ({ name }) => `Withdraw the access of ${name}`,
    act: async (visit, user) => {
      await data(visit.api.POST('/v1/users/{id}/withdraw', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return { to: `/users/${user.id}`, text: 'All access is withdrawn, of', link: link(user) };
    },
  },
];

const one: CasePage<Subject> = {
  path: '/users/:id',
  subject: async (visit) => {
    const user = await data(visit.api.GET('/v1/users/{id}', { params: { path: { id: visit.params['id']! } } }));
    return { ...user, of: user.organisation ? await loadOrganisation({ ...visit, params: { id: user.organisation } }) : null };
  },
  title: ({ name }) => name,
  decisions,
  isWorkedOn: false,
  processOf: ({ id, invitation }) => invitation?.id ?? id,
  facts: (user) => [
    ['E-mail address', user.email],
    ['Mobile number', user.mobile],
    ['Role', words(user.role)],
    ['State', stateTag(user.state)],
    ...(user.of ? [] : [['Training until', { day: user.trainingUntil }] as [string, { day: string | null }]]),
    ...(user.invitation
      ? [[user.invitation.purpose === 'activation' ? 'Activation' : 'New password', invitationInWords(user.invitation)] as [string, string]]
      : []),
    ...(user.of ? [['Rights', rightsInWords(user)] as [string, string]] : []),
  ],
  related: ({ of }) => (of ? [{ href: `/organisations/${of.id}`, text: of.name }] : []),
};

/** Staff's own accounts; a user with his rights (SEC-14, SEC-8). */
export function userPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, staff);
    serveCase(app, apiUrl, one);
  };
}

async function addStaff(visit: Visit): Promise<Said> {
  const role = field(visit, 'role') as (typeof ROLES)[number][0];
  const until = field(visit, 'trainingUntil');
  const body = { ...personOf(visit), role, ...(until ? { trainingUntil: until } : {}) };
  const { id } = await data(visit.api.POST('/v1/staff', { params: commandOf(visit), body }));
  return { to: `/users/${id}`, text: `A link to activate the account is on its way to ${body.email}.` };
}

function invitationInWords({ state, expiresAt }: NonNullable<User['invitation']>): string {
  return `${words(state)}${state === 'sent' ? ` until ${momentOf(expiresAt)}` : ''}`;
}

function nameOf({ of }: Subject, node: string | null): string {
  return node === null ? 'the whole organisation' : (of?.nodes.find(({ id }) => id === node)?.name ?? 'a place that you do not see');
}

function rightsInWords(user: Subject): string {
  return user.grants.map(({ right, node }) => `${rightInWords(right)} at ${nameOf(user, node)}`).join('; ') || 'None';
}

/** Where rights are shown and given: the place that was asked for, else one where some are held, else the top. */
function nodeAsked({ of, grants }: Subject, { query, body }: Visit): string | null {
  const nodes = of?.nodes ?? [];
  const asked = nodes.find(({ id }) => id === (body['node'] ?? query['node']));
  return (asked ?? nodes.find(({ id }) => grants.some(({ node }) => node === id)) ?? nodes[0])?.id ?? null;
}
