import { registering } from '../core/purposes';
import { datum, type PersonalData } from '../core/register';

/** Who is listed when the mail leaves: it stands in no row. */
const named = datum('named', 'Learners whose registrations lapse, or have lapsed', registering);

/** A learner's life after the registration: what centres are told of it. */
export const learnersPersonalData: PersonalData = {
  tables: { lapse_mails: 'batch_id day what tenant_id organisation_id' },
  messages: {
    'lapse-notice.md': { to: ['contact'], none: 'day link reference', personal: [named], keeps: 'lapseBatch' },
    'learners-lapsed.md': { to: ['contact'], none: 'day link reference', personal: [named], keeps: 'lapseBatch' },
  },
};
