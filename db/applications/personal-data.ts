import { books } from '../core/purposes';
import { actor, datum, subject, type PersonalData, type Purpose } from '../core/register';

/** To make the card that somebody applies for (APP-2). */
const applying: Purpose = {
  whose: ['operative', 'contact'],
  why: 'To decide about an application for a card, and to make the card',
  basis: 'b',
  kept: { until: 'no card of the person is active any longer', rule: 'RET-1' },
  erasable: 'blank',
};

/** Applications for cards, their orders, and what those who apply are told. */
export const applicationsPersonalData: PersonalData = {
  tables: {
    occupation_grades: 'id tenant_id occupation grade name needs qualifications valid_from valid_to',
    applications: {
      none: 'id tenant_id organisation_id node_id card_type form_version form_changed_at created_at state state_since history_at version left_at endorsement endorsement_asked_at endorsed_at purpose',
      people: [subject('person_id', { of: 'persons.id' }), actor('created_by')],
      personal: [
        datum('phone email', 'Business phone and e-mail of the application', applying),
        datum('hse_choice occupation grade more_occupations', 'What is applied for, and how the assessment is met', applying),
      ],
    },
    application_orders: {
      none: 'id tenant_id organisation_id node_id purchase_order billing_office_id delivery_office_id cards_go_to state created_at closed_at paid_at pence vat_pence version',
      people: [actor('created_by')],
      personal: [datum('accounts_contact attention_of', 'Who is asked about the bill, and who receives the cards', books)],
    },
    application_messages: {
      none: 'id tenant_id organisation_id application_id kind files said_at',
      people: [actor('said_by')],
      personal: [datum('text', 'What case operators and employers tell each other about an application', applying)],
    },
    application_order_lines: 'id tenant_id organisation_id order_id application_id added_at card_type net_pence vat_pence vat_basis_points',
  },
  messages: {
    'application-abandoned.md': { to: ['contact'], none: 'reference' },
    'application-answer-reminder.md': { to: ['contact'], none: 'reference awaited since' },
    'application-completed.md': { to: ['contact'], none: 'reference' },
    'application-lapsed.md': { to: ['contact'], none: 'reference paidAt lapseAt' },
    'application-more-asked.md': { to: ['contact'], none: 'reference' },
    'application-processing-late.md': { to: ['staff'], none: 'reference since' },
    'application-rejected.md': { to: ['contact'], none: 'reference' },
    'endorsement-asked.md': { to: ['contact'], none: 'reference endorsement since' },
    'endorsement-escalated.md': { to: ['contact'], none: 'reference endorsement since' },
    'endorsement-refused.md': { to: ['contact'], none: 'reference' },
    'endorsement-reminder.md': { to: ['contact'], none: 'reference endorsement since' },
    'hse-reminder.md': { to: ['contact'], none: 'reference paidAt lapseAt' },
  },
};
