import { calendarFrom } from '../../domain/calendar/holidays';
import type { Policy } from '../../domain/policy';
import type { Calendar } from '../../domain/working-days';
import type { Transaction } from './database';
import { policyFor } from './policies.queries';
import { findCalendar } from './calendars.queries';

const policies = new Map<string, Policy>();
const calendars = new Map<string, Calendar>();

/** The numbers of a tenant's version of policy. Versions never change: each is read once a process of ours (TIM-3). */
export async function policyOnce(trx: Transaction, tenant: string, version: string): Promise<Policy> {
  return once(policies, `${tenant}/${version}`, () => policyFor(trx, version));
}

/** A tenant's calendar by its version, which never changes: read once for each. Throws for one that was never his: a defect. */
export async function calendarOnce(trx: Transaction, tenant: string, version: string): Promise<Calendar> {
  return once(calendars, `${tenant}/${version}`, async () => {
    const found = await findCalendar(trx, version);
    if (!found) throw new Error(`There is no calendar ${version}`);
    return calendarFrom(version, found.holidays, found.publishedUntil);
  });
}

async function once<Value>(known: Map<string, Value>, key: string, read: () => Promise<Value>): Promise<Value> {
  const found = known.get(key);
  if (found) return found;
  const value = await read();
  known.set(key, value);
  return value;
}
