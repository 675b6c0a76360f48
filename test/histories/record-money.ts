import { daysLater } from '../../domain/working-days';
import { eventually } from '../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../support/orders';
import { findReceipt, importStatement, standingOf, type Receipt } from '../support/statements';
import type { Recording, Way } from './record';

const HOUR = 3_600_000;
let statements = 0;
const pay = ({ finance, tenant }: Recording, text: string, pounds: number) =>
  importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], (statements += 1) * 1000));

function orderWay(walk: (order: Order, recording: Recording) => Promise<unknown>): Way {
  return async (recording) => {
    const order = await placeOrder(recording.employer, recording.tenant.companies[0]);
    await walk(order, recording);
    return order.reference;
  };
}

/** Ways through an advance order. */
export const orderWays = {
  'paid-exactly': orderWay(async (order, recording) => {
    await pay(recording, order.reference, 500);
    await recording.stageIs(order.id, 'Allocated');
  }),
  'part-paid-then-rest': orderWay(async (order, recording) => {
    await pay(recording, order.reference, 100);
    await recording.stageIs(order.id, 'Part paid');
    await recording.finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'waitForRest', reason: 'r' });
    await pay(recording, order.reference, 400);
    await recording.stageIs(order.id, 'Allocated');
  }),
  'over-paid-returned-cancelled': orderWay(async (order, recording) => {
    await pay(recording, order.reference, 600);
    await recording.stageIs(order.id, 'Over paid');
    await recording.finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'return', reason: 'r' });
    await recording.finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
    await recording.stageIs(order.id, 'Cancelled');
  }),
  'overdue-extended-overdue-paid-late': orderWay(async (order, recording) => {
    const { system, stageIs, finance } = recording;
    await system.sleepUntil(daysLater(order.dueAt, 8));
    await stageIs(order.id, 'Overdue');
    await finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 5, reason: 'r' });
    await system.sleepUntil(daysLater(order.dueAt, 15));
    await stageIs(order.id, 'Overdue');
    await pay(recording, order.reference, 500);
    await stageIs(order.id, 'Allocated');
  }),
  'refused-then-mended': orderWay(async (order, { system, stageIs }) => {
    const chosen = (at: string) =>
      system
        .owner('processes')
        .where({ entity_id: order.id })
        .update({ state: system.owner.raw(`jsonb_set(state, '{stateSince}', to_jsonb(?::text))`, [at]) });
    const { since } = await system.owner('processes').where({ entity_id: order.id }).first('since');
    await chosen('no instant');
    await system.sleepUntil(daysLater(order.bacsChosenAt, 7));
    await eventually(async () =>
      expect(await system.owner('work_items').where({ entity_id: order.id, task: 'momentRefused' })).toHaveLength(1),
    );
    await chosen(since);
    await system.sleep(HOUR);
    await eventually(async () => expect((await system.owner('processes').where({ entity_id: order.id }).first('version')).version).toBe(2));
    await stageIs(order.id, 'Awaiting transfer');
  }),
  'still-held': orderWay((order, { system }) => system.sleepUntil(daysLater(order.bacsChosenAt, 8))),
} satisfies Record<string, Way>;

/** Ways of a receipt through suspense. */
export const suspenseWays = {
  'linked-released-split': async (recording) => {
    const { finance, stageIs, employer, tenant } = recording;
    const order = await placeOrder(employer, tenant.companies[0]);
    await pay(recording, `PART ${order.reference}`, 100);
    const { id } = await findReceipt(finance, `PART ${order.reference}`);
    await stageIs(id, 'Linked to an order');
    await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
    await stageIs(id, 'In suspense');
    const parts = [4_000, 6_000].map((amount) => ({ order: null, amount }));
    await finance.post(`/v1/receipts/${id}/split`, { parts, reason: 'r' });
    await stageIs(id, 'Split');
    return id;
  },
  'asked-escalated-returned': async (recording) => {
    const { finance, stageIs, system } = recording;
    await pay(recording, 'NOBODY KNOWS', 33);
    const { id } = await findReceipt(finance, 'NOBODY KNOWS');
    await stageIs(id, 'In suspense');
    await finance.post(`/v1/receipts/${id}/ask-payers`, { reason: 'r' });
    const { body } = await finance.get<Receipt>(`/v1/receipts/${id}`);
    await system.sleepUntil(daysLater(body.receivedAt, 61));
    await stageIs(id, 'Returned');
    return id;
  },
} satisfies Record<string, Way>;

function reversalWay(verb: 'approve' | 'decline', stage: string): Way {
  return async (recording) => {
    const { employer, finance, tenant, system, stageIs } = recording;
    const finance2 = await system.signIn(tenant.staff.finance2.email);
    const order = await placeOrder(employer, tenant.companies[0]);
    await pay(recording, order.reference, 500);
    await stageIs(order.id, 'Allocated');
    const { body } = await finance.post<{ id: string }>(`/v1/advance-orders/${order.id}/reversals`, { reason: 'r' });
    await system.sleepUntil(daysLater((await standingOf(finance, body.id)).since, 4));
    await finance2.post(`/v1/reversals/${body.id}/${verb}`, { reason: 'r' });
    await stageIs(body.id, stage);
    return body.id;
  };
}

/** Ways through a reversal. */
export const reversalWays = {
  'reminded-approved': reversalWay('approve', 'Approved'),
  'reminded-declined': reversalWay('decline', 'Declined'),
} satisfies Record<string, Way>;

/** A statement becomes receipts. */
export const statementImportWays = {
  posted: async (recording) => (await pay(recording, 'A STRANGER', 12)).id,
} satisfies Record<string, Way>;

/** Many tasks are changed at once. */
export const bulkActionWays = {
  finished: async ({ administrator, system, stageIs }) => {
    const [{ id: task }] = await system.owner('work_items').limit(1).select('id');
    const asked = { change: { what: 'note', text: 't' }, over: { items: [task] } };
    const { body } = await administrator.post<{ id: string }>('/v1/bulk-actions', asked);
    await stageIs(body.id, 'Finished');
    return body.id;
  },
} satisfies Record<string, Way>;
