import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { daysLater } from '../../domain/working-days';
import { eventually } from '../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../support/orders';
import { findReceipt, standingOf, type Receipt } from '../support/statements';
import { skippingSystem, type SkippingSystem } from '../support/system';
import { recordPeople } from './record-people';
import type { ApiClient } from '../support/api-client';
import type { SeededTenant } from '../../db/seeds/demo';

/** The key that recorded histories are encrypted with: of made-up orders, no secret. */
export const HISTORY_KEYS = `histories:${Buffer.alloc(32, 'countersign').toString('base64')}`;
/** Where they lie: one folder a release, never changed. */
export const HISTORIES = join(__dirname, 'recorded');

/** Records one history of each way through each process, for a release. */
export async function record(release: string): Promise<void> {
  const system = await skippingSystem('record', HISTORY_KEYS);
  const tenant = await system.tenant('record');
  const employer = await system.signIn(tenant.companies[0].user.email);
  const finance = await system.signIn(tenant.staff.finance.email);
  const folder = join(HISTORIES, release);
  mkdirSync(folder, { recursive: true });
  let files = 0;
  const pay = (order: { reference: string }, pounds: number) =>
    finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds }], (files += 1) * 1000));
  const stateIs = (order: Order, state: string) =>
    eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe(state));
  const keep = async (name: string, workflowId: string) => {
    const history = await system.processes.client.workflow.getHandle(workflowId).fetchHistory();
    writeFileSync(
      join(folder, `${name}.bin`),
      temporal.api.history.v1.History.encode(temporal.api.history.v1.History.fromObject(history)).finish(),
    );
  };
  const ways: Record<string, (order: Order) => Promise<void>> = {
    'paid-exactly': async (order) => void (await pay(order, 500), await stateIs(order, 'allocated')),
    'part-paid-then-rest': async (order) => {
      await pay(order, 100);
      await stateIs(order, 'partPaid');
      await finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'waitForRest', reason: 'r' });
      await pay(order, 400);
      await stateIs(order, 'allocated');
    },
    'over-paid-returned-cancelled': async (order) => {
      await pay(order, 600);
      await stateIs(order, 'overPaid');
      await finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'return', reason: 'r' });
      await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
    },
    'overdue-extended-overdue-paid-late': async (order) => {
      await system.sleepUntil(daysLater(order.dueAt, 8));
      await stateIs(order, 'overdue');
      await finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 5, reason: 'r' });
      await system.sleepUntil(daysLater(order.dueAt, 15));
      await stateIs(order, 'overdue');
      await pay(order, 500);
      await stateIs(order, 'allocated');
    },
    'still-held': async (order) => system.sleepUntil(daysLater(order.bacsChosenAt, 8)),
  };
  for (const [name, way] of Object.entries(ways)) {
    const order = await placeOrder(employer, tenant.companies[0]);
    await way(order);
    await keep(`advance-order.${name}`, `advance-order/${order.reference}`);
  }
  const statement = await system.owner('statements').first('id');
  await keep('statement-import.posted', `statement-import/${statement.id}`);
  const desk: Desk = { system, tenant, employer, finance, keep, pay };
  await recordSuspense(desk);
  await recordReversals(desk);
  await recordPeople(desk);
  await system.stop();
}

interface Desk {
  system: SkippingSystem;
  tenant: SeededTenant;
  employer: ApiClient;
  finance: ApiClient;
  keep(name: string, workflowId: string): Promise<void>;
  pay(order: { reference: string }, pounds: number): Promise<unknown>;
}

async function recordSuspense({ system, tenant, employer, finance, keep, pay }: Desk): Promise<void> {
  const stageIs = (receipt: Receipt, stage: string) =>
    eventually(async () => expect((await standingOf(finance, receipt.id)).stage).toBe(stage), 20_000);
  const received = async (text: string, pounds: number) => (await pay({ reference: text }, pounds), findReceipt(finance, text));
  const order = await placeOrder(employer, tenant.companies[0]);
  const linked = await received(`PART ${order.reference}`, 100);
  await stageIs(linked, 'Linked to an order');
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
  await stageIs(linked, 'In suspense');
  const parts = [4_000, 6_000].map((amount) => ({ order: null, amount }));
  await finance.post(`/v1/receipts/${linked.id}/split`, { parts, reason: 'r' });
  await stageIs(linked, 'Split');
  await keep('suspense.linked-released-split', `suspense/${linked.id}`);

  const nobodys = await received('NOBODY KNOWS', 33);
  await stageIs(nobodys, 'In suspense');
  await finance.post(`/v1/receipts/${nobodys.id}/ask-payers`, { reason: 'r' });
  const { body } = await finance.get<Receipt>(`/v1/receipts/${nobodys.id}`);
  await system.sleepUntil(daysLater(body.receivedAt, 61));
  await stageIs(nobodys, 'Returned');
  await keep('suspense.asked-escalated-returned', `suspense/${nobodys.id}`);
}

async function recordReversals({ system, tenant, employer, finance, keep, pay }: Desk): Promise<void> {
  const finance2 = await system.signIn(tenant.staff.finance2.email);
  for (const verb of ['approve', 'decline']) {
    const order = await placeOrder(employer, tenant.companies[0]);
    await pay(order, 500);
    await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
    const { body } = await finance.post<{ id: string }>(`/v1/advance-orders/${order.id}/reversals`, { reason: 'r' });
    await system.sleepUntil(daysLater((await standingOf(finance, body.id)).since, 4));
    await finance2.post(`/v1/reversals/${body.id}/${verb}`, { reason: 'r' });
    await keep(`reversal.reminded-${verb}d`, `reversal/${body.id}`);
  }
}
