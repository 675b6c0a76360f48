import { account, security } from '../core/purposes';
import { actor, datum, entity, subject, type PersonalData, type Purpose } from '../core/register';

/** A consent and its proof (CNS-1; article 7(1) of the UK GDPR asks for it). */
const consent: Purpose = {
  whose: ['operative', 'learner'],
  why: 'To do what a person agreed to and nothing else, and to prove that he did',
  basis: 'c',
  kept: { until: 'the account is erased', rule: 'CNS-1' },
  erasable: 'row',
};
/** What somebody brought to be looked at: photographs, papers (IDV-1). */
const papers: Purpose = {
  whose: ['operative', 'learner', 'contact'],
  why: 'To decide about what a person applies for',
  basis: 'b',
  kept: { until: 'the account is no longer active', rule: 'RET-1' },
  erasable: 'key',
};
/** A code or a link that proves that somebody reads his own mail and phone. */
const proof: Purpose = { ...security, why: 'To prove that a person reads his own mail and phone (SEC-1, SEC-3)' };

/** Accounts and how they are proven, consents, and the files about people. */
export const accessPersonalData: PersonalData = {
  tables: {
    used_proofs: 'proof_hash until',
    shared_counts: {
      none: 'points expire',
      personal: [
        datum('key', 'Internet address', {
          ...security,
          kept: { until: 'its minute is over by an hour', rule: 'SEC-1' },
        }),
      ],
    },
    users: {
      none: 'tenant_id organisation_id role state training_until version codes_sent_at links_sent_at',
      people: [subject('id'), subject('person_id', { of: 'persons.id' })],
      personal: [
        datum('given_name family_name', 'Name', account),
        datum('email mobile', 'Addresses for mails and codes', account),
        datum('words', 'Name and e-mail address, to be searched by', account),
        datum('password_hash', 'Password, as an Argon2 hash', account),
      ],
    },
    former_mobiles: {
      none: 'id tenant_id replaced_at',
      people: [subject('user_id')],
      personal: [datum('mobile', 'Number that was on the account, which is told that it is no more', security)],
    },
    sessions: {
      none: 'id tenant_id created_at last_seen_at ended_at end_reason',
      people: [subject('user_id')],
      personal: [datum('token_hash', 'Token, as a hash', security), datum('ip agent', 'Internet address and browser', security)],
    },
    api_keys: {
      none: 'id tenant_id organisation_id prefix permissions created_at expires_at last_used_at revoked_at',
      people: [subject('user_id')],
      personal: [
        datum('name', 'What the key is called', security),
        datum('secret_hash', 'Key, as a hash', security),
        datum('last_used_ip', 'Internet address', security),
      ],
    },
    grants: { none: 'node_id name tenant_id organisation_id granted_at', people: [subject('user_id'), actor('granted_by')] },
    sign_in_failures: {
      none: 'failed_at locked_until',
      people: [subject('email_hash', { of: 'users.email', hashed: true })],
      personal: [
        datum('email_hash', 'E-mail address that was typed, as a hash', {
          ...security,
          kept: {
            until: 'somebody signs in with it, or the lock is over',
            rule: 'SEC-1',
            number: 'signIn.lockMinutes',
            from: 'locked_until',
          },
        }),
      ],
    },
    codes: { none: 'id tenant_id purpose sent tries sent_at expires_at used_at', people: [subject('user_id')] },
    invitations: {
      none: 'id tenant_id organisation_id purpose state state_since link expires_at moved_at code_id version moved_to',
      people: [subject('user_id'), actor('made_by')],
    },
    access_requests: {
      none: 'tenant_id organisation_id state state_since version',
      people: [subject('id', { of: 'access_requests.id' }), subject('user_id'), subject('email', { of: 'users.email' })],
      personal: [datum('given_name family_name', 'Name', account), datum('email mobile', 'Addresses for mails and codes', account)],
    },
    affinity_partners: 'tenant_id name',
    consents: {
      none: 'tenant_id',
      people: [subject('user_id')],
      personal: [datum('kind partner given_at withdrawn_at', 'What was agreed to, for whom, from when until when', consent)],
    },
    person_keys: {
      none: 'tenant_id key_id',
      people: [subject('person_id', { of: 'persons.id' })],
      personal: [datum('wrapped', 'The person’s own key', papers, 'master')],
    },
    files: {
      none: 'id tenant_id organisation_id type bytes uploaded_at removed_at',
      people: [entity('entity_id'), subject('person_id', { of: 'persons.id' }), actor('uploaded_by')],
      personal: [
        datum('name', 'The file’s name', { ...papers, erasable: 'blank' }),
        datum('sha256', 'The file’s fingerprint', { ...papers, erasable: 'blank' }),
        datum('content', 'The file', papers, 'person'),
      ],
    },
  },
  files: { upload: { what: 'A picture or PDF about a person, without its metadata', ...papers, key: 'person' } },
  messages: {
    'access-asked.md': { to: ['contact'], none: 'reference toStaffAt' },
    'access-declined.md': { to: ['contact'] },
    'code.md': { to: account.whose, none: 'expiresAt reference', personal: [datum('digits', 'The code', proof)], keeps: 'code sent' },
    'code.txt': { to: account.whose, none: 'expiresAt reference', personal: [datum('digits', 'The code', proof)], keeps: 'code sent' },
    'invitation.md': {
      to: account.whose,
      none: 'expiresAt tenantName',
      personal: [datum('link', 'The link', proof)],
      keeps: 'invitation tenant',
    },
    'invitation-expired.md': { to: ['staff', 'contact'], none: 'expiresAt' },
    'invitation-reminder.md': {
      to: account.whose,
      none: 'expiresAt tenantName',
      personal: [datum('link', 'The link', proof)],
      keeps: 'invitation tenant',
    },
    'mobile-changed.md': { to: account.whose, none: 'at' },
    'mobile-changed.txt': { to: account.whose, none: 'at' },
    'password-changed.md': { to: account.whose, none: 'at' },
    'password-reset.md': { to: account.whose, none: 'expiresAt', personal: [datum('link', 'The link', proof)], keeps: 'invitation tenant' },
  },
};
