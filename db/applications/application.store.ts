import { v7 as uuid } from 'uuid';
import type { ApplicationFacts } from '../../domain/applications/application.facts';
import type { Application } from '../../domain/applications/application.state';
import { cardBefore } from '../../domain/applications/purposes';
import type { EndorsementHold } from '../../domain/applications/holds/endorsement';
import { historyFrom } from '../../domain/applications/lists';
import { londonDate, monthsLater } from '../../domain/working-days';
import { startCard } from '../cards/offers';
import { prepared, type Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { goneOnFrom } from '../people/offers';
import { factsOf } from './application-facts.queries';
import { ApplicationRow, AskedCardRow, OrderLineRow } from './application.model';
import { endorsersAt } from './endorsers.queries';
import { keepMessage } from './messages.commands';

const LOCK = 'select id from applications where id = $1 for no key update';
/** Whoever closes the order meanwhile waits: it is on a closed one, or off the open one (APP-4). */
const LOCK_ORDER = `
  select o.id from application_orders o where o.id = (select order_id from application_order_lines where application_id = $1) for no key update`;

/** What turns on the order reads it as it stands under its lock, whenever it was received: an order that is closed by now is paid for (APP-4). */
const TURNS_ON_ORDER = new Set(['unfinalise', 'abandon', 'refuseEndorsement', 'left']);
const AS_IT_STANDS = 'infinity';
/** Events that take it off the order that it is on. */
const OFF_ITS_ORDER = new Set(['unfinalised', 'sentBack', 'abandoned']);

/** How an application meets its tables: its row, its place on an order, the person's assessments, and its card (APP-4, HSE-2). */
export const applicationStore: RowStore<Application, ApplicationFacts> = {
  table: 'applications',
  facts: async (trx, { state, trigger, at }) => {
    await prepared(trx, 'lock-application', LOCK, [state.id]);
    const turnsOnOrder = TURNS_ON_ORDER.has(trigger);
    if (turnsOnOrder) await prepared(trx, 'lock-order-of', LOCK_ORDER, [state.id]);
    const facts = (await factsOf(trx, [state.id], at, turnsOnOrder ? AS_IT_STANDS : at)).get(state.id)!;
    return trigger === 'finalise' ? { ...facts, endorsers: await endorsersAt(trx, facts.node) } : facts;
  },
  write: async (trx, step) => {
    const { id, state, stateSince, endorsedAt, holds } = step.decision.next;
    const hold = holds.find((each): each is EndorsementHold => each.kind === 'endorsement');
    const endorsement = { endorsement: hold?.needs ?? null, endorsementAskedAt: hold?.since ?? null, endorsedAt };
    await ApplicationRow.query(trx)
      .findById(id)
      .patch({
        ...{ state: state as ApplicationRow['state'], stateSince, historyAt: historyFrom({ state, stateSince }, step.policy.applications) },
        ...{ version: step.version, ...endorsement },
      });
    await keepMessage(trx, step);
    if (OFF_ITS_ORDER.has(step.decision.event)) await OrderLineRow.query(trx).where('application_id', id).delete();
    if (step.decision.event === 'approved') await askForCard(trx, step);
  },
};

/** CRD-3: a card holds for so many years, from the day on which it was approved; a replacement as long as the card that it replaces (APP-1). */
async function askForCard(trx: Transaction, { decision, at, policy, process }: Step<Application>): Promise<void> {
  const { id, tenant } = decision.next;
  const { personId, cardType, purpose, occupation, grade } = await ApplicationRow.query(trx).findById(id).throwIfNotFound();
  const validFrom = londonDate(at);
  const issued = await AskedCardRow.query(trx).where({ person_id: personId }).where(goneOnFrom);
  const replaced = purpose === 'replacement' ? cardBefore(issued, cardType) : undefined;
  const last = replaced && replaced.validTo >= validFrom ? replaced.validTo : null;
  const validTo = last ?? monthsLater(validFrom, 12 * policy.cards.validYears);
  const of = { id: uuid(), tenantId: tenant, personId, applicationId: id, type: cardType, occupation, grade };
  await AskedCardRow.query(trx).insert({ ...of, validFrom, validTo, state: 'approved' });
  await startCard(trx, { id: of.id, tenant, organisation: process.organisation! });
}
