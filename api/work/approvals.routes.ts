import { z } from 'zod';
import { firstPolicy } from '../../domain/policy';
import { policyNumbers, type PolicyNumber } from '../../domain/policy-numbers';
import { rehearsePolicy } from '../../domain/policy-rehearsal';
import { refuse, type Refusal } from '../../domain/refusal';
import { londonDate, startOfDate } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { currentCalendar } from '../../db/core/calendars.queries';
import { findApproval, listApprovals } from '../../db/work/approvals.queries';
import { findNode } from '../../db/organisations/organisations.queries';
import { listPolicies } from '../../db/core/policies.queries';
import { adjustmentProposal, policyProposal } from '../../messages/work.schemas';
import { notFound } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { deciding, proposal, proposalBody, proposing } from './four-eyes';

const number = z.object({
  name: z.string(),
  value: z.union([z.number(), z.array(z.number())]),
  rule: z.string(),
  unit: z.string(),
  minimum: z.number(),
  maximum: z.number(),
  means: z.string(),
});

const policy = route({
  name: 'showPolicy',
  method: 'get',
  path: '/v1/policies/:version',
  summary: 'Every number that rules run on, by version; "current" is what new processes start with',
  permission: null,
  namesNobody: true,
  rules: ['TIM-3'],
  params: z.object({ version: z.string().max(60) }),
  answers: {
    status: 200,
    description: 'Each number with its rule, unit and bounds',
    schema: z.object({ version: z.string(), numbers: z.array(number) }),
  },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const asked = params.version === 'current' ? caller.policyVersion.policyVersion : params.version;
      const changes = asked === firstPolicy.version ? {} : (await listPolicies(trx)).find(({ version }) => version === asked)?.changes;
      if (!changes) throw notFound();
      const numbers = Object.entries<PolicyNumber>(policyNumbers).map(([name, { value, ...more }]) => ({
        name,
        ...more,
        value: changes[name] ?? value,
      }));
      return { body: { version: asked, numbers } };
    }),
});

const policies = route({
  name: 'listPolicies',
  method: 'get',
  path: '/v1/policies',
  summary: 'The versions of policy with the days from which they stand',
  permission: null,
  namesNobody: true,
  rules: ['TIM-3'],
  answers: {
    status: 200,
    description: 'Newest in force first; the first version stands since ever',
    schema: z.object({
      items: z.array(
        z.object({ version: z.string(), effectiveFrom: z.iso.datetime().nullable(), changes: z.record(z.string(), z.unknown()) }),
      ),
    }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({
      body: { items: [...(await listPolicies(trx)), { version: firstPolicy.version, effectiveFrom: null, changes: {} }] },
    })),
});

const proposePolicy = proposing(
  'proposePolicy',
  '/v1/policies',
  'Propose other numbers from a day on; another administrator has to approve',
  'changePolicy',
  policyProposal,
  ['TIM-3'],
  async (trx, body, call, at) => {
    const today = londonDate(at);
    const changes = { ...call.caller.policyVersion.policyChanges, ...body.changes };
    const effectiveFrom = startOfDate(body.effectiveFrom);
    const faults = rehearsePolicy(changes, await currentCalendar(trx), effectiveFrom);
    if (Object.keys(body.changes).length === 0)
      faults.push(refuse('changes', 'TIM-3', 'No number is changed', 'Name one at least.', '/changes'));
    if (body.effectiveFrom <= today)
      faults.push(refuse('effectiveFrom', 'TIM-3', 'A policy cannot reach back', `Choose a day after ${today}.`, '/effectiveFrom'));
    return { faults, proposal: { what: 'policy', version: body.effectiveFrom, effectiveFrom, changes } };
  },
);
const proposeAdjustment = proposing(
  'proposeAdjustment',
  '/v1/adjustments',
  'Propose a manual adjustment of the journal; another person of finance has to approve',
  'adjustAccounts',
  adjustmentProposal,
  ['MON-2'],
  async (trx, body) => {
    const faults: Refusal[] = [];
    for (const place of ['from', 'to'] as const) {
      const node = body[place].split('/')[1];
      if (node && !(await findNode(trx, node)))
        faults.push(refuse('account', 'MON-2', `There is no ${body[place]}`, 'Take nodes from GET /v1/nodes.', `/${place}`));
    }
    if (body.from === body.to) faults.push(refuse('account', 'MON-2', 'Both accounts are the same', 'Name two.', '/to'));
    return { faults, proposal: { what: 'adjustment', from: body.from, to: body.to, pence: BigInt(body.amount) } };
  },
);

const list = listRoute({
  name: 'listProposals',
  path: '/v1/approvals',
  summary: 'Proposals that need four eyes, newest first',
  permission: 'viewWork',
  rules: ['SEC-8'],
  of: proposal,
  answer: 'A page of proposals',
  filter: { what: proposal.shape.what.optional() },
  list: listApprovals,
  as: proposalBody,
});

const show = showRoute({
  name: 'showProposal',
  path: '/v1/approvals/:id',
  summary: 'One proposal',
  permission: 'viewWork',
  rules: ['SEC-8'],
  of: proposal,
  answer: 'The proposal',
  find: findApproval,
  as: proposalBody,
});

const decisions = [
  ...deciding('policy', 'Policy', '/v1/policies', 'changePolicy', ['TIM-3']),
  ...deciding('adjustment', 'Adjustment', '/v1/adjustments', 'adjustAccounts', ['MON-2']),
];

/** Policy and adjustments: one proposes, another one decides (SEC-8, TIM-3). */
export const approvalRoutes: Route[] = [policies, policy, proposePolicy, proposeAdjustment, list, show, ...decisions];
