import { actor, datum, subject, type PersonalData, type Purpose } from '../core/register';

/** To know that somebody is qualified for a card (QUA-1). */
const qualifying: Purpose = {
  whose: ['operative'],
  why: 'To know that somebody has the qualification that a card needs',
  basis: 'b',
  kept: { until: 'no card of the person is active any longer', rule: 'RET-1' },
  erasable: { not: 'certification and qualification records (ERA-1): kept for as long as a card rests on them' },
};

/** Qualifications of persons, what was given for each, and awarding bodies as data. */
export const qualificationsPersonalData: PersonalData = {
  tables: {
    awarding_bodies: 'id tenant_id code name is_looked_up fields',
    qualification_kinds: 'id tenant_id code body name number valid_years',
    qualifications: {
      none: 'id tenant_id organisation_id given_at verified_at refused_at state state_since version',
      people: [subject('person_id', { of: 'persons.id' })],
      personal: [datum('kind number valid_from valid_to', 'Qualification, its number and for how long it holds', qualifying)],
    },
    qualification_givings: {
      none: 'id tenant_id qualification_id round source file_id given_at tries examined_at',
      people: [actor('given_by')],
      personal: [
        datum('kind entry', 'What was entered of a certificate', qualifying),
        datum('outcome score reasons found_kind found_number found_awarded_on', 'What reading it, or asking the body, came to', qualifying),
      ],
    },
  },
  messages: {
    'qualification-decided.md': { to: ['contact', 'operative'], none: 'reference outcome' },
    'qualification-details-asked.md': { to: ['contact', 'operative'], none: 'reference' },
    'qualification-late.md': { to: ['staff'], none: 'reference since' },
  },
  parties: {
    'activities/providers/awarding-body.ts': {
      name: 'Awarding bodies',
      why: 'To ask a body whether it knows a certificate, and of whom (QUA-1)',
      none: 'body',
      personal: [datum('entry', 'What was entered of the certificate', qualifying)],
    },
  },
};
