import { z } from 'zod';
import { may, reach, type Permission } from '../../domain/access/permissions';
import { rightTo } from '../../domain/applications/endorsement';
import { startOf, type BodyOf, type CommandOf, type ProcessStart } from '../../domain/processes';
import { refuse } from '../../domain/refusal';
import { londonDate } from '../../domain/working-days';
import { applicationRow, findApplication } from '../../db/applications/applications.queries';
import { discard, fillIn, recheck, startApplications } from '../../db/applications/applications.commands';
import { listOccupations } from '../../db/applications/occupations.queries';
import type { ApplicationRow } from '../../db/applications/application.model';
import { inScope, type Transaction } from '../../db/core/database';
import { caseAbout } from '../../db/core/processes.queries';
import { idsWithin } from '../../db/organisations/organisations.queries';
import { reasoned } from '../../messages/access.schemas';
import {
  applicationForm,
  askMore,
  extendApplication,
  finaliseApplication,
  giveMore,
  newApplications,
} from '../../messages/applications.schemas';
import type { Caller } from '../../platform/scope';
import { plainCommand } from '../core/command';
import { missingPermission, notFound, Problem, refusedProblem } from '../core/problems';
import { processCommand } from '../core/process-command';
import { showRoute } from '../core/reading';
import { members, route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { application, applicationBody, form, formBody, occupation, occupationBody } from './applications.representations';

const occupations = route({
  name: 'listOccupations',
  method: 'get',
  path: '/v1/occupations',
  summary: 'Occupations and grades that can be applied for today, with what each needs',
  permission: 'viewApplications',
  namesNobody: true,
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
      const row = await existing(trx, params.id, caller);
      if (request.get('if-match') !== `"${row.formVersion}"` && request.get('if-match') !== '*')
        throw new Problem(412, 'changed', 'It has changed since you read it', {
          detail: `It is at version ${row.formVersion}: read it again.`,
        });
      await fillIn(trx, row.id, body, asked, at);
      const filled = await existing(trx, params.id, caller);
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

const finalise = decided({
  name: 'finaliseApplication',
  command: 'finalise',
  opens: true,
  summary: 'Finalise an application: all that is missing is told at once; the terms are agreed to, fees are not refunded',
  permission: 'fillInApplications',
  rules: ['APP-3', 'HSE-1', 'HSE-2'],
  body: finaliseApplication,
  tell: ({ terms, understandsHsePending }) => ({ terms, understandsHsePending }),
});
const unfinalise = decided({
  name: 'unfinaliseApplication',
  command: 'unfinalise',
  summary: 'Un-finalise an application, as long as it is on no closed order; off an open one',
  permission: 'fillInApplications',
  rules: ['APP-4'],
  body: z.strictObject({}),
  tell: () => ({}),
});
const abandon = decided({
  name: 'abandonApplication',
  command: 'abandon',
  summary: 'Abandon a draft or finalised application, as long as it is on no closed order',
  permission: 'fillInApplications',
  rules: ['APP-10'],
  body: reasoned,
  tell: () => ({}),
  // A draft has no case that could end.
  draft: discard,
});
const extend = decided({
  name: 'extendApplication',
  command: 'extend',
  summary: 'Put off the lapse of an application that is held for an assessment',
  permission: 'decideApplications',
  rules: ['HSE-3'],
  body: extendApplication,
  tell: ({ days }) => ({ days }),
});
const approve = decided({
  name: 'approveApplication',
  command: 'approve',
  summary: 'Approve what no rule verifies of a paid application',
  permission: 'decideApplications',
  rules: ['APP-9'],
  body: reasoned,
  tell: () => ({}),
});
const reject = decided({
  name: 'rejectApplication',
  command: 'reject',
  summary: 'Reject a paid application; its fee is kept',
  permission: 'decideApplications',
  rules: ['APP-9', 'APP-10'],
  body: reasoned,
  tell: () => ({}),
});

const askForMore = decided({
  name: 'askMoreOfApplication',
  command: 'askMore',
  verb: 'ask-more',
  summary: 'Ask the employer for what is missing of a paid application: our days pause until that is answered',
  permission: 'decideApplications',
  rules: ['APP-9', 'WHY-2'],
  body: askMore,
  tell: () => ({}),
});
const answerWithMore = decided({
  name: 'giveMoreOfApplication',
  command: 'giveMore',
  verb: 'give-more',
  summary: 'Answer what a case operator asked for, with files about the application',
  permission: 'fillInApplications',
  rules: ['APP-9', 'WHY-2'],
  body: giveMore,
  tell: () => ({}),
});
const endorsing = decided({
  name: 'endorseApplication',
  command: 'endorse',
  summary: 'Endorse a change in grading or a qualified supervisor status; the right to endorse that one is asked for',
  permission: 'viewApplications',
  rules: ['APP-6', 'SEC-7'],
  body: z.strictObject({}),
  tell: () => ({}),
  asks: ({ endorsement }) => endorsement && rightTo[endorsement],
});
const refusing = decided({
  name: 'refuseEndorsementOfApplication',
  command: 'refuseEndorsement',
  verb: 'refuse-endorsement',
  summary: 'Refuse to endorse, with a reason: before its order is closed the application is edited again, later a case operator decides',
  permission: 'viewApplications',
  rules: ['APP-6', 'APP-10', 'SEC-7'],
  body: reasoned,
  tell: () => ({}),
  asks: ({ endorsement }) => endorsement && rightTo[endorsement],
});
const waive = decided({
  name: 'waiveEndorsementOfApplication',
  command: 'waiveEndorsement',
  verb: 'waive-endorsement',
  summary: 'Let an application go on without the endorsement that nobody gave',
  permission: 'decideApplications',
  rules: ['APP-6'],
  body: reasoned,
  tell: () => ({}),
});
/** All operations on applications. */
export const applicationRoutes: Route[] = [
  ...[occupations, start, show, showForm, edit, again],
  ...[finalise, unfinalise, abandon, extend, approve, reject],
  ...[askForMore, answerWithMore, endorsing, refusing, waive],
];

type Kind = 'application';
interface Decision<Body, Command extends CommandOf<Kind>> extends Pick<Route, 'name' | 'summary' | 'rules'> {
  command: Command;
  /** Its word in the path, where that is another one than the command's. */
  verb?: string;
  permission: 'viewApplications' | 'fillInApplications' | 'decideApplications';
  /** The right that it asks for beside, at the application's office; null where none is needed. */
  asks?(row: ApplicationRow): Permission | null;
  opens?: true;
  body: z.ZodType<Body>;
  tell(body: Body): BodyOf<Kind, Command>;
  /** What it does to a draft, which has no case yet; where nothing, that is refused. */
  draft?: typeof discard;
}
type DecisionCall<Body> = Call<{ id: string }, unknown, Body>;

/** A command to an application's case; a draft has none, unless the command opens it. */
function decided<Body, Command extends CommandOf<Kind>>({
  command,
  verb,
  opens,
  tell,
  draft,
  asks,
  ...told
}: Decision<Body, Command>): Route {
  const { permission } = told;
  return route({
    ...told,
    rules: [...told.rules, 'IDM-1', 'WHY-3'],
    method: 'post',
    path: `/v1/applications/:id/${verb ?? command}`,
    params: byId,
    command: 'process',
    answers: { status: 200, description: 'The application as it stands then', schema: application },
    handle: async (call: DecisionCall<Body>) => {
      const { caller, params, deps } = call;
      const answer = async (trx: Transaction) => {
        const found = (await findApplication(trx, params.id, reach(caller, permission), (await deps.clock()).toISOString()))!;
        return { headers: { ETag: `"${found.application.version}"` }, body: applicationBody(found) };
      };
      const about = await inScope(deps.database, caller, (trx) => caseAbout(trx, params.id));
      if (about || opens)
        return processCommand<Kind>(call, {
          kind: 'application',
          command,
          ...(opens ? { opens } : {}),
          prepare: async (trx) => {
            const row = await existing(trx, params.id, caller, permission);
            const right = asks?.(row);
            if (right && !may(caller, right)) throw missingPermission(right);
            if (right) await existing(trx, params.id, caller, right);
            return (await caseAbout(trx, params.id)) ?? { start: starting(row, caller) };
          },
          body: () => tell(call.body),
          answer,
        });
      return plainCommand(call, call.body, async (trx, asked, at) => {
        const row = await existing(trx, params.id, caller, permission);
        if (!draft) throw notYet(row.state);
        await draft(trx, row.id, asked, at);
        return answer(trx);
      });
    },
  });
}

function notYet(state: string): Problem {
  return refusedProblem([refuse('notFinalised', 'APP-4', `It is ${state}`, 'Nobody has finalised it yet.')]);
}

function starting({ id, organisationId }: ApplicationRow, { tenant, policyVersion }: Caller): ProcessStart {
  return startOf('application', id, { owner: 'caseOperator', tenant, organisation: organisationId, ...policyVersion });
}

async function existing(
  trx: Transaction,
  id: string,
  caller: Caller,
  permission: Permission = 'fillInApplications',
): Promise<ApplicationRow> {
  const row = await applicationRow(trx, id, reach(caller, permission));
  if (!row) throw notFound();
  return row;
}

function formVersion({ formVersion: version }: ApplicationRow): Record<string, string> {
  return { ETag: `"${version}"` };
}
