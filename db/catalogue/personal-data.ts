import { account, casework } from '../core/purposes';
import { actor, datum, type PersonalData } from '../core/register';

/** The catalogue holds nobody's data but who of a centre asked for what. */
export const cataloguePersonalData: PersonalData = {
  tables: {
    suites: 'id tenant_id code name version',
    units: 'id tenant_id code title level credits version',
    products: 'id tenant_id code version made_at',
    product_versions:
      'id tenant_id product_id effective_from name number sector type is_regulated is_open lapse_months grade_scale components modes has_windows late_allowed books_on_registration is_electronic_only takes_arrangements suite_id made_at',
    product_units: 'version_id unit_id tenant_id position is_mandatory unit_group',
    product_members: 'version_id member_id tenant_id position',
    session_openings: 'id tenant_id product_id session opens_on closes_on version',
    assessment_windows: 'id tenant_id product_id name component opens_on cut_off_on closes_on version',
    countries: 'id tenant_id code name version withdrawn_at',
    centre_requests: {
      none: 'id tenant_id organisation_id what state state_since version',
      people: [actor('requested_by'), actor('decided_by')],
      personal: [
        datum('asked', 'Postal address that a centre asks for, a product or a country', { ...account, whose: ['contact'] }),
        datum('reason answer', 'Why a centre asks, and what it is answered', { ...casework, whose: ['contact'] }),
      ],
    },
  },
  messages: {
    'centre-request-reminder.md': { to: ['staff'], none: 'reference since' },
    'centre-request-escalated.md': { to: ['staff'], none: 'reference since' },
    'centre-request-granted.md': { to: ['contact'], none: 'reference' },
    'centre-request-declined.md': { to: ['contact'], none: 'reference' },
  },
};
