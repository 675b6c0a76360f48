import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../domain/access/permissions';
import type { Instant, LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { auditChange } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import { endSessions } from './credentials.commands';
import { makeInvitation, moveStanding } from './invitations.commands';
import { sendToUser } from '../core/outbox.commands';
import type { RequestedBy } from '../core/requests.commands';
import { makePerson } from '../people/offers';
import { NodeRow, OrganisationRow } from '../organisations/organisation.model';
import { FormerMobileRow, GrantRow, UserRow } from './user.model';

/** A user to be made, who is then invited (SEC-3, SEC-14). */
export interface NewUser {
  tenant: string;
  organisation: string | null;
  role: Role;
  givenName: string;
  familyName: string;
  email: string;
  mobile: string;
  rights: string[];
  node: string | null;
}
/** Whom a change is about. */
export interface AboutUser {
  tenant: string;
  organisation: string | null;
  user: string;
}

/**
 * Makes a user with his rights and his invitation; answers his identifier. Throws a refusal where the address is taken in this
 * tenant (SEC-14), or the organisation that checks has all the users that it may have (SEC-11). An account in another tenant shows
 * in nothing: who reads the mail is told when he follows its link (SEC-9).
 */
export async function makeUser(trx: Transaction, user: NewUser, asked: RequestedBy, at: Instant): Promise<string> {
  const id = uuid();
  await lockOrganisation(trx, user.organisation);
  if (user.role === 'checkerUser') await insistOnRoom(trx, user.organisation!);
  const person = user.role === 'individual' ? await makePerson(trx, user.tenant, user) : null;
  const made = await trx('users')
    .insert({
      id,
      person_id: person,
      tenant_id: user.tenant,
      organisation_id: user.organisation,
      role: user.role,
      given_name: user.givenName,
      family_name: user.familyName,
      email: user.email,
      mobile: user.mobile,
      state: 'invited',
    })
    .onConflict(trx.raw('(lower(email), tenant_id)'))
    .ignore()
    .returning('id');
  if (made.length === 0)
    throw refused(
      'emailTaken',
      'SEC-14',
      'This e-mail address is in use',
      'Give the existing user rights, or use another address.',
      '/email',
    );
  await writeGrants(trx, { ...user, user: id }, user.node, user.rights, asked, at);
  await makeInvitation(trx, { ...user, user: id, purpose: 'activation', madeBy: asked.by.user_id }, at);
  await audit(trx, { ...user, user: id }, 'invited', { role: user.role, rights: user.rights, node: user.node }, asked, at);
  return id;
}

/** The company of an employer that has no user yet, or no longer one (SEC-14); null where it has. Locks the organisation, so that one of two at once is the first. */
export async function companyWithoutUsers(trx: Transaction, organisation: string): Promise<string | null> {
  await lockOrganisation(trx, organisation);
  const known = await UserRow.query(trx).where('organisation_id', organisation).whereNot('state', 'withdrawn').first();
  if (known) return null;
  const company = await NodeRow.query(trx).findOne({ organisation_id: organisation, kind: 'company' }).throwIfNotFound();
  return company.id;
}

/** Gives a user exactly these rights at a node, or for the whole organisation; what he had there before ends (SEC-6, SEC-7). */
export async function setRights(
  trx: Transaction,
  about: AboutUser,
  node: string | null,
  rights: string[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  await lockOrganisation(trx, about.organisation);
  const before = (await GrantRow.query(trx).where({ user_id: about.user, node_id: node })).map(({ name }) => name);
  await GrantRow.query(trx).where({ user_id: about.user, node_id: node }).delete();
  await writeGrants(trx, about, node, rights, asked, at);
  await insistOnPortalAdmin(trx, about.organisation);
  await audit(trx, about, 'rightsChanged', { node, rights, before }, asked, at);
}

/**
 * Changes names, mobile number or training date; the trail says which, not what: personal data can be erased (AUD-1). Of another
 * number the one before is told, so that nobody turns a person's codes to his own phone unnoticed (SEC-1).
 */
export async function changeUser(
  trx: Transaction,
  about: AboutUser,
  change: { givenName?: string; familyName?: string; mobile?: string; trainingUntil?: LocalDate | null },
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const before = await UserRow.query(trx).findById(about.user).forNoKeyUpdate().throwIfNotFound();
  await UserRow.query(trx)
    .findById(about.user)
    .patch({ ...change, version: raw('version + 1') });
  const isOtherNumber = change.mobile !== undefined && change.mobile !== before.mobile;
  if (isOtherNumber && before.state === 'active') await tellNumberReplaced(trx, about, before.mobile, at);
  const changed = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined);
  await audit(trx, about, 'changed', { changed, ...('trainingUntil' in change ? { trainingUntil: change.trainingUntil } : {}) }, asked, at);
}

/** Takes a user's access away: sessions, keys and an open invitation end at once (SEC-11, SEC-15). */
export async function withdrawUser(trx: Transaction, about: AboutUser, asked: RequestedBy, at: Instant): Promise<void> {
  await lockOrganisation(trx, about.organisation);
  await UserRow.query(trx)
    .findById(about.user)
    .patch({ state: 'withdrawn', version: raw('version + 1') });
  await GrantRow.query(trx).where('user_id', about.user).delete();
  await insistOnPortalAdmin(trx, about.organisation);
  await endSessions(trx, { user: about.user, keys: true }, 'withdrawn');
  await moveStanding(trx, about.user, 'withdrawn', at);
  await audit(trx, about, 'withdrawn', {}, asked, at);
}

/** Ends all sessions of a user, who may sign in again (SEC-2). */
export async function endUserSessions(trx: Transaction, about: AboutUser, asked: RequestedBy, at: Instant): Promise<void> {
  const ended = await endSessions(trx, { user: about.user }, 'endedByAdministrator');
  await audit(trx, about, 'sessionsEnded', { ended }, asked, at);
}

/** Sends a user a link: to choose a new password, or to activate an account that is not active yet (SEC-3). */
export async function sendLink(trx: Transaction, about: AboutUser, asked: RequestedBy, at: Instant): Promise<void> {
  const { state } = await UserRow.query(trx).findById(about.user).throwIfNotFound();
  const invitation = await makeInvitation(trx, { ...about, purpose: state === 'active' ? 'reset' : 'activation', madeBy: null }, at);
  await audit(trx, about, 'linkSent', { invitation }, asked, at);
}

/** A password that a user has chosen: he is active, all his sessions end, his API keys where he asks for it, and he is told (SEC-3). */
export async function setPassword(trx: Transaction, about: AboutUser, passwordHash: string, endsKeys: boolean, at: Instant): Promise<void> {
  await UserRow.query(trx)
    .findById(about.user)
    .patch({ passwordHash, state: 'active', version: raw('version + 1') });
  await endSessions(trx, { user: about.user, keys: endsKeys }, 'passwordChanged');
  await moveStanding(trx, about.user, 'accepted', at);
  const { tenant, organisation, user } = about;
  await sendToUser(trx, { kind: 'mail', tenant, organisation, about: user, template: 'password-changed', user, facts: { at } });
  await auditChange(
    trx,
    {
      tenant,
      organisation,
      entity: { type: 'user', id: user },
      event: 'passwordSet',
      at,
      before: null,
      after: { endsKeys },
    },
    null,
  );
}

/** By SMS to the number itself, or by e-mail where there was none. */
async function tellNumberReplaced(trx: Transaction, about: AboutUser, mobile: string | null, at: Instant): Promise<void> {
  const { tenant, organisation, user } = about;
  const message = { tenant, organisation, about: user, template: 'mobile-changed', user, facts: { at } };
  if (mobile === null) return sendToUser(trx, { ...message, kind: 'mail' });
  const formerMobile = uuid();
  await FormerMobileRow.query(trx).insert({ id: formerMobile, tenantId: tenant, userId: user, mobile, replacedAt: at });
  await sendToUser(trx, { ...message, kind: 'sms', formerMobile });
}

async function writeGrants(
  trx: Transaction,
  about: AboutUser,
  node: string | null,
  rights: string[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  // A centre has one LRS administrator: a new one takes the place of the one before (SEC-15).
  if (rights.includes('updateUlns')) await GrantRow.query(trx).where({ organisation_id: about.organisation, name: 'updateUlns' }).delete();
  const rows = [...new Set(rights)].map((name) => ({
    userId: about.user,
    nodeId: node,
    name,
    tenantId: about.tenant,
    organisationId: about.organisation,
    grantedAt: at,
    grantedBy: asked.by.user_id,
  }));
  if (rows.length > 0) await GrantRow.query(trx).insert(rows);
}

/**
 * One change of users of an organisation at a time: its cap and its last Portal Admin are proved under this lock, which leaves rows
 * that only refer to the organisation alone (a stronger one would deadlock with them).
 */
async function lockOrganisation(trx: Transaction, organisation: string | null): Promise<void> {
  if (organisation) await OrganisationRow.query(trx).select('id').findById(organisation).forNoKeyUpdate();
}

async function insistOnPortalAdmin(trx: Transaction, organisation: string | null): Promise<void> {
  if (!organisation) return;
  const { kind } = await OrganisationRow.query(trx).findById(organisation).throwIfNotFound();
  if (kind !== 'centre') return;
  const admin = await GrantRow.query(trx).where({ organisation_id: organisation, name: 'portalAdmin' }).limit(1).first();
  if (!admin) throw refused('lastPortalAdmin', 'SEC-15', 'This is the last Portal Admin', 'Make another user Portal Admin first.');
}

async function insistOnRoom(trx: Transaction, organisation: string): Promise<void> {
  const { userCap } = await OrganisationRow.query(trx).findById(organisation).throwIfNotFound();
  const cap = userCap ?? (await numbersInForce(trx)).users.checkUserCap;
  const count = await UserRow.query(trx).where('organisation_id', organisation).whereNot('state', 'withdrawn').resultSize();
  if (count >= cap)
    throw refused(
      'userCap',
      'SEC-11',
      `This organisation has all ${cap} users that it may have`,
      'Withdraw a user, or ask our staff for a higher cap.',
    );
}

function audit(trx: Transaction, about: AboutUser, event: string, after: unknown, asked: RequestedBy, at: Instant): Promise<void> {
  const { tenant, organisation, user } = about;
  return auditChange(trx, { tenant, organisation, entity: { type: 'user', id: user }, event, at, before: null, after }, asked);
}
