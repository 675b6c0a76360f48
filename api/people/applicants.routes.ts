import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { schemeCalled } from '../../db/assessments/hse-results.queries';
import { claimAccount, findApplicant, openAccount, type Applicant } from '../../db/people/accounts.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { referenceOf } from '../../domain/processes';
import { accountClaim, applicantAccount, applicantLink } from '../../messages/people.schemas';
import { readLink } from '../../platform/links';
import { orRefused } from '../core/command';
import { Problem } from '../core/problems';
import { publicRoute, type ApiDeps, type Route } from '../core/route';

/** Whether a card is known shows neither in the answer nor in the time that it takes. */
const ANSWERS_AFTER_MS = 250;

const open = publicRoute({
  name: 'openApplicantLink',
  method: 'post',
  path: '/v1/applicants/link',
  summary: 'What is this link of an application for? Answers as long as the application goes on',
  rules: ['PER-1'],
  body: applicantLink,
  refuses: [410],
  answers: {
    status: 200,
    description: 'The application, and whether whoever applies has an account to sign in with',
    schema: z.object({ application: z.uuid(), reference: z.string(), email: z.string(), hasAccount: z.boolean() }),
  },
  handle: ({ deps, body }) =>
    withApplicant(deps, body.link, async (_trx, { email, account }, application) => ({
      body: { application, reference: referenceOf('application', application), email, hasAccount: account === 'active' },
    })),
});

const account = publicRoute({
  name: 'openApplicantAccount',
  method: 'post',
  path: '/v1/applicants/account',
  summary: 'Make my account by the link of an application: a mail leads to choosing a password',
  rules: ['PER-1', 'SEC-3'],
  body: applicantAccount,
  refuses: [409, 410],
  answers: { status: 202, description: 'A link to choose a password is on its way', schema: z.object({ sentTo: z.string() }) },
  handle: ({ deps, body }) =>
    withApplicant(deps, body.link, async (trx, applicant) => {
      await openAccount(trx, applicant, body.mobile, (await deps.clock()).toISOString());
      return { status: 202, body: { sentTo: applicant.email } };
    }),
});

const claim = publicRoute({
  name: 'claimAccount',
  method: 'post',
  path: '/v1/account-claims',
  summary: 'Ask for my account by card number and birth date: a link goes to the address on record, if they are right',
  rules: ['PER-1', 'SEC-3'],
  body: accountClaim,
  answers: { status: 202, description: 'The same answer whatever is given', schema: z.object({ taken: z.literal(true) }) },
  handle: async ({ deps, body: { scheme, ...claimed } }) => {
    const at = (await deps.clock()).toISOString();
    const claimIt = async () => {
      const tenant = await schemeCalled(deps.database, scheme);
      if (tenant) await inScope(deps.database, { tenant, organisation: null }, (trx) => claimAccount(trx, claimed, at));
    };
    await Promise.all([pause(ANSWERS_AFTER_MS), claimIt()]);
    return { status: 202, body: { taken: true } };
  },
});

/** Whoever applies or has a card, before he is signed in (PER-1). */
export const applicantRoutes: Route[] = [open, account, claim];

/** Works for whoever has a link that we signed, of an application that goes on. Throws 410 for any other. */
function withApplicant<Result>(
  { database, config }: ApiDeps,
  link: string,
  work: (trx: Transaction, applicant: Applicant, application: string) => Promise<Result>,
): Promise<Result> {
  const gone = new Problem(410, 'link-used-up', 'This link is used up', {
    detail: 'The application has ended, or the link is none of ours. Sign in to see your applications.',
  });
  const text = readLink(config.COUNTERSIGN_KEYS, 'applicant', link);
  if (text === null) throw gone;
  const [tenant, application] = text.split('/') as [string, string];
  return orRefused(
    inScope(database, { tenant, organisation: null }, async (trx) => {
      const applicant = await findApplicant(trx, application);
      if (!applicant) throw gone;
      return work(trx, applicant, application);
    }),
  );
}
