import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { field, target, type Visit } from '../kit/page';
import { isForeign, said, type Organisation } from './tree';

/** What an organisation that checks may: its users, and the addresses of its programs (SEC-10, SEC-11). */
export const licence: Decision<Organisation> = {
  name: 'licence',
  permission: 'vetCheckers',
  link: 'Change its licence',
  isOpen: (organisation, visit) => organisation.kind === 'checker' && isForeign(organisation, visit),
  title: ({ name }) => `The licence of ${name}`,
  says: () => [],
  fields: ({ userCap, registeredAddresses }) => [
    { name: 'userCap', label: 'Users at most', as: 'number', hint: 'Empty: as policy says', value: userCap ?? '', isOptional: true },
    {
      name: 'registeredAddresses',
      label: 'Registered addresses of its programs',
      as: 'long',
      hint: 'A line each',
      value: registeredAddresses.join('\n'),
      isOptional: true,
    },
  ],
  button: () => 'Keep the licence',
  act: async (visit, organisation) => {
    const registeredAddresses = addressesIn(visit);
    const body = { userCap: field(visit, 'userCap') ? Number(field(visit, 'userCap')) : null, registeredAddresses };
    await data(visit.api.POST('/v1/organisations/{id}/licence', { ...target(visit), body }));
    return said(organisation, `The licence of ${organisation.name} is kept.`);
  },
};

/** Which employer may post applications in bulk, from where (SEC-10, APP-8). */
export const bulkLicence: Decision<Organisation> = {
  name: 'bulk-licence',
  permission: 'manageOrganisations',
  link: 'License it to post applications in bulk',
  isOpen: (organisation, visit) => organisation.kind === 'employer' && isForeign(organisation, visit),
  title: ({ name }) => `Applications in bulk by ${name}`,
  says: () => ['Its programs may post applications, each with its photo, from these addresses alone. With none the licence ends.'],
  fields: ({ registeredAddresses }) => [
    {
      name: 'registeredAddresses',
      label: 'Registered addresses of its programs',
      as: 'long',
      hint: 'A line each: an address, or a range like 192.0.2.0/24',
      value: registeredAddresses.join('\n'),
      isOptional: true,
    },
    reason(),
  ],
  button: () => 'Keep the licence',
  act: async (visit, organisation) => {
    const body = { registeredAddresses: addressesIn(visit), reason: field(visit, 'reason') };
    await data(visit.api.POST('/v1/organisations/{id}/bulk-licence', { ...target(visit), body }));
    const may = body.registeredAddresses.length > 0 ? 'may post applications in bulk' : 'may not post applications in bulk any more';
    return said(organisation, `${organisation.name} ${may}.`);
  },
};

function addressesIn(visit: Visit): string[] {
  return field(visit, 'registeredAddresses')
    .split(/[\s,]+/)
    .filter(Boolean);
}
