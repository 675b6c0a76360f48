import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { commandOf, field, fields, target, type Visit } from '../kit/page';
import { rightsFor } from '../kit/rights';
import { words } from '../kit/words';
import { bulkLicence, licence } from './licences';
import { isForeign, nodeChoices, said, type Organisation } from './tree';

/** Who somebody is, as a form asks for it: all of it is needed (SEC-14). */
export const personFields: Field[] = [
  { name: 'givenName', label: 'First name' },
  { name: 'familyName', label: 'Last name' },
  { name: 'email', label: 'E-mail address', as: 'email', hint: 'It is the user name' },
  { name: 'mobile', label: 'Mobile number', as: 'tel', hint: 'Codes to sign in go there' },
];

/** The same as the API takes it. */
export function personOf(visit: Visit) {
  return {
    givenName: field(visit, 'givenName'),
    familyName: field(visit, 'familyName'),
    email: field(visit, 'email'),
    mobile: field(visit, 'mobile'),
  };
}

const addUser: Decision<Organisation> = {
  name: 'user',
  permission: 'addUsers',
  link: 'Add a user',
  isUsual: true,
  isOpen: () => true,
  title: ({ name }) => `Add a user of ${name}`,
  says: () => [
    'A link to activate the account is sent to the address. The first user of an organisation gets all rights, whatever is ticked.',
  ],
  fields: ({ kind, nodes }) => [
    ...personFields,
    ...(nodes.length > 0
      ? [{ name: 'node', label: 'Where the rights hold, and below', as: 'choice' as const, choices: nodeChoices(nodes) }]
      : []),
    { name: 'rights', label: 'Rights', as: 'ticks', choices: rightsFor(kind), isOptional: true },
  ],
  button: () => 'Invite',
  act: async (visit, organisation) => {
    const own = visit.me.organisation === organisation.id ? {} : { organisation: organisation.id };
    const node = field(visit, 'node');
    const body = { ...personOf(visit), ...own, ...(node ? { node } : {}), rights: fields(visit, 'rights') };
    const made = await data(visit.api.POST('/v1/users', { params: commandOf(visit), body }));
    return {
      to: `/users/${made.id}`,
      text: `A link to activate the account is on its way to ${body.email}.${made.advice ? ` ${made.advice}` : ''}`,
    };
  },
};

const addNode: Decision<Organisation> = {
  name: 'node',
  permission: 'createGroups',
  link: 'Add a group or an office',
  isOpen: ({ nodes }) => nodes.length > 0,
  title: ({ name }) => `Add a group or an office of ${name}`,
  says: () => [],
  fields: ({ nodes }) => [
    { name: 'parent', label: 'Below', as: 'choice', choices: nodeChoices(nodes.filter(({ kind }) => kind !== 'office')) },
    {
      name: 'kind',
      label: 'Kind',
      as: 'choice',
      choices: [
        ['group', 'Group'],
        ['office', 'Office'],
      ],
    },
    { name: 'name', label: 'Name' },
  ],
  button: () => 'Add it',
  act: async (visit, organisation) => {
    const body = { parent: field(visit, 'parent'), kind: field(visit, 'kind') as 'group' | 'office', name: field(visit, 'name') };
    await data(visit.api.POST('/v1/nodes', { params: commandOf(visit), body }));
    return said(organisation, `The ${body.kind} ${body.name} is added.`);
  },
};

const changeNode: Decision<Organisation> = {
  name: 'change-node',
  permission: 'editEmployer',
  link: 'Rename or move a group or an office',
  isOpen: ({ nodes }) => nodes.length > 1,
  title: ({ name }) => `Rename or move a group or an office of ${name}`,
  says: () => [],
  fields: ({ nodes }) => [
    { name: 'node', label: 'Group or office', as: 'choice', choices: nodeChoices(nodes.filter(({ kind }) => kind !== 'company')) },
    { name: 'name', label: 'Its new name, if any', isOptional: true },
    {
      name: 'parent',
      label: 'Move it below',
      as: 'choice',
      choices: [['', 'where it is'], ...nodeChoices(nodes.filter(({ kind }) => kind !== 'office'))],
      isOptional: true,
    },
  ],
  button: () => 'Change it',
  act: async (visit, organisation) => {
    const [name, parent] = [field(visit, 'name'), field(visit, 'parent')];
    const body = { ...(name ? { name } : {}), ...(parent ? { parent } : {}) };
    await data(visit.api.POST('/v1/nodes/{id}/change', { params: { path: { id: field(visit, 'node') }, ...commandOf(visit) }, body }));
    return said(organisation, name ? `${name} is changed.` : 'It is moved.');
  },
};

