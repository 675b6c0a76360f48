import type { Express, Request, Response } from 'express';
import { apiOf, data, Refused, type Problem } from '../kit/client';
import { shownFaults } from '../kit/faults';
import type { Field } from '../kit/fields';
import { localPath } from '../kit/page';
import { fromOf, sessionCookie, tokenOf } from '../kit/session';

type Body = Record<string, string>;
type Act = (request: Request, response: Response, body: Body) => Promise<void>;

/** Signing in and out, activation, forgotten passwords and requests for access: the pages before anybody is signed in (SEC-1, SEC-3, SEC-4). */
export function signInPages(app: Express, apiUrl: string, isSecure: boolean): void {
  const api = (request: Request) => apiOf(apiUrl, fromOf(request));
  app.get('/sign-in', (request, response) => response.render('sign-in.njk', { to: localPath(String(request.query['to'] ?? '/')) }));
  form(app, '/sign-in', 'sign-in', async (request, response, { email = '', password = '', proof, to }) => {
    const pending = await data(api(request).POST('/v1/sessions', { body: { email, password, ...(proof ? { proof } : {}) } }));
    response.render('sign-in-code.njk', { pending, to });
  });
  form(app, '/sign-in/code', 'sign-in-code', async (request, response, { signIn = '', code = '', to = '/' }) => {
    const { token } = await data(api(request).POST('/v1/sessions/{id}/code', { params: { path: { id: signIn } }, body: { code } }));
    response.setHeader('Set-Cookie', sessionCookie(token, isSecure));
    response.redirect(303, localPath(to));
  });
  form(app, '/sign-in/resend', 'sign-in', async (request, response, { signIn = '', to }) => {
    const pending = await data(api(request).POST('/v1/sessions/{id}/resend', { params: { path: { id: signIn } } }));
    response.render('sign-in-code.njk', { pending, to, isResent: true });
  });
  app.post('/sign-out', async (request: Request, response: Response) => {
    const token = tokenOf(request);
    if (token) await apiOf(apiUrl, fromOf(request), token).DELETE('/v1/sessions/current', {});
    response.setHeader('Set-Cookie', sessionCookie('', isSecure));
    response.redirect(303, '/sign-in');
  });
  forgottenPages(app, api);
  activationPages(app, api);
}

function forgottenPages(app: Express, api: (request: Request) => ReturnType<typeof apiOf>): void {
  app.get('/forgotten', (_request, response) => response.render('forgotten.njk'));
  form(app, '/forgotten', 'forgotten', async (request, response, { email = '' }) => {
    await data(api(request).POST('/v1/password-resets', { body: { email } }));
    response.render('sent.njk', {
      title: 'Look into your mailbox',
      text: 'If there is an account with this address, a link to choose a new password is on its way. It works for 72 hours, once.',
    });
  });
  app.get('/ask-for-access', (_request, response) => response.render('ask-for-access.njk'));
  form(app, '/ask-for-access', 'ask-for-access', async (request, response, body) => {
    const { scheme = '', centre = '', givenName = '', familyName = '', email = '', mobile = '' } = body;
    await data(api(request).POST('/v1/access-requests', { body: { scheme, centre, givenName, familyName, email, mobile } }));
    response.render('sent.njk', {
      title: 'Your request is on its way',
      text: 'The Portal Admin of your centre decides about it. You get an e-mail either way.',
    });
  });
}

function activationPages(app: Express, api: (request: Request) => ReturnType<typeof apiOf>): void {
  const opened = (request: Request, link: string) => data(api(request).POST('/v1/links/open', { body: { link } }));
  app.get('/activate/:link', async (request, response) => {
    const link = String(request.params['link']);
    response.render('activate.njk', { link, purpose: (await opened(request, link)).purpose });
  });
  form(app, '/activate', 'activate', async (request, response, { link = '' }) => {
    const { minimumPassword, purpose } = await opened(request, link);
    const pending = await data(api(request).POST('/v1/links/code', { body: { link } }));
    response.render('choose-password.njk', { link, purpose, pending, minimumPassword });
  });
  form(app, '/activate/password', 'choose-password', async (request, response, { link = '', code = '', password = '', endKeys }) => {
    const chosen = { link, code, password, endKeys: endKeys === 'yes' };
    const set = await data(api(request).POST('/v1/links/password', { body: chosen }));
    response.render('sign-in.njk', { ...set, said: { text: 'Your password is set. Sign in with it.' } });
  });
}

/** A form of somebody who is not signed in: where the API refuses, its page comes again with every fault and what was entered. */
export function form(app: Express, path: string, template: string, act: Act): void {
  app.post(path, async (request, response) => {
    const body = (request.body ?? {}) as Body;
    try {
      await act(request, response, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { challenge } = error.problem as Problem & { challenge?: unknown };
      const { password: _never, ...entered } = body;
      const shown = {
        ...entered,
        entered,
        pending: pendingOf(body),
        ...faultsOf(error.problem),
        challenge: challenge && JSON.stringify(challenge),
      };
      response.status(error.status).render(`${template}.njk`, shown);
    }
  });
}

/** The fields of the pages before anybody is signed in. */
const formFields: Field[] = [
  { name: 'email', label: 'E-mail address', as: 'email' },
  { name: 'password', label: 'Password' },
  { name: 'code', label: 'Code' },
  { name: 'scheme', label: 'Awarding body' },
  { name: 'centre', label: 'Centre number' },
  { name: 'cardNumber', label: 'Card number' },
  { name: 'birthDate', label: 'Birth date' },
  { name: 'givenName', label: 'First name' },
  { name: 'familyName', label: 'Last name' },
  { name: 'mobile', label: 'Mobile number', as: 'tel' },
];

function faultsOf(problem: Problem) {
  const faults = shownFaults(problem, formFields);
  return { faults, errors: faults.at };
}

/** What a code's page showed, carried through its form. */
function pendingOf({ signIn, reference, sentTo }: Body) {
  return { signIn, reference, sentTo };
}
