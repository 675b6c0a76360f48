import { z } from 'zod';
import { may, reach, type Permission } from '../../domain/access/permissions';
import { rightTo } from '../../domain/applications/endorsement';
import { startOf, type BodyOf, type CommandOf, type ProcessStart } from '../../domain/processes';
import { refuse } from '../../domain/refusal';
import { applicationRow, findApplication } from '../../db/applications/applications.queries';
import { discard } from '../../db/applications/applications.commands';
import type { ApplicationRow } from '../../db/applications/application.model';
import { inScope, type Transaction } from '../../db/core/database';
import { caseAbout } from '../../db/core/processes.queries';
import { reasoned } from '../../messages/access.schemas';
import { askMore, extendApplication, finaliseApplication, giveMore } from '../../messages/applications.schemas';
import type { Caller } from '../../platform/scope';
import { plainCommand } from '../core/command';
import { missingPermission, notFound, Problem, refusedProblem } from '../core/problems';
import { processCommand } from '../core/process-command';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { application, applicationBody } from './applications.representations';

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

/** What is decided about applications (APP-3, APP-4, APP-6, APP-9, APP-10). */
export const applicationDecisionRoutes: Route[] = [
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
            const row = await existingApplication(trx, params.id, caller, permission);
            const right = asks?.(row);
            if (right && !may(caller, right)) throw missingPermission(right);
            if (right) await existingApplication(trx, params.id, caller, right);
            return (await caseAbout(trx, params.id)) ?? { start: starting(row, caller) };
          },
          body: () => tell(call.body),
          answer,
        });
      return plainCommand(call, call.body, async (trx, asked, at) => {
        const row = await existingApplication(trx, params.id, caller, permission);
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

/** An application that the caller may do something about; 404 where there is none. */
export async function existingApplication(
  trx: Transaction,
  id: string,
  caller: Caller,
  permission: Permission = 'fillInApplications',
): Promise<ApplicationRow> {
  const row = await applicationRow(trx, id, reach(caller, permission));
  if (!row) throw notFound();
  return row;
}
