import type { ApiClient } from './api-client';
import { eventually } from './eventually';
import type { TestSystem } from './system';

/** A card payment as the API shows it. */
export interface CardPaymentBody {
  id: string;
  reference: string;
  state: string;
  order: string | null;
  credits: number | null;
  amount: { amount: number };
  page: string | null;
  expiresAt: string;
  version: number;
}

/** The gateway's page of a payment, once it is there. */
export function gatewaysPage({ gateway }: Pick<TestSystem, 'gateway'>, reference: string): Promise<string> {
  return eventually(async () => {
    const payments = (await (await fetch(`${gateway}/payments`)).json()) as { id: string; reference: string }[];
    const found = payments.find((each) => each.reference === reference);
    if (!found) throw new Error('The gateway has not been asked yet');
    return `${gateway}/payments/${found.id}`;
  });
}

/** What the payer does on the gateway's page, which the gateway then reports; over another amount or currency where it is said. */
export async function gatewayTells(
  system: Pick<TestSystem, 'gateway'>,
  reference: string,
  told: { outcome: 'succeeded' | 'failed'; amount?: string; currency?: string },
): Promise<void> {
  const page = await gatewaysPage(system, reference);
  const { status } = await fetch(page, { method: 'POST', body: new URLSearchParams(told), redirect: 'manual' });
  if (status !== 303) throw new Error(`The gateway answered ${status}`);
}

/** Switches the gateway's faults on; without any it is sound again. */
export async function gatewayFaults({ gateway }: Pick<TestSystem, 'gateway'>, fault: object = {}): Promise<void> {
  await fetch(`${gateway}/faults`, { method: 'POST', body: JSON.stringify(fault), headers: { 'Content-Type': 'application/json' } });
}

/** Sends what the gateway withheld, the newest first. */
export async function gatewayReleases({ gateway }: Pick<TestSystem, 'gateway'>): Promise<void> {
  await fetch(`${gateway}/release`, { method: 'POST' });
}

/** Begins to pay a closed order by card. */
export async function begunByCard(employer: ApiClient, order: { id: string }): Promise<CardPaymentBody> {
  const { status, body } = await employer.post<CardPaymentBody>(`/v1/application-orders/${order.id}/card-payments`, {});
  if (status !== 201) throw new Error(`Not begun: ${status} ${JSON.stringify(body)}`);
  return body;
}
