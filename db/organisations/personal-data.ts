import { account } from '../core/purposes';
import { datum, type PersonalData, type Purpose } from '../core/register';

/** An organisation is a person where it is a sole trader. */
const member: Purpose = { ...account, whose: ['contact'], why: 'To know with whom the scheme deals and where its cards and papers go' };

/** Organisations with their trees and addresses. */
export const organisationsPersonalData: PersonalData = {
  tables: {
    organisations: {
      none: 'id tenant_id kind number state checker_type user_cap head_office_id posts_in_bulk version',
      personal: [
        datum('name words', 'Name of the organisation, a sole trader’s own among them', member),
        datum('registered_addresses', 'Internet addresses that its programs may call from', member),
      ],
    },
    nodes: 'id tenant_id organisation_id parent_id kind name version',
    addresses: {
      none: 'id tenant_id organisation_id node_id version',
      personal: [datum('label lines postcode', 'Postal address', member)],
    },
    product_approvals: 'id tenant_id organisation_id product approved_at withdrawn_at',
  },
};
