import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Permission } from '../../domain/access/permissions';
import { toMoney } from '../../domain/money';
import type { Proposal } from '../../domain/work/approval.state';
import type { Refusal } from '../../domain/refusal';
import { nameIn, startOf } from '../../domain/processes';
import type { Transaction } from '../../db/core/database';
import { findApproval, type ApprovalRow } from '../../db/work/approvals.queries';
import { reasoned } from '../../messages/access.schemas';
import { decisionRoute } from '../core/deciding';
import { processCommand } from '../core/process-command';
import { refusedProblem } from '../core/problems';
import { route, type Call, type Route } from '../core/route';
import { proposed } from './proposed.representations';

/** A proposal that awaits a second person, or has had one (SEC-8). */
export const proposal = z.object({
  ...proposed,
  what: z.enum(['policy', 'adjustment', 'bankAccount', 'orderPayment', 'fee', 'calendar', 'window']),
  state: z.enum(['awaiting', 'approved', 'declined']),
  since: z.iso.datetime(),
});
proposal.register(z.globalRegistry, { id: 'Proposal' });
const queues: Record<Proposal['what'], string> = {
  policy: 'administrator',
  adjustment: 'finance',
  bankAccount: 'finance',
  orderPayment: 'finance',
  fee: 'administrator',
  calendar: 'administrator',
  window: 'administrator',
};

/** An operation by which one person proposes what another has to approve; `read` answers the proposal, or what is wrong with it (SEC-8). */
export function proposing<Body extends { reason: string }>(
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
      let wish: { faults: Refusal[]; proposal: Proposal };
      return processCommand(call, {
        kind: 'approval',
        command: 'propose',
        opens: true,
        prepare: async (trx) => {
          wish = await read(trx, call.body, call, (await deps.clock()).toISOString());
          const { policyVersion } = caller.policyVersion;
          const owner = queues[wish.proposal.what];
          return { start: startOf('approval', id, { owner, tenant: caller.tenant, organisation: null, policyVersion }) };
        },
        precondition: () => {
          if (wish.faults.length > 0) throw refusedProblem(wish.faults);
        },
        body: () => ({ proposal: wish.proposal }),
        answer: async (trx, { start }) => {
          const made = nameIn(start.businessId);
          return { status: 201, headers: { Location: `/v1/approvals/${made}` }, body: proposalBody((await findApproval(trx, made))!) };
        },
      });
    },
  });
}

/** Approving and declining what another person proposed, with the permission of who may propose it (SEC-8). */
export function deciding(what: Proposal['what'], named: string, path: string, permission: Permission, rules: string[]): Route[] {
  const summaries = {
    approve: 'Approve what another person proposed: it takes effect',
    decline: 'Decline it, or take one’s own proposal back',
  };
  return (['approve', 'decline'] as const).map((verb) =>
    decisionRoute({
      name: `${verb}${named}`,
      path: `${path}/:id/${verb}`,
      summary: summaries[verb],
      permission,
      rules: ['SEC-8', ...rules],
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
    }),
  );
}

/** A proposal as the API shows it. */
export function proposalBody({ approval, amount, ...row }: ApprovalRow) {
  return { ...row, reference: approval.reference, amount: amount === null ? null : toMoney(amount) };
}