const addAddress: Decision<Organisation> = {
  name: 'address',
  permission: 'editEmployer',
  link: 'Add an address',
  isOpen: () => true,
  title: ({ name }) => `Add an address of ${name}`,
  says: () => [],
  fields: () => [
    { name: 'label', label: 'Name of the address' },
    { name: 'lines', label: 'Its lines', as: 'long' },
    { name: 'postcode', label: 'Postcode' },
  ],
  button: () => 'Add the address',
  act: async (visit, organisation) => {
    const lines = field(visit, 'lines')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const body = { label: field(visit, 'label'), lines, postcode: field(visit, 'postcode'), node: null };
    await data(visit.api.POST('/v1/organisations/{id}/addresses', { ...target(visit), body }));
    return said(organisation, `The address ${body.label} is added.`);
  },
};

const removeAddress: Decision<Organisation> = {
  name: 'remove-address',
  permission: 'editEmployer',
  link: 'Remove an address',
  isGrave: true,
  isOpen: ({ addresses }) => addresses.length > 0,
  title: ({ name }) => `Remove an address of ${name}`,
  says: () => [],
  fields: ({ addresses }) => [
    {
      name: 'address',
      label: 'Address',
      as: 'radios',
      choices: addresses.map(({ id, label, lines, postcode }) => [id, label, `${lines.join(', ')}, ${postcode}`] as const),
    },
  ],
  button: () => 'Remove the address',
  act: async (visit, organisation) => {
    await data(visit.api.POST('/v1/organisations/{id}/remove-address', { ...target(visit), body: { address: field(visit, 'address') } }));
    return said(organisation, 'The address is removed.');
  },
};

const change: Decision<Organisation> = {
  name: 'change',
  permission: 'editEmployer',
  link: 'Change name or number',
  isOpen: () => true,
  title: ({ name }) => `Change the name or number of ${name}`,
  says: () => [],
  fields: ({ name, number }) => [
    { name: 'name', label: 'New name', value: name },
    { name: 'number', label: 'New number', value: number ?? '' },
  ],
  button: () => 'Change it',
  act: async (visit, organisation) => {
    const body = { name: field(visit, 'name'), number: field(visit, 'number') };
    await data(visit.api.POST('/v1/organisations/{id}/change', { ...target(visit), body }));
    return said(organisation, `It is ${body.name} now.`);
  },
};

const move: Decision<Organisation> = {
  name: 'move',
  permission: 'vetCheckers',
  link: 'Move it on',
  isGrave: true,
  isOpen: (organisation, visit) => organisation.kind === 'checker' && isForeign(organisation, visit),
  title: ({ name }) => `Move ${name} on`,
  says: ({ state }) => [`It is ${words(state).toLowerCase()} now.`],
  fields: () => [
    {
      name: 'to',
      label: 'To',
      as: 'radios',
      choices: [
        ['vetted', 'Vetted'],
        ['termsSigned', 'Terms signed'],
        ['active', 'Active'],
        ['withdrawn', 'Withdrawn', 'Ends its sessions at once'],
      ],
    },
    reason(),
  ],
  button: ({ name }) => `Move ${name} on`,
  act: async (visit, organisation) => {
    const body = { to: field(visit, 'to') as 'vetted' | 'termsSigned' | 'active' | 'withdrawn', reason: field(visit, 'reason') };
    await data(visit.api.POST('/v1/organisations/{id}/move', { ...target(visit), body }));
    return said(organisation, `${organisation.name} is ${words(body.to).toLowerCase()} now.`);
  },
};

const products: Decision<Organisation> = {
  name: 'products',
  permission: 'approveProducts',
  link: 'Approve or withdraw a product',
  isOpen: (organisation, visit) => organisation.kind === 'centre' && isForeign(organisation, visit),
  title: ({ name }) => `Approve ${name} for a product, or withdraw it`,
  says: ({ products: held }) => [
    held.length === 0
      ? 'It is approved for none yet.'
      : `Approved for: ${
          held
            .filter(({ withdrawnAt }) => !withdrawnAt)
            .map(({ product }) => product)
            .join(', ') || 'none now'
        }.`,
  ],
  fields: () => [
    { name: 'product', label: 'Product code', hint: 'As the catalogue has it' },
    {
      name: 'approved',
      label: 'Decision',
      as: 'radios',
      choices: [
        ['true', 'Approve for it'],
        ['false', 'Withdraw the approval'],
      ],
      value: 'true',
    },
  ],
  button: ({ name }) => `Decide for ${name}`,
  act: async (visit, organisation) => {
    const body = { product: field(visit, 'product'), approved: field(visit, 'approved') === 'true' };
    await data(visit.api.POST('/v1/organisations/{id}/products', { ...target(visit), body }));
    return said(organisation, `${organisation.name} is ${body.approved ? 'approved for' : 'no longer approved for'} ${body.product}.`);
  },
};

/** What can be decided about an organisation: its users, tree, addresses, licence and products (EMP-6, SEC-10, SEC-11, REG-1). */
export const organisationDecisions: Decision<Organisation>[] = [
  addUser,
  addNode,
  changeNode,
  addAddress,
  removeAddress,
  change,
  move,
  licence,
  bulkLicence,
  products,
];
