import { createHash } from 'node:crypto';
import type { AdvanceOrder } from '../../domain/orders/advance-order.state';
import type { AccessRequest } from '../../domain/access/access-request.state';
import type { Approval } from '../../domain/work/approval.state';
import type { Invitation } from '../../domain/access/invitation.state';
import type { Reversal } from '../../domain/bank/reversal.state';
import type { SuspenseCase } from '../../domain/bank/suspense.state';
import type { CommitInput, CommitResult, EntityType } from '../../domain/commit';
import { canonicalJson } from '../../platform/json';
import type { Keyring } from '../../platform/keys';
import { inScope, prepared, type Database, type Transaction } from './database';
import { writeAdvanceOrder } from '../orders/advance-orders.commands';
import { writeAccessRequest } from '../access/access-requests.commands';
import { writeApproval } from '../work/approvals.commands';
import { writeInvitation } from '../access/invitations.commands';
import { CommitRefused, refused } from './commit-refused';
import { recordDecision } from './record';
import { changeReceipt } from '../bank/receipts.commands';
import { requestedBy, type RequestedBy } from './requests.commands';
import { writeReversal } from '../bank/reversals.commands';
import { writeSuspenseCase } from '../bank/suspense.commands';

type Writer = (trx: Transaction, input: CommitInput, asked: RequestedBy | null) => Promise<Record<string, unknown> | null>;

/** How each entity's state becomes rows; answers the state before, for the audit trail. */
const writers: Partial<Record<EntityType, Writer>> = {
  'advance-order': (trx, input, asked) => writeAdvanceOrder(trx, input, input.decision.next as AdvanceOrder, asked),
  reversal: (trx, input) => writeReversal(trx, input, input.decision.next as Reversal),
  invitation: (trx, input) => writeInvitation(trx, input, input.decision.next as Invitation),
  'access-request': (trx, input, asked) => writeAccessRequest(trx, input, input.decision.next as AccessRequest, asked),
  approval: (trx, input, asked) => writeApproval(trx, input, input.decision.next as Approval, asked),
  receipt: (trx, input) => writeSuspenseCase(trx, input, input.decision.next as SuspenseCase),
};

/**
 * Commits one decision in one transaction: state under its expected version, receipts taken, journal, audit, outbox, work
 * items, how the process stands (design 3). The same key gets the first result; a limit met is a refusal as a value.
 * Throws where the key comes back with another input, or the entity's version is not the expected one: defects.
 */
export async function commit(database: Database, ring: Keyring, input: CommitInput): Promise<CommitResult> {
  const scope = { tenant: input.process.tenant, organisation: null };
  const result: CommitResult = { outcome: 'committed', version: input.expectedVersion + 1 };
  try {
    return await inScope(database, scope, async (trx) => {
      const first = await claimKey(trx, input, result);
      if (first) return first;
      const asked = input.requestId ? await requestedBy(trx, input.requestId, ring) : null;
      for (const change of input.decision.receipts) {
        if (!(await changeReceipt(trx, change, input.entity.id, input.at))) throw alreadyTaken(change.receipt);
      }
      const before = await writers[input.entity.type]!(trx, input, asked);
      await recordDecision(trx, input, asked, before);
      return result;
    });
  } catch (error) {
    if (error instanceof CommitRefused) return error.result;
    throw error;
  }
}

/** Takes the key for this input, or answers its first result. */
async function claimKey(trx: Transaction, input: CommitInput, result: CommitResult): Promise<CommitResult | null> {
  const hash = createHash('sha256')
    .update(canonicalJson([input.entity, input.input]))
    .digest();
  const claimed = await prepared(
    trx,
    'claim-key',
    'insert into commits (tenant_id, key, input_hash, result, at) values ($1, $2, $3, $4, $5) on conflict do nothing returning key',
    [input.process.tenant, input.key, hash, JSON.stringify(result), input.at],
  );
  if (claimed.length > 0) return null;
  const { input_hash: known, result: first } = await trx('commits').where({ key: input.key }).first();
  if (!hash.equals(known)) throw new Error(`Commit ${input.key} came back with another input`);
  return first;
}

function alreadyTaken(receipt: string): CommitRefused {
  return refused(
    'alreadyTaken',
    'ADV-4',
    `Receipt ${receipt} is not in suspense with that amount any more`,
    'Read the receipt again: it shows what it was allocated to.',
    '/receipts',
  );
}
