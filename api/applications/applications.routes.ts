import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { londonDate } from '../../domain/working-days';
import { applicationRow, findApplication } from '../../db/applications/applications.queries';
import { fillIn, recheck, startApplications } from '../../db/applications/applications.commands';
import { listOccupations } from '../../db/applications/occupations.queries';
import type { ApplicationRow } from '../../db/applications/application.model';
import { inScope } from '../../db/core/database';
import { idsWithin } from '../../db/organisations/organisations.queries';
import { applicationForm, newApplications } from '../../messages/applications.schemas';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { showRoute } from '../core/reading';
import { members, route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { applicationDecisionRoutes, existingApplication } from './application-decisions.routes';
import { application, applicationBody, form, formBody, occupation, occupationBody } from './applications.representations';

const occupations = route({
  name: 'listOccupations',
  method: 'get',
  path: '/v1/occupations',
  summary: 'Occupations and grades that can be applied for today, with what each needs',
  permission: 'viewApplications',
  rules: ['APP-1', 'APP-9'],
  answers: { status: 200, description: 'By name', schema: z.object({ items: z.array(occupation) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const today = londonDate((await deps.clock()).toISOString());
      return { body: { items: (await listOccupations(trx, today)).map(occupationBody) } };
    }),
});

const start = route({
  name: 'startApplications',
  method: 'post',
  path: '/v1/applications',
  summary: 'Start applications for several employees at once, each for a type of card',
  permission: 'fillInApplications',
  rules: ['APP-1', 'AUD-1', 'IDM-1'],
  body: newApplications,
  command: 'plain',
  answers: {
    status: 201,
    description: 'The applications, being completed, in the order asked',
    schema: z.object({ items: z.array(application) }),
  },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      if (!organisation) throw notFound();
      const roots = reach(call.caller, 'fillInApplications');
      const about = { tenant, organisation, nodes: roots && [...(await idsWithin(trx, roots))], policy: call.caller.policy };
      const ids = await startApplications(trx, about, call.body.applications, asked, at);
      const items = [];
      for (const id of ids) items.push(applicationBody((await findApplication(trx, id, null, at))!));
      return { status: 201, body: { items } };
    }),
});

const show = showRoute({
  name: 'showApplication',
  path: '/v1/applications/:id',
  summary: 'One application: what is filled in, every requirement with its mark, how it stands',
  permission: 'viewApplications',
  rules: ['APP-4', 'WHY-1'],
  of: application,
  answer: 'The application; ETag is the version of its case',
  find: (trx, id, caller, at) => findApplication(trx, id, reach(caller, 'viewApplications'), at),
  headers: ({ application: { version } }) => ({ ETag: `"${version}"` }),
  as: applicationBody,
});

const showForm = showRoute({
  name: 'showApplicationForm',
  path: '/v1/applications/:id/form',
  summary: 'What is filled in of an application',
  permission: 'viewApplications',
  rules: ['APP-2'],
  of: form,
  answer: 'The form; ETag is its version',
  find: (trx, id, caller) => applicationRow(trx, id, reach(caller, 'viewApplications')),
  headers: formVersion,
  as: formBody,
});

const edit = route({
  name: 'fillInApplication',
  method: 'put',
  path: '/v1/applications/:id/form',
  summary: 'Fill in an application that nobody has finalised, or that was un-finalised',
  permission: 'fillInApplications',
  rules: ['APP-2', 'APP-4', 'EMP-4', 'AUD-1', 'IDM-1'],
  params: byId,
  body: applicationForm,
  command: 'plain',
  needsVersion: true,
  edits: members('phone', 'email', 'hseChoice', 'occupation', 'grade', 'moreOccupations'),
  refuses: [409],
  answers: { status: 200, description: 'The form as it is then', schema: form },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, params, request, body } = call;
      const row = await existingApplication(trx, params.id, caller);
      if (request.get('if-match') !== `"${row.formVersion}"` && request.get('if-match') !== '*')
        throw new Problem(412, 'changed', 'It has changed since you read it', {
          detail: `It is at version ${row.formVersion}: read it again.`,
        });
      await fillIn(trx, row.id, body, asked, at);
      const filled = await existingApplication(trx, params.id, caller);
      return { headers: formVersion(filled), body: formBody(filled) };
    }),
});

const again = route({
  name: 'recheckApplication',
  method: 'post',
  path: '/v1/applications/:id/recheck',
  summary: 'Look at the requirements of an application again',
  permission: 'viewApplications',
  rules: ['APP-2', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'Every requirement as it is met now', schema: application },
  handle: (call) =>
    plainCommand(call, null, async (trx, _asked, at) => {
      const roots = reach(call.caller, 'viewApplications');
      if (!(await applicationRow(trx, call.params.id, roots))) throw notFound();
      await recheck(trx, call.params.id, at);
      return { body: applicationBody((await findApplication(trx, call.params.id, roots, at))!) };
    }),
});

/** All operations on applications. */
export const applicationRoutes: Route[] = [...[occupations, start, show, showForm, edit, again], ...applicationDecisionRoutes];

function formVersion({ formVersion: version }: ApplicationRow): Record<string, string> {
  return { ETag: `"${version}"` };
}
