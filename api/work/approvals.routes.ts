import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Permission } from '../../domain/access/permissions';
import type { Proposal } from '../../domain/work/approval.state';
import { inWords } from '../../domain/work/approval.standing';
import { firstPolicy } from '../../domain/policy';
import { policyNumbers, type PolicyNumber } from '../../domain/policy-numbers';
import { rehearsePolicy } from '../../domain/policy-rehearsal';
import { refuse, type Refusal } from '../../domain/refusal';
import { londonDate, startOfDate } from '../../domain/working-days';
import { nameIn, startOf } from '../../domain/processes';
import { inScope, type Transaction } from '../../db/core/database';
import { currentCalendar } from '../../db/core/processes.queries';
import { findApproval, listApprovals, type ApprovalRow } from '../../db/work/approvals.queries';
import { findNode } from '../../db/organisations/organisations.queries';
import { listPolicies } from '../../db/core/policies.queries';
import { adjustmentProposal, policyProposal } from '../../messages/work.schemas';
import { reasoned } from '../../messages/access.schemas';
import { decisionRoute } from '../core/deciding';
import { processCommand } from '../core/process-command';
import { notFound, refusedProblem } from '../core/problems';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';

const proposal = z.object({
  id: z.uuid(),
  reference: z.string(),
  what: z.enum(['policy', 'adjustment']),
  words: z.string(),
  reason: z.string(),
  state: z.enum(['awaiting', 'approved', 'declined']),
  since: z.iso.datetime(),
  proposedBy: z.uuid(),
  decidedBy: z.uuid().nullable(),
  version: z.int(),
});
proposal.register(z.globalRegistry, { id: 'Proposal' });
const number = z.object({
  name: z.string(),
  value: z.union([z.number(), z.array(z.number())]),
  rule: z.string(),
  unit: z.string(),
  minimum: z.number(),
  maximum: z.number(),
  means: z.string(),
});
const queues: Record<Proposal['what'], string> = { policy: 'administrator', adjustment: 'finance' };

const policy = route({
  name: 'showPolicy',
  method: 'get',
  path: '/v1/policies/:version',
  summary: 'Every number that rules run on, by version; "current" is what new processes start with',
  permission: null,
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

const list = route({
  name: 'listProposals',
  method: 'get',
  path: '/v1/approvals',
  summary: 'Proposals that need four eyes, newest first',
  permission: 'viewWork',
  rules: ['SEC-8'],
  query: z.object({ what: z.enum(['policy', 'adjustment']).optional() }),
  answers: { status: 200, description: 'The newest hundred', schema: z.object({ items: z.array(proposal) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: (await listApprovals(trx, query.what)).map(proposalBody) } })),
});

const show = route({
  name: 'showProposal',
  method: 'get',
  path: '/v1/approvals/:id',
  summary: 'One proposal',
  permission: 'viewWork',
  rules: ['SEC-8'],
  params: byId,
  answers: { status: 200, description: 'The proposal', schema: proposal },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => ({ body: proposalBody(await existing(trx, params.id)) })),
});

const decisions = (['policies', 'adjustments'] as const).flatMap((of) => [
  deciding(of, 'approve', 'Approve what another person proposed: it takes effect'),
  deciding(of, 'decline', 'Decline it, or take one’s own proposal back'),
]);

/** Policy and adjustments: one proposes, another one decides (SEC-8, TIM-3). */
export const approvalRoutes: Route[] = [policies, policy, proposePolicy, proposeAdjustment, list, show, ...decisions];

function proposing<Body extends { reason: string }>(
  name: string,
  path: string,
  summary: string,
  permission: Permission,
  body: z.ZodType<Body>,
  rules: string[],
  read: (
    trx: Transaction,
    body: Body,
    call: Call<unknown, unknown, Body>,
    at: string,
  ) => Promise<{ faults: Refusal[]; proposal: Proposal }>,
): Route {
  return route({
    name,
    method: 'post',
    path,
    summary,
    permission,
    rules: ['SEC-8', ...rules, 'IDM-1', 'WHY-3'],
    body,
    command: 'process',
    answers: { status: 201, description: 'The proposal, which awaits a second person', schema: proposal },
    handle: (call: Call<unknown, unknown, Body>) => {
      const { deps, caller } = call;
      const id = uuid();
      let proposed: { faults: Refusal[]; proposal: Proposal };
      return processCommand(call, {
        kind: 'approval',
        command: 'propose',
        opens: true,
        prepare: async (trx) => {
          proposed = await read(trx, call.body, call, (await deps.clock()).toISOString());
          const { policyVersion } = caller.policyVersion;
          const owner = queues[proposed.proposal.what];
          return { start: startOf('approval', id, { owner, tenant: caller.tenant, organisation: null, policyVersion }) };
        },
        precondition: () => {
          if (proposed.faults.length > 0) throw refusedProblem(proposed.faults);
        },
        body: () => ({ proposal: proposed.proposal }),
        answer: async (trx, { start }) => {
          const made = nameIn(start.businessId);
          return { status: 201, headers: { Location: `/v1/approvals/${made}` }, body: proposalBody(await existing(trx, made)) };
        },
      });
    },
  });
}

function deciding(of: 'policies' | 'adjustments', verb: 'approve' | 'decline', summary: string): Route {
  const what = of === 'policies' ? 'policy' : 'adjustment';
  return decisionRoute({
    name: `${verb}${what === 'policy' ? 'Policy' : 'Adjustment'}`,
    path: `/v1/${of}/:id/${verb}`,
    summary,
    permission: of === 'policies' ? 'changePolicy' : 'adjustAccounts',
    rules: ['SEC-8', ...(of === 'policies' ? ['TIM-3'] : ['MON-2'])],
    kind: 'approval',
    command: verb,
    body: reasoned,
    of: proposal,
    answer: 'The proposal as it stands then',
    find: async (trx, id) => {
      const found = await findApproval(trx, id);
      return found?.what === what ? found : null;
    },
    tell: () => ({}),
    as: proposalBody,
  });
}

async function existing(trx: Transaction, id: string): Promise<ApprovalRow> {
  const found = await findApproval(trx, id);
  if (!found) throw notFound();
  return found;
}

function proposalBody({ approval, ...row }: ApprovalRow) {
  return { ...row, reference: approval.reference, words: inWords(approval.proposal!) };
}
