import { actor, datum, entity, type PersonalData, type Purpose } from '../core/register';
import { books, registering } from '../core/purposes';

/** To meet a need at an assessment (REG-12): special category, told by the centre for the learner. */
const arranging: Purpose = {
  whose: ['learner'],
  why: 'To make papers and arrangements that a learner needs',
  basis: 'e',
  kept: { until: 'the registration has ended and no appeal can come any longer', rule: 'RET-1' },
  erasable: 'blank',
};
/** To check what a centre sends before anything is registered (REG-9). */
const checking: Purpose = {
  whose: ['learner'],
  why: 'To check and mend what a centre sends before it is registered',
  basis: 'e',
  kept: { until: 'the registration is over, at the latest so many days after it began', rule: 'REG-1', number: 'registrations.draftDays' },
  erasable: 'row',
};
/** To answer those who registered learners (REG-10). */
const contacts: Purpose = {
  whose: ['contact'],
  why: 'To reach whoever of a centre registered a batch',
  basis: 'f',
  kept: { until: 'the batch is erased', rule: 'RET-2' },
  erasable: 'blank',
};

/** Registrations, batches and learners, and the centre's account. */
export const registrationPersonalData: PersonalData = {
  tables: {
    registrations: {
      none: 'id tenant_id organisation_id way is_check_only file_id file_hash rows_read rows_checked checked_at made_at state state_since version',
      people: [actor('made_by')],
      personal: [datum('file_name', 'The name of the file, which may name somebody', checking)],
    },
    registration_groups:
      'id tenant_id organisation_id registration_id position row product_code centre_reference cells product_id session faults removed_at batch_id purchase_order registered_at undone_at',
    registration_lines: {
      none: 'id tenant_id organisation_id registration_id group_id row version removed_at',
      personal: [
        datum('cells learner', 'A learner as sent and as read', checking),
        datum('faults', 'What is wrong with it, by codes, which name nobody', checking),
      ],
    },
    batches: {
      none: 'id tenant_id organisation_id number product_id session bundle_batch_id window_id mode learner_address_id certificate_address_id learner_count registered_at version',
      people: [actor('registered_by')],
      personal: [datum('contact_name contact_email', 'Who is written to about the batch', contacts)],
    },
    learners: {
      none: 'id tenant_id organisation_id batch_id bundle_batch_id group_id product_id session number registered_at first_registered_at fee_net_pence fee_vat_pence fee_vat_basis_points lapses_on next_at came_from_id certificated_on identity_version state state_since version',
      personal: [
        datum(
          'forename middle_names surname birth_date gender ethnicity country uln uln_state uln_flags centre_reference postcode start_on planned_end_on name_key sorted_by words',
          'Who a learner is, and what is studied when and where',
          registering,
        ),
        datum('contact_email arrangements modifications', 'What a learner needs at an assessment, and whom to ask about it', arranging),
      ],
    },
    centre_charges: {
      none: 'id tenant_id organisation_id entry_key what product_id batch_id quantity net_pence vat_pence vat_basis_points decided_at policy_version invoice_id',
      people: [entity('learner_id')],
      personal: [datum('purchase_order', 'The centre’s own reference, which may name somebody', books)],
    },
    billing_runs: 'id tenant_id month',
  },
  messages: {
    'registration-confirmed.md': { to: ['contact'], none: 'learners reference session subject' },
    'registration-undone.md': { to: ['contact'], none: 'kept learners reference' },
    'registration-waiting.md': { to: ['contact'], none: 'lapseAt reference' },
    'registration-lapsed.md': { to: ['contact'], none: 'reference', keeps: 'lapseAt' },
  },
  files: {
    registration: { what: 'The paperwork of a registration, as a PDF: the batch with its learners', ...registering, key: 'person' },
  },
};
