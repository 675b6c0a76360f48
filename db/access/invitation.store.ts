import type { Invitation, InvitationFacts } from '../../domain/access/invitation.state';
import type { Instant } from '../../domain/working-days';
import type { RowStore } from '../core/row-store';

interface Row {
  user_id: string;
  purpose: Invitation['purpose'];
  made_by: string | null;
  moved_to: 'accepted' | 'withdrawn' | null;
  moved_at: Instant | null;
}

/** How an invitation meets its row, which knows at once that it was used or withdrawn (SEC-3). */
export const invitationStore: RowStore<Invitation, InvitationFacts> = {
  table: 'invitations',
  facts: async (trx, { state, trigger }) => {
    const row: Row = await trx('invitations').where({ id: state.id }).forUpdate().first();
    if (trigger === 'open' && row.moved_at) return null;
    const moved = row.moved_to && row.moved_at ? { to: row.moved_to, at: row.moved_at } : null;
    return { user: row.user_id, purpose: row.purpose, madeBy: row.made_by, moved };
  },
  write: async (trx, { before, decision, version }) => {
    const { id, state, stateSince, link, schedule } = decision.next;
    const expires = schedule.at(-1)?.at ?? null;
    // A new link has codes of its own: those of the one before, and their tries, are over with it (SEC-3).
    const fresh = link === before.link ? {} : { code_id: null };
    await trx('invitations')
      .where({ id })
      .update({ state, state_since: stateSince, link, expires_at: expires, version, ...fresh });
  },
};
