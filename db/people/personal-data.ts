import { trail } from '../core/purposes';
import { actor, datum, subject, type PersonalData, type Purpose } from '../core/register';

/** An operative or learner as schemes know them: found again by employers, and what their cards and certificates say (PER-1). */
const record: Purpose = {
  whose: ['operative', 'learner'],
  why: 'To know a person again, and to say on a card or certificate who it is',
  basis: 'b',
  kept: { until: 'no card, registration or account of the person is active any longer', rule: 'RET-1' },
  erasable: 'blank',
};
/** What an employer may see because it employs somebody (EMP-1, EMP-3). */
const employing: Purpose = {
  whose: ['operative', 'contact'],
  why: 'To show an employer whom it employs, and to prove that it declared so',
  basis: 'f',
  kept: { until: 'the person’s record is erased', rule: 'RET-1' },
  erasable: 'row',
};
/** Who looked for whom: nobody is found by trying (EMP-2). */
const lookingUp: Purpose = {
  ...trail,
  whose: ['operative', 'contact'],
  why: 'To find out who looked for a person, and to let nobody find one by trying',
  erasable: 'row',
};
/** To know that whoever is on a card is who he says (IDV-1). */
const verifying: Purpose = {
  ...record,
  whose: ['operative'],
  why: 'To verify photo and identity of whoever applies for a card',
};
const person = subject('person_id', { of: 'persons.id' });

const link = datum('link', 'The link', verifying);

/** Persons, and what ties them to employers, cards and assessments. */
export const peoplePersonalData: PersonalData = {
  tables: {
    persons: {
      none: 'tenant_id version',
      people: [subject('id', { of: 'users.person_id' })],
      personal: [
        datum('number', 'Registration number', record),
        datum('title given_name family_name', 'Name', record),
        datum('family_key', 'Last name, to be compared by', record),
        datum('birth_date ni_number gender', 'Birth date, National Insurance number, gender', record),
        datum('address_lines postcode email mobile', 'Addresses on record', record),
      ],
    },
    employments: {
      none: 'id tenant_id organisation_id node_id declared_at version',
      people: [person, actor('declared_by')],
      personal: [
        datum('started_on ended_on', 'From when until when', employing),
        datum('declaration', 'What was declared, with the name of who did', employing),
        datum('sorted_by words', 'Name, to be sorted and searched by', employing),
        datum('cards_until hse_until', 'Until when cards and assessment hold, to be listed by', employing),
      ],
    },
    cards: {
      none: 'id tenant_id state application_id accepted_at state_since version code round step step_since produced_at purge purge_since',
      people: [person],
      personal: [
        datum(
          'number type occupation grade valid_from valid_to cause',
          'Card, its number, for what and how long it holds, why it was revoked',
          record,
        ),
      ],
    },
    hse_records: {
      none: 'id tenant_id source received_at',
      people: [person],
      personal: [datum('number taken_on expires_on mode result', 'Health, safety and environment assessment', record)],
    },
    photos: {
      none: 'id tenant_id file_id given_at verified_at valid_from valid_to',
      people: [person, actor('given_by')],
    },
    identity_checks: {
      none: 'id tenant_id application_id photo_id source asked_at decided_at contested_at',
      people: [person, actor('asked_by'), actor('decided_by')],
      personal: [datum('provider_id url outcome', 'The check at the provider, and what came of it', { ...verifying, erasable: 'row' })],
    },
    person_lookups: {
      none: 'id tenant_id organisation_id at expires_at outcome used_at',
      people: [person, actor('user_id')],
      personal: [datum('keys', 'Keys that were typed, each as a keyed hash', lookingUp)],
    },
    lookup_counts: 'organisation_id tenant_id since count',
  },
  messages: {
    'application-declined.md': { to: ['contact'], none: 'reference' },
    'identity-asked.md': { to: ['operative'], none: 'reference lapseAt tenantName', personal: [link], keeps: 'application tenant' },
    'identity-failed.md': { to: ['operative'], none: 'reference lapseAt tenantName', personal: [link], keeps: 'application tenant' },
    'identity-lapsed.md': { to: ['contact'], none: 'reference paidAt lapseAt' },
    'identity-reminder.md': { to: ['operative'], none: 'reference lapseAt tenantName', personal: [link], keeps: 'application tenant' },
  },
  parties: {
    'activities/providers/identity.ts': {
      name: 'The identity provider',
      why: 'It verifies that photo and identity are the person’s',
      none: 'reference returnUrl',
      personal: [datum('givenName familyName birthDate photo', 'Whose identity is to be verified', verifying)],
    },
  },
};
