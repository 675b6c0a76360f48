import type { Confirm, Registration, RegistrationFacts } from '../../domain/registration/registration.state';
import type { Instant } from '../../domain/working-days';
import { removeFile } from '../access/offers';
import { prepared, type Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import type { BookingsWith } from './bookings-with';
import { confirmFacts, undoFacts } from './registration-facts.queries';
import { RegistrationRow } from './registration.model';
import { registerGroup, undoGroup } from './registering.commands';

const LOCK = 'select checked_at from registrations where id = $1 for no key update';
const GROUPS = `
  select count(*) filter (where removed_at is null and registered_at is null and faults = '[]')::int as open, utc_text(max(removed_at)) as removed
  from registration_groups where registration_id = $1`;
const FORGET = 'delete from registration_lines where registration_id = $1';
const FORGET_REST = `
  delete from registration_lines l using registration_groups g where l.registration_id = $1 and g.id = l.group_id and g.registered_at is null`;
const DROP_REST =
  'update registration_groups set removed_at = $2 where registration_id = $1 and registered_at is null and removed_at is null';
const ENDS = new Set(['over', 'discarded', 'lapsed']);
const REST_ENDS = new Set(['restDiscarded', 'restLapsed']);

/** How the row of a registration follows its case: all that is written where it is opened. */
export const registrationRow: Pick<RowStore<Registration, RegistrationFacts>, 'write'> = {
  write: async (trx, { decision, version }) => {
    const { id, state, stateSince } = decision.next;
    await RegistrationRow.query(trx).findById(id).patch({ state, stateSince, version });
  },
};

/** How a registration meets its rows: its file, its groups with their lines, what comes of them, and what is booked with them (REG-1, REG-17, IMP-1). */
export const registrationStore = (bookings: BookingsWith): RowStore<Registration, RegistrationFacts> => ({
  table: 'registrations',
  facts: async (trx, { state, process, trigger, body, at }) => {
    const [row] = await prepared<{ checked_at: Instant | null }>(trx, 'lock-registration', LOCK, [state.id]);
    const [groups] = await prepared<{ open: number; removed: Instant | null }>(trx, 'groups-left', GROUPS, [state.id]);
    const of = { registration: state.id, tenant: process.tenant, organisation: process.organisation! };
    return {
      checkedAt: row!.checked_at,
      openGroups: groups!.open,
      removedAt: groups!.removed,
      confirm: trigger === 'confirm' ? await confirmFacts(trx, of, body as Confirm, bookings, at) : null,
      undo: trigger === 'undo' ? await undoFacts(trx, of, (body as { group: string }).group, bookings, at) : null,
    };
  },
  write: async (trx, step) => {
    const { event } = step.decision;
    const { id, state } = step.decision.next;
    await registrationRow.write(trx, step);
    if (event === 'confirmed' || event === 'lastConfirmed') await registerGroup(trx, step, bookings);
    if (event === 'undone' || event === 'lastUndone') await undoGroup(trx, step, bookings);
    if (REST_ENDS.has(event)) {
      await prepared(trx, 'forget-rest', FORGET_REST, [id]);
      await prepared(trx, 'drop-rest', DROP_REST, [id, step.at]);
    }
    if (ENDS.has(state)) await forget(trx, step);
  },
});

/** Lines and file of an ended registration are gone: what is registered stands with the learners (REG-1). */
async function forget(trx: Transaction, { at, decision }: Step<Registration>): Promise<void> {
  const { id } = decision.next;
  await prepared(trx, 'forget-lines', FORGET, [id]);
  const { fileId } = await RegistrationRow.query(trx).findById(id).throwIfNotFound();
  if (fileId) await removeFile(trx, fileId, at);
}
