import { trail } from '../core/purposes';
import { actor, datum, subject, type PersonalData, type Purpose } from '../core/register';

/** To know that somebody has passed an assessment that a card needs (HSE-5). */
const assessing: Purpose = {
  whose: ['operative'],
  why: 'To know that somebody has passed the assessment that a card needs, or is exempted from it',
  basis: 'b',
  kept: { until: 'no card of the person is active any longer', rule: 'RET-1' },
  erasable: 'row',
};

/** Results of assessments as they came, and exemptions. */
export const assessmentsPersonalData: PersonalData = {
  tables: {
    hse_exemptions: {
      none: 'id tenant_id application_id evidence_id accepted_at',
      people: [subject('person_id', { of: 'persons.id' }), actor('accepted_by')],
      personal: [datum('reason', 'Why somebody is exempted', { ...trail, whose: ['operative'] })],
    },
    exemptions: {
      none: 'id tenant_id organisation_id application_id evidence_id asked_at state state_since version',
      people: [subject('person_id', { of: 'persons.id' }), actor('asked_by')],
      personal: [],
    },
    hse_results: {
      none: 'id tenant_id source received_at record_id state version',
      people: [subject('person_number', { of: 'persons.number' })],
      personal: [
        datum('given_name family_name birth_date', 'Who was assessed, as the provider knows him', assessing),
        datum('number taken_on mode result', 'The assessment and its result', assessing),
      ],
    },
  },
  messages: {
    'exemption-accepted.md': { to: ['contact'], none: 'reference' },
    'exemption-late.md': { to: ['staff'], none: 'reference since' },
    'exemption-refused.md': { to: ['contact'], none: 'reference' },
  },
};
