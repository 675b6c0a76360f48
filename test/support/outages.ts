import { inScope } from '../../db/core/database';
import { noteCalls } from '../../db/outages/circuits.commands';
import type { Service } from '../../domain/outages/service';
import { eventually } from './eventually';
import type { TestSystem } from './system';

/** An outage as the API shows it. */
export interface OutageBody {
  id: string;
  service: Service;
  state: string;
  from: string;
  to: string | null;
  minutes: number | null;
  spells: number;
  delayed: number;
  waiting: number;
  version: number;
}
/** What it delayed. */
export interface DelayedBody {
  id: string;
  about: string;
  kind: string | null;
  to: string | null;
  outcome: string;
  proposes: {
    hold: string;
    dueAt: string;
    until: string;
    by: { count: number; unit: string };
    command: string | null;
    days: number | null;
  }[];
}

/** How calls of a service ended at an instant, told to its circuit as the relay tells it. */
export function calls(
  { database }: Pick<TestSystem, 'database'>,
  tenant: string,
  service: Service,
  { failed = 0, answered = failed === 0 }: { failed?: number; answered?: boolean },
  at = new Date().toISOString(),
): Promise<void> {
  const told = { tenant, service, failed, answered, error: answered ? null : '503' };
  return inScope(database, { tenant, organisation: null }, (trx) => noteCalls(trx, told, at));
}

/** Waits until the newest outage of a service is in a state; answers its identifier. */
export function outageIs({ owner }: Pick<TestSystem, 'owner'>, tenant: string, service: Service, state: string): Promise<string> {
  return eventually(async () => {
    const row = await owner('outages').where({ tenant_id: tenant, service }).orderBy('since', 'desc').first('id', 'state');
    expect(row?.state).toBe(state);
    return row.id as string;
  });
}

/** An outage of long ago that is over: its identifier. */
export async function outageOver(system: TestSystem, tenant: string): Promise<string> {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await calls(system, tenant, 'printer', { failed: 3 }, ago(60));
  await calls(system, tenant, 'printer', {}, ago(50));
  return outageIs(system, tenant, 'printer', 'over');
}
