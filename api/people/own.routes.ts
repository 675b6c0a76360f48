import { z } from 'zod';
import { londonDate } from '../../domain/working-days';
import { ownApplications, type OwnApplication } from '../../db/applications/offers';
import { inScope, type Transaction } from '../../db/core/database';
import { askCheck, contestCheck } from '../../db/people/identity-checks.commands';
import { lastChecks, personOf, recordOf } from '../../db/people/own.queries';
import { reasoned } from '../../messages/access.schemas';
import { verification } from '../../messages/people.schemas';
import type { Caller } from '../../platform/scope';
import { reservedCommand } from '../core/command';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { ownApplication, ownApplicationBody, ownRecord, ownRecordBody } from './own.representations';

const list = route({
  name: 'listMyApplications',
  method: 'get',
  path: '/v1/account/applications',
  summary: 'My applications: how each stands, and why it waits',
  permission: 'ownAccount',
  rules: ['SEC-13', 'WHY-1'],
  answers: { status: 200, description: 'Newest first, a hundred at most', schema: z.object({ items: z.array(ownApplication) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await ownApplications(trx, await personOf(trx, caller.user), (await deps.clock()).toISOString());
      return { body: { items: await shown(trx, found) } };
    }),
});

const show = route({
  name: 'showMyApplication',
  method: 'get',
  path: '/v1/account/applications/:id',
  summary: 'One of my applications',
  permission: 'ownAccount',
  rules: ['SEC-13', 'WHY-1'],
  params: byId,
  answers: { status: 200, description: 'The application', schema: ownApplication },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await one(trx, caller, params.id, (await deps.clock()).toISOString());
      return { body: (await shown(trx, [found]))[0] };
    }),
});

const verify = route({
  name: 'verifyMyIdentity',
  method: 'post',
  path: '/v1/account/applications/:id/verify',
  summary: 'Answer which consents I give, and ask the identity provider for its page: I am checked there',
  permission: 'ownAccount',
  rules: ['IDV-1', 'CNS-1', 'SEC-13', 'IDM-1'],
  params: byId,
  body: verification,
  command: 'plain',
  refuses: [409],
  answers: {
    status: 200,
    description: 'The application; the provider’s page is in it as soon as the provider has answered',
    schema: ownApplication,
  },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { application } = await one(trx, call.caller, call.params.id, at);
      await askCheck(trx, application, call.body, asked, at);
      return { body: (await shown(trx, [await one(trx, call.caller, application.id, at)]))[0] };
    }),
});

const contest = route({
  name: 'contestMyIdentityCheck',
  method: 'post',
  path: '/v1/account/applications/:id/contest',
  summary: 'Contest that my photo and identity were not verified: a person decides anew',
  permission: 'ownAccount',
  rules: ['AUT-1', 'SEC-13', 'IDM-1'],
  params: byId,
  body: reasoned,
  command: 'plain',
  refuses: [409],
  answers: { status: 200, description: 'The application', schema: ownApplication },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { application } = await one(trx, call.caller, call.params.id, at);
      await contestCheck(trx, application, asked, at);
      return { body: (await shown(trx, [await one(trx, call.caller, application.id, at)]))[0] };
    }),
});

const record = route({
  name: 'showMyRecord',
  method: 'get',
  path: '/v1/account/record',
  summary: 'What is on record of me',
  permission: 'ownAccount',
  rules: ['SEC-13', 'PER-1'],
  answers: { status: 200, description: 'The record', schema: ownRecord },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const today = londonDate((await deps.clock()).toISOString());
      return { body: ownRecordBody(await recordOf(trx, await personOf(trx, caller.user)), today) };
    }),
});

/** What a person sees and does of his own (SEC-13). */
export const ownRoutes: Route[] = [list, show, verify, contest, record];

async function one(trx: Transaction, { user }: Caller, id: string, at: string): Promise<OwnApplication> {
  const [found] = await ownApplications(trx, await personOf(trx, user), at, id);
  if (!found) throw notFound();
  return found;
}

async function shown(trx: Transaction, found: OwnApplication[]) {
  const checks = await lastChecks(
    trx,
    found.map(({ application }) => application.id),
  );
  return found.map((each) => ownApplicationBody(each, checks.get(each.application.id)));
}
