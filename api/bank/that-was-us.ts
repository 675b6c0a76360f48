import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { inPounds } from '../../domain/money';
import { isOpen } from '../../domain/orders/advance-order.state';
import { inScope } from '../../db/core/database';
import { answerQuestion, openClaim } from '../../db/bank/claims.commands';
import { findQuestion } from '../../db/bank/claims.queries';
import { readLink } from '../../platform/links';
import type { ApiDeps } from '../core/route';
import { requireOwnOrigin } from '../core/session';

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Countersign</title>
<style>body{font:19px/1.4 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#0b0c0c}button{font:inherit;padding:.5rem 1rem;background:#00703c;color:#fff;border:0;cursor:pointer}:focus-visible{outline:3px solid #fd0}</style>
</head><body><main><h1>${title}</h1>${body}</main></body></html>`;
const GONE = page(
  'This link is used up',
  '<p>It was answered before, its time is over, or it is not one of ours. If you still miss a transfer, claim it on your order, or write to our finance team.</p>',
);
const ELSEWHERE = page(
  'This came from another site',
  '<p>Nothing was done. If a page asked you to press a button there, it was none of ours: open the link in our e-mail again, and answer on our own page.</p>',
);

/** The link in the mail to a likely payer (BNK-2): shows what was received, and takes "that was us" as a claim, once. */
export function serveThatWasUs(app: Express, deps: ApiDeps): void {
  app.get('/that-was-us/:token', async (request: Request, response: Response) => {
    const found = await questionOf(deps, request);
    if (!found) return void response.status(410).type('html').send(GONE);
    const { question } = found;
    // With the API's own policy a browser would not say where the form comes from.
    response.set('Referrer-Policy', 'same-origin');
    response.type('html').send(
      page(
        'Was that your transfer?',
        `<p>On ${question.bookedOn} we received <strong>${inPounds(question.pence)}</strong> by BACS without a reference that we can match.</p>
        <p>If that was for your advance order <strong>${question.reference}</strong>, tell us. Our finance team then confirms it.</p>
        <form method="post"><button>That was us</button></form><p>If it was not, nothing is needed: you can close this page.</p>`,
      ),
    );
  });
  app.post('/that-was-us/:token', requireOwnForm);
  app.post('/that-was-us/:token', express.urlencoded({ extended: false, limit: '1kb' }), async (request: Request, response: Response) => {
    const found = await questionOf(deps, request);
    const at = (await deps.clock()).toISOString();
    const isTaken =
      found !== null &&
      (await inScope(deps.database, { tenant: found.tenant, organisation: null }, async (trx) => {
        const { question, tenant } = found;
        if (!(await answerQuestion(trx, question.id, at))) return false;
        const { organisation, order, receipt, user, pence, bookedOn } = question;
        await openClaim(trx, { tenant, organisation, order, receipt, user, pence, bookedOn, quoted: '' }, null, at);
        return true;
      }));
    if (!isTaken) return void response.status(410).type('html').send(GONE);
    response.type('html').send(page('Thank you', '<p>Our finance team now checks it. You get an e-mail once your funds are usable.</p>'));
  });
}

/** The form is taken from our own page alone; whom another site has sent here is told so. */
function requireOwnForm(request: Request, response: Response, next: NextFunction): void {
  try {
    requireOwnOrigin(request);
  } catch {
    return void response.status(403).type('html').send(ELSEWHERE);
  }
  next();
}

async function questionOf(deps: ApiDeps, request: Request) {
  const text = readLink(deps.config.COUNTERSIGN_KEYS, 'that-was-us', String(request.params['token']));
  if (text === null) return null;
  const [tenant, id] = text.split('/') as [string, string];
  const question = await inScope(deps.database, { tenant, organisation: null }, (trx) => findQuestion(trx, id));
  const isAsked =
    question && !question.answeredAt && question.state === 'suspense' && Date.parse(question.expiresAt) > (await deps.clock()).getTime();
  return isAsked && isOpen({ state: question.orderState }) ? { tenant, question } : null;
}
