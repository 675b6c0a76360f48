import type { Express } from 'express';
import { form } from './sign-in.pages';
import { apiOf, data } from '../kit/client';
import { fromOf } from '../kit/session';

/** The link in the mails of an application, before anybody is signed in: to an account of one's own, or to sign in (PER-1). */
export function applicantPages(app: Express, apiUrl: string): void {
  app.get('/applicant/:link', async (request, response) => {
    const link = String(request.params['link']);
    const found = await data(apiOf(apiUrl, fromOf(request)).POST('/v1/applicants/link', { body: { link } }));
    response.render('applicant.njk', { link, ...found });
  });
  app.get('/claim-account', (_request, response) => response.render('claim-account.njk'));
  form(app, '/claim-account', 'claim-account', async (request, response, { scheme = '', cardNumber = '', birthDate = '' }) => {
    await data(apiOf(apiUrl, fromOf(request)).POST('/v1/account-claims', { body: { scheme, cardNumber, birthDate } }));
    response.render('sent.njk', {
      title: 'Look into your mailbox',
      text: 'If card number and birth date are right, a link to choose a password is on its way to the address that is on record.',
    });
  });
  form(app, '/applicant', 'applicant', async (request, response, { link = '', mobile = '' }) => {
    const { sentTo } = await data(apiOf(apiUrl, fromOf(request)).POST('/v1/applicants/account', { body: { link, mobile } }));
    response.render('sent.njk', {
      title: 'Look into your mailbox',
      text: `A link to choose a password is on its way to ${sentTo}. Sign in with it then: your application waits there for you.`,
    });
  });
}
