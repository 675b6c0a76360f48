import { ApiClient } from './api-client';
import type { Problem } from './orders';
import type { ApplicationBody } from './employers';
import { LABOURER } from './employers';
import { eventually } from './eventually';
import type { Scene } from './given';
import { activate, linkFor, nobody } from './people';
import { PASSWORD, type TestSystem } from './system';

/** One's own application as the API shows it. */
export interface OwnBody {
  id: string;
  reference: string;
  state: string;
  stage: string;
  why: string | null;
  isIdentityAwaited: boolean;
  check: { url: string | null; outcome: string | null; isContested: boolean } | null;
  mayContest: boolean;
}
/** What whoever applies answers who gives nothing and opts out of nothing. */
export const NOTHING_GIVEN = { marketing: false, partners: [] as string[], optsOutOfAgencyChecks: false };

let applicants = 0;

/** What is filled in, with an address of the applicant's own. */
export function ownForm({ key }: { key: string }): typeof LABOURER {
  return { ...LABOURER, email: `applicant${(applicants += 1)}@${key}.example` };
}

/** The newest link in the mails to whoever applies: its token. */
export function applicantLink({ mailbox }: TestSystem, email: string, subject = 'Verify your photo and identity'): Promise<string> {
  return eventually(async () => {
    const link = (await mailbox.to(email, subject)).map((mail) => /\/applicant\/(\S+)/.exec(mail.text)![1]!).at(-1);
    if (!link) throw new Error(`No mail to ${email} with "${subject}"`);
    return link;
  });
}

/** Whoever applies makes himself an account by the link in the first mail of his application, and signs in (PER-1). */
export async function applicant(system: TestSystem, email: string): Promise<ApiClient> {
  const link = await applicantLink(system, email);
  const made = await nobody(system.api).post('/v1/applicants/account', { link, mobile: '07700 900123' });
  if (made.status !== 202) throw new Error(`No account: ${made.status} ${JSON.stringify(made.body)}`);
  const chosen = await activate(system.api, await linkFor(system.mailbox, email, 'Your account at'), PASSWORD);
  if (chosen.status !== 200) throw new Error(`Not activated: ${chosen.status} ${JSON.stringify(chosen.body)}`);
  return system.signIn(email);
}

/** Asks to be checked, and waits for the provider's page; answers its address. */
export async function providersPage(person: ApiClient, { id }: { id: string }, answered: object = NOTHING_GIVEN): Promise<string> {
  const asked = await person.post<OwnBody & Problem>(`/v1/account/applications/${id}/verify`, answered);
  if (asked.status !== 200) throw new Error(`Not asked: ${asked.status} ${JSON.stringify(asked.body)}`);
  return eventually(async () => {
    const { check } = (await person.get<OwnBody>(`/v1/account/applications/${id}`)).body;
    if (!check?.url) throw new Error('The provider has not answered yet');
    return check.url;
  });
}

/** What the person does on the provider's page. */
export async function onPage(url: string, outcome: 'pass' | 'fail' | 'declined'): Promise<void> {
  const { status } = await fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
  if (status !== 303) throw new Error(`The provider answered ${status}`);
}

/** Switches the provider's faults on; without any it is sound again. */
export async function faults({ identity }: TestSystem, fault: object = {}): Promise<void> {
  await fetch(`${identity}/faults`, { method: 'POST', body: JSON.stringify(fault), headers: { 'Content-Type': 'application/json' } });
}

/** An application that is paid for and whose person is not verified, with his address. */
export async function unverified(scene: Pick<Scene, 'tenant' | 'given'>): Promise<ApplicationBody & { email: string }> {
  const form = ownForm(scene.tenant);
  const application = await scene.given.employer.unverified(form);
  await scene.given.pays(await scene.given.employer.closed([application]));
  return { ...application, email: form.email };
}
