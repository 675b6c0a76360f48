import { registering } from '../core/purposes';
import { actor, datum, entity, type PersonalData, type Purpose } from '../core/register';

/** Who is listed when the mail leaves: it stands in no row. */
const named = datum('named', 'Learners whose registrations lapse, or have lapsed', registering);
/** To know that a ULN is the learner's own, before achievements are reported under it (ULN-1). */
const verifying: Purpose = { ...registering, why: 'To verify a learner’s ULN with the Learning Records Service' };
/** To take back what a file has changed of learners (IMP-1). */
const takingBack: Purpose = {
  whose: ['learner'],
  why: 'To show, and for some hours to take back, what a file has changed of learners',
  basis: 'e',
  kept: { until: 'the learner is erased', rule: 'RET-1' },
  erasable: 'row',
};

/** A learner's life after the registration: what centres are told of it. */
export const learnersPersonalData: PersonalData = {
  tables: {
    lapse_mails: 'batch_id day what tenant_id organisation_id',
    uln_submissions: 'id tenant_id organisation_id made_at',
    uln_checks: {
      none: 'id tenant_id organisation_id submission_id identity_version asked_at outcome ended_at',
      people: [entity('learner_id')],
      personal: [datum('flags', 'What of a learner differs from what the Learning Records Service holds', verifying)],
    },
    learner_imports: {
      none: 'id tenant_id organisation_id rows_read changed made_at undone_at version',
      people: [actor('made_by')],
      personal: [datum('file_name', 'The name of the file, which may name somebody', takingBack)],
    },
    learner_import_changes: {
      none: 'import_id tenant_id organisation_id is_kept',
      people: [entity('learner_id')],
      personal: [datum('was_start_on was_planned_end_on start_on planned_end_on', 'When a learner studies, before and after', takingBack)],
    },
  },
  parties: {
    'activities/providers/lrs.ts': {
      name: 'The Learning Records Service',
      why: 'It verifies that a ULN is the learner’s own (ULN-1, ULN-2)',
      none: '',
      personal: [datum('uln givenName familyName birthDate gender', 'Who a learner is, compared with its record', verifying)],
    },
  },
  messages: {
    'lapse-notice.md': { to: ['contact'], none: 'day link reference', personal: [named], keeps: 'lapseBatch' },
    'learners-lapsed.md': { to: ['contact'], none: 'day link reference', personal: [named], keeps: 'lapseBatch' },
  },
};
