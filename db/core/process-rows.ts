import type { CommitInput } from '../../domain/commit';
import { toJson } from '../../platform/json';
import type { Transaction } from './database';

/** What the state of every process's entity has, as the row needs it. */
interface ProcessState {
  state: string;
  stateSince: string;
}

/** The columns that say how far a process is: its whole state among them, so that a lost execution goes on from the row. */
export function stateColumns(input: CommitInput, next: ProcessState) {
  return { state: next.state, state_since: next.stateSince, process_state: toJson(next), version: input.expectedVersion + 1 };
}

/** Locks an entity's row at its expected version. Throws where it has another: a defect. */
export async function lockRow<Row extends { state: string }>(trx: Transaction, table: string, input: CommitInput): Promise<Row> {
  const row = await trx(table).where({ id: input.entity.id, version: input.expectedVersion }).forUpdate().first();
  if (!row) throw new Error(`${input.process.businessId} is not at version ${input.expectedVersion}`);
  return row;
}

/** Moves an entity's row to the next version; answers the state before, for the audit trail. */
export async function moveRow(
  trx: Transaction,
  table: string,
  input: CommitInput,
  next: ProcessState,
  more: Record<string, unknown> = {},
): Promise<{ state: string }> {
  const { state } = await lockRow(trx, table, input);
  await trx(table)
    .where({ id: input.entity.id })
    .update({ ...stateColumns(input, next), ...more });
  return { state };
}
