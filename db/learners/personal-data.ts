import type { PersonalData } from '../core/register';

/** A learner's life after the registration: what centres are told of it. */
export const learnersPersonalData: PersonalData = {
  tables: { lapse_mails: 'batch_id day what tenant_id organisation_id' },
  messages: {
    'lapse-notice.md': { to: ['contact'], none: 'reference day' },
    'learners-lapsed.md': { to: ['contact'], none: 'reference day' },
  },
};
