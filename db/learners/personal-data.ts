import { actor, datum, entity, type PersonalData, type Purpose } from '../core/register';

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
  messages: {
    'lapse-notice.md': { to: ['contact'], none: 'reference day' },
    'learners-lapsed.md': { to: ['contact'], none: 'reference day' },
  },
};
