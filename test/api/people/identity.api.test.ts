import { randomUUID } from 'node:crypto';
import { sceneIn, type Scene } from '../../support/given';
import type { ApiClient } from '../../support/api-client';
import type { ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import {
  applicant,
  applicantLink,
  faults,
  NOTHING_GIVEN,
  onPage,
  ownForm,
  providersPage,
  unverified,
  type OwnBody,
} from '../../support/identity-stories';
import type { Problem } from '../../support/orders';
import { SEEDED } from '../../../db/people/seed';
import { linkFor, nobody } from '../../support/people';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;

beforeAll(async () => {
  system = await realSystem('identity');
  scene = await sceneIn(system, 'identity');
}, 120_000);
afterAll(() => system?.stop());
afterEach(() => faults(system));

interface Held {
  application: ApplicationBody & { email: string };
  person: ApiClient;
}
/** A held application whose person has an account. */
async function held(): Promise<Held> {
  const application = await unverified(scene);
  return { application, person: await applicant(system, application.email) };
}
const own = async ({ application, person }: Held) => (await person.get<OwnBody>(`/v1/account/applications/${application.id}`)).body;
const stateOf = async ({ application }: Held) =>
  (await scene.as.employerUser.get<ApplicationBody>(`/v1/applications/${application.id}`)).body.state;
const stateIs = (about: Held, state: string) => eventually(async () => expect(await stateOf(about)).toBe(state));
const isVerified = (about: Held) => eventually(async () => expect((await own(about)).isIdentityAwaited).toBe(false));
const checksOf = ({ application }: Held) => system.owner('identity_checks').where({ application_id: application.id }).orderBy('asked_at');
const failed = async (about: Held) => {
  await onPage(await providersPage(about.person, about.application), 'fail');
  await eventually(async () => expect(await scene.look.tasks(about.application)).toContain('decideIdentity'));
};
const decides = (by: ApiClient, { application }: Held, verb: string) =>
  by.post<Problem & ApplicationBody>(`/v1/applications/${application.id}/${verb}`, { reason: 'looked at it' });
const codesOf = ({ status, body }: { status: number; body: Problem }) => [status, body.errors?.map(({ code, pointer }) => [code, pointer])];

test('IDV-1 a forged result counts for nothing, one told twice once, another one told later does not undo it', async () => {
  const about = await held();
  const page = await providersPage(about.person, about.application);
  await faults(system, { isForged: true });
  await onPage(page, 'pass');
  await faults(system, { tells: 2, isWithheld: true });
  await onPage(page, 'fail');
  expect((await checksOf(about)).map(({ outcome }) => outcome)).toEqual([null]);
  await fetch(`${system.identity}/release`, { method: 'POST' });
  expect((await checksOf(about)).map(({ outcome }) => outcome)).toEqual(['fail']);
  await faults(system);
  await onPage(page, 'pass');
  const events = async () => (await scene.look.events(about.application)).map(([event]) => event);
  await eventually(async () => expect((await system.owner('webhook_messages').where({ source: 'identity' })).length).toBeGreaterThan(1));
  await eventually(async () => expect((await events()).filter((event) => event === 'failed')).toEqual(['failed']));
  expect([(await checksOf(about)).map(({ outcome }) => outcome), await stateOf(about)]).toEqual([['fail'], 'onHold']);
});

test('IDV-1 results told late and out of order: the pass of the second check verifies, the fail of the first, which comes after it, changes nothing', async () => {
  const about = await held();
  await faults(system, { isWithheld: true });
  await onPage(await providersPage(about.person, about.application), 'fail');
  // The first one is still open for us: the same check, its page chosen anew.
  await onPage(await providersPage(about.person, about.application), 'pass');
  await fetch(`${system.identity}/release`, { method: 'POST' });
  await isVerified(about);
  expect((await checksOf(about)).map(({ outcome }) => outcome)).toEqual(['pass']);
  expect(await scene.look.tasks(about.application)).toEqual([]);
});

test('IDV-1 OPS-3 a provider that is slow or away is asked again until it answers, once for us', async () => {
  const about = await held();
  await faults(system, { status: 503, times: 2, delayMs: 300 });
  await onPage(await providersPage(about.person, about.application), 'pass');
  await isVerified(about);
  const { body } = { body: (await (await fetch(`${system.identity}/checks`)).json()) as { reference: string }[] };
  const [check] = await checksOf(about);
  expect(body.filter(({ reference }) => reference === check.id)).toHaveLength(1);
});

test('IDV-1 APP-10 whoever declines ends the application as Declined, for good; the employer is told', async () => {
  const about = await held();
  await onPage(await providersPage(about.person, about.application), 'declined');
  await stateIs(about, 'declined');
  expect((await scene.look.mails(about.application)).at(-1)).toBe('application-declined');
  const again = await about.person.post<Problem>(`/v1/account/applications/${about.application.id}/verify`, NOTHING_GIVEN);
  expect(codesOf(again)).toEqual([409, [['notAwaited', '']]]);
  expect(
    (await scene.as.employerUser.post('/v1/applicants/link', { link: await applicantLink(system, about.application.email) })).status,
  ).toBe(410);
});

test('IDV-1 a case operator accepts by hand, with a reason: the photo is verified for five years; or rejects the application', async () => {
  const [accepted, rejected] = [await held(), await held()];
  expect(codesOf(await decides(scene.as.caseOperator, rejected, 'reject'))).toEqual([409, [['notAwaited', '']]]);
  await failed(accepted);
  await failed(rejected);
  expect((await decides(scene.as.employerUser, accepted, 'accept-identity')).status).toBe(403);
  expect((await decides(scene.as.caseOperator, accepted, 'accept-identity')).status).toBe(200);
  await isVerified(accepted);
  expect((await decides(scene.as.caseOperator, rejected, 'reject')).status).toBe(200);
  await stateIs(rejected, 'rejected');
  expect([await scene.look.tasks(accepted.application), await scene.look.tasks(rejected.application)]).toEqual([[], []]);
  expect(codesOf(await decides(scene.as.caseOperator, accepted, 'accept-identity'))).toEqual([409, [['notAwaited', '']]]);
});

test('AUT-1 a failed check is contested once and decided anew by a person; what a person decided is contested and decided by another one', async () => {
  const about = await held();
  const contest = () =>
    about.person.post<Problem & OwnBody>(`/v1/account/applications/${about.application.id}/contest`, { reason: 'it is me' });
  expect(codesOf(await contest())).toEqual([409, [['notAwaited', '']]]);
  await failed(about);
  expect((await own(about)).mayContest).toBe(true);
  expect([(await contest()).status, (await own(about)).mayContest]).toEqual([200, false]);
  expect(codesOf(await contest())).toEqual([409, [['decided', '']]]);
  const events = async () => (await scene.look.events(about.application)).map(([event]) => event);
  await eventually(async () => expect((await events()).at(-1)).toBe('contested'));
  expect((await decides(scene.as.caseOperator, about, 'refuse-identity')).status).toBe(200);
  await eventually(async () => expect(await scene.look.tasks(about.application)).toEqual([]));
  expect((await contest()).status).toBe(200);
  await eventually(async () => expect(await scene.look.tasks(about.application)).toEqual(['decideIdentity']));
  expect(codesOf(await decides(scene.as.caseOperator, about, 'accept-identity'))).toEqual([409, [['fourEyes', '']]]);
  expect(codesOf(await decides(scene.as.caseOperator, about, 'reject'))).toEqual([409, [['fourEyes', '']]]);
  const { tenant } = scene;
  const other = { id: randomUUID(), email: `second@${tenant.key}.example` };
  const { password_hash: password } = await system.owner('users').where({ id: tenant.staff.caseOperator.id }).first('password_hash');
  await system.owner('users').insert({
    ...{ ...other, tenant_id: tenant.id, role: 'caseOperator', given_name: 'Second', family_name: 'Operator', mobile: '+447700900111' },
    ...{ password_hash: password, state: 'active', training_until: '2099-01-01' },
  });
  expect((await decides(await system.signIn(other.email), about, 'accept-identity')).status).toBe(200);
  await isVerified(about);
});

test('CNS-1 consents are asked of the operative, none given by itself; an unknown partner is told with all else; what a partner is to have is a task', async () => {
  const about = await held();
  const { id: user } = await system.owner('users').where({ email: about.application.email }).first('id');
  const consents = async () =>
    (await about.person.get<{ consents: { kind: string; partner: string; given: boolean }[] }>('/v1/account')).body.consents
      .filter(({ given }) => given)
      .map(({ kind, partner }) => [kind, partner].filter(Boolean).join(' '));
  expect(await consents()).toEqual(['employmentBusinessChecks']);
  const verify = (body: object) => about.person.post<Problem>(`/v1/account/applications/${about.application.id}/verify`, body);
  const unknown = await verify({ ...NOTHING_GIVEN, partners: ['Ampere Insurance', 'Nobody Ltd'] });
  expect(codesOf(unknown)).toEqual([422, [['partner', '/partners/1']]]);
  expect((await verify({})).body.errors.map(({ pointer }) => pointer)).toEqual(['/marketing', '/partners', '/optsOutOfAgencyChecks']);
  expect([await consents(), await checksOf(about)]).toEqual([['employmentBusinessChecks'], []]);
  const given = await verify({ marketing: true, partners: ['Ampere Insurance'], optsOutOfAgencyChecks: true });
  expect([given.status, await consents()]).toEqual([200, ['marketing', 'affinityPartner Ampere Insurance']]);
  const [task] = await system.owner('work_items').where({ entity_id: user, task: 'sendToPartner' });
  expect([task.queue, task.closed_at]).toEqual(['dpo', null]);
  expect((await verify(NOTHING_GIVEN)).status).toBe(200);
  expect([await consents(), await checksOf(about)]).toEqual([['employmentBusinessChecks'], [expect.objectContaining({ outcome: null })]]);
});

test('PER-1 the link of an application makes one account, of whoever reads the mail; a changed link does nothing, another one’s address neither', async () => {
  const application = await unverified(scene);
  const link = await applicantLink(system, application.email);
  const open = (body: object, path = 'link') => nobody(system.api).post<Problem & Record<string, unknown>>(`/v1/applicants/${path}`, body);
  const mobile = '07700 900123';
  expect((await open({ link })).body).toEqual({
    application: application.id,
    reference: application.reference,
    email: application.email,
    hasAccount: false,
  });
  expect([(await open({ link: `${link.slice(0, -2)}AA` })).status, (await open({ link: 'x' })).status]).toEqual([410, 410]);
  expect((await open({ link: `${link.slice(0, -2)}AA`, mobile }, 'account')).status).toBe(410);
  const person = await applicant(system, application.email);
  expect([(await open({ link })).body['hasAccount'], codesOf(await open({ link, mobile }, 'account'))]).toEqual([
    true,
    [409, [['accountThere', '']]],
  ]);
  expect((await person.get<{ items: OwnBody[] }>('/v1/account/applications')).body.items.map(({ id }) => id)).toEqual([application.id]);
  expect((await scene.as.individual.get(`/v1/account/applications/${application.id}`)).status).toBe(404);
  expect((await scene.as.individual.post(`/v1/account/applications/${application.id}/verify`, NOTHING_GIVEN)).status).toBe(404);
  const { given, tenant } = scene;
  const form = { ...ownForm(tenant), email: tenant.companies[0].user.email };
  const shared = await given.employer.unverified(form);
  await given.pays(await given.employer.closed([shared]));
  const taken = await open({ link: await applicantLink(system, form.email), mobile }, 'account');
  expect(codesOf(taken)).toEqual([409, [['emailTaken', '']]]);
});

test('PER-1 SEC-3 by card number and birth date a link goes to the address on record, and the code too; a guesser is answered alike and leaves nothing', async () => {
  const { tenant } = scene;
  const { cards, marked } = SEEDED;
  const claim = (change: object = {}) =>
    nobody(system.api).post<Problem>('/v1/account-claims', {
      scheme: tenant.key,
      cardNumber: cards[2].toLowerCase(),
      birthDate: marked.birthDate,
      ...change,
    });
  const email = `jose@${tenant.key}.example`;
  const users = () => system.owner('users').where({ person_id: tenant.people.marked });
  const answers = [await claim()];
  expect(await users()).toEqual([]);
  await system.owner('persons').where({ id: tenant.people.marked }).update({ email });
  for (const wrong of [{ birthDate: '1990-07-15' }, { cardNumber: cards[1] }, { scheme: 'nobody' }]) answers.push(await claim(wrong));
  expect(await users()).toEqual([]);
  answers.push(await claim());
  expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [202, { taken: true }]));
  const link = await linkFor(system.mailbox, email, 'Your account at');
  expect((await nobody(system.api).post('/v1/links/code', { link })).status).toBe(202);
  const code = await eventually(async () => /\b\d{6}\b/.exec((await system.mailbox.to(email, 'code')).at(-1)!.text)![0]);
  expect((await nobody(system.api).post('/v1/links/password', { link, code, password: PASSWORD })).status).toBe(200);
  expect((await users()).map(({ state, mobile }) => [state, mobile])).toEqual([['active', null]]);
  // An account that is there is left alone.
  const [{ id: user_id }] = await users();
  const invitations = () => system.owner('invitations').where({ user_id }).pluck('state');
  await eventually(async () => expect(await invitations()).toEqual(['accepted']));
  expect([(await claim()).body, await invitations(), (await users()).length]).toEqual([{ taken: true }, ['accepted'], 1]);
});
