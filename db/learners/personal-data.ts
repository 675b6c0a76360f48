import { datum, entity, type PersonalData, type Purpose } from '../core/register';

/** To know that a ULN is the learner's own, before achievements are reported under it (ULN-1). */
const verifying: Purpose = {
  whose: ['learner'],
  why: 'To verify a learner’s ULN with the Learner Records Service',
  basis: 'e',
  kept: { until: 'certification records are no longer asked for', rule: 'RET-1' },
  erasable: { not: 'certification and qualification records (ERA-1)' },
};

/** A learner's life after the registration: what centres are told of it. */
export const learnersPersonalData: PersonalData = {
  tables: {
    lapse_mails: 'batch_id day what tenant_id organisation_id',
    uln_submissions: 'id tenant_id organisation_id made_at',
    uln_checks: {
      none: 'id tenant_id organisation_id submission_id identity_version asked_at outcome ended_at',
      people: [entity('learner_id')],
      personal: [datum('flags', 'What of a learner differs from what the Learner Records Service holds', verifying)],
    },
  },
  parties: {
    'activities/providers/lrs.ts': {
      name: 'The Learner Records Service',
      why: 'It verifies that a ULN is the learner’s own (ULN-1, ULN-2)',
      none: '',
      personal: [datum('uln givenName familyName birthDate gender', 'Who a learner is, compared with its record', verifying)],
    },
  },
  messages: {
    'lapse-notice.md': { to: ['contact'], none: 'reference day' },
    'learners-lapsed.md': { to: ['contact'], none: 'reference day' },
  },
};
