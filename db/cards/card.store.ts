import { grantable, rightsOf } from '../../domain/access/rights';
import type { Card, CardFacts } from '../../domain/cards/card.state';
import type { Revoke } from '../../domain/cards/card.decide';
import { goesOnFrom } from '../../domain/cards/printing';
import { prepared, type Transaction } from '../core/database';
import { askProvider } from '../core/outbox.commands';
import type { RowStore, Step } from '../core/row-store';
import { wakeProcesses } from '../core/wakes';
import { PrintedCardRow } from './card.model';

const LOCK = 'select id from cards where id = $1 for no key update';
/** All in one trip. Employers hear of a card by those who may fill in applications where the holder works. */
const FACTS = `
  select jsonb_build_object('state', c.state, 'application', c.application_id, 'validTo', c.valid_to) as row,
    (select coalesce(jsonb_agg(jsonb_build_object('report', r.id, 'told', r.told, 'round', r.round, 'at', utc_text(r.received_at))
       order by r.received_at, r.id), '[]') from card_reports r where r.card_id = c.id and r.received_at <= $2::timestamptz) as reports,
    (select jsonb_build_object('card', n.id, 'at', utc_text(n.accepted_at)) from cards n where n.person_id = c.person_id and n.type = c.type and n.id <> c.id
       and n.accepted_at <= $2::timestamptz and n.accepted_at > coalesce(c.accepted_at, '-infinity') order by n.accepted_at, n.id limit 1) as successor,
    array(with recursive above as (
        select n.id, n.parent_id, n.organisation_id from employments e join nodes n on n.id = e.node_id where e.person_id = c.person_id and e.ended_on is null
        union select n.id, n.parent_id, n.organisation_id from nodes n join above a on n.id = a.parent_id)
      select distinct u.id from above a join grants g on g.organisation_id = a.organisation_id and (g.node_id is null or g.node_id = a.id) and g.name = any($3)
        join users u on u.id = g.user_id and u.state = 'active' order by u.id)::text[] as employers,
    (select u.id from users u where u.person_id = c.person_id and u.state <> 'withdrawn') as account
  from cards c where c.id = $1`;
const TOLD = grantable.employer.filter((name) => rightsOf(name).has('fillInApplications'));

/** Events at which the printer is asked for something. */
const ASKED: Record<string, 'print' | 'despatch' | 'purge'> = {
  sent: 'print',
  retried: 'print',
  sentAgain: 'despatch',
  askPurge: 'purge',
  remindPurge: 'purge',
};

/** How a card meets its tables: its row, what the printer reported, the person's next card, and whom it concerns (CRD-1, CRD-3). */
export const cardStore: RowStore<Card, CardFacts> = {
  table: 'cards',
  facts: async (trx, { state, at }) => {
    await prepared(trx, 'lock-card', LOCK, [state.id]);
    const [facts] = await prepared<CardFacts>(trx, 'card-facts', FACTS, [state.id, at, TOLD]);
    return facts ?? null;
  },
  write: async (trx, step) => {
    const { decision, at, before, version } = step;
    const { id, tenant, state, stateSince, round, step: printed, stepSince, purge } = decision.next;
    await PrintedCardRow.query(trx)
      .findById(id)
      .patch({
        ...{ state: state as PrintedCardRow['state'], stateSince, version, round, step: printed, purge },
        ...(printed ? { stepSince } : {}),
        ...(purge === before.purge ? {} : { purgeSince: at }),
        ...(isProducedBy(step) ? { producedAt: at } : {}),
        ...(before.state === 'approved' && state === 'issued' ? { acceptedAt: at } : {}),
        ...(decision.event === 'revoked' ? { cause: (step.asked!.body as unknown as Revoke).cause } : {}),
      });
    const name = ASKED[decision.event];
    if (name) await askProvider(trx, { provider: 'printer', tenant, about: id, name, target: id });
    if (before.state === 'approved' && state === 'issued') await wakeOthers(trx, step);
  },
};

/** True for the report by which we learn that the newest job is produced. */
function isProducedBy({ before, decision: { event } }: Step<Card>): boolean {
  return ['produced', 'despatched', 'returned'].includes(event) && goesOnFrom(before.step, 'produced');
}

/** The holder's other cards of this type hear that there is a next one (CRD-3). */
async function wakeOthers(trx: Transaction, { decision }: Step<Card>): Promise<void> {
  const of = PrintedCardRow.query(trx).findById(decision.next.id);
  const { personId, type } = await of.throwIfNotFound();
  const others = await PrintedCardRow.query(trx)
    .where({ person_id: personId, type })
    .whereNot('id', decision.next.id)
    .where('version', '>', 0);
  await wakeProcesses(
    trx,
    others.map(({ id }) => id),
  );
}
