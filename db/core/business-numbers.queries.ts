import type { BusinessNumbers, Sample } from '../../platform/metrics';
import { inScope, type Database, type Transaction } from './database';
import { listTenants } from './tenants.queries';

/** The numbers of the business over all tenants, for metrics: no tenant is named, and nothing of a person. */
export async function businessNumbers(database: Database): Promise<BusinessNumbers> {
  const total: BusinessNumbers = {
    openProcesses: [],
    overdueProcesses: [],
    openTasks: [],
    oldestTaskSeconds: [],
    outboxWaiting: [],
    oversleptProcesses: [],
    outboxOldestSeconds: [],
  };
  for (const tenant of await database.transaction(listTenants)) {
    const own = await inScope(database, { tenant, organisation: null }, numbersOf);
    for (const name of Object.keys(total) as (keyof BusinessNumbers)[])
      merge(total[name], own[name], name.endsWith('Seconds') ? Math.max : (a, b) => a + b);
  }
  return total;
}

async function numbersOf(trx: Transaction): Promise<BusinessNumbers> {
  const samples = async (sql: string, labels: string[]): Promise<Sample[]> => {
    const { rows } = await trx.raw(sql);
    return (rows as Record<string, string>[]).map((row) => ({
      labels: Object.fromEntries(labels.map((label) => [label, row[label]!])),
      value: Number(row['value']),
    }));
  };
  return {
    openProcesses: await samples('select kind, stage, count(*) as value from processes where ended_at is null group by 1, 2', [
      'kind',
      'stage',
    ]),
    overdueProcesses: await samples('select kind, count(*) as value from processes where ended_at is null and due_at < now() group by 1', [
      'kind',
    ]),
    openTasks: await samples(`select substr(name, 6) as queue, sum(value) as value from tallies where name like 'work/%' group by 1`, [
      'queue',
    ]),
    oldestTaskSeconds: await samples(
      'select queue, extract(epoch from now() - min(opened_at)) as value from work_items where closed_at is null group by 1',
      ['queue'],
    ),
    outboxWaiting: await samples('select kind, count(*) as value from outbox where done_at is null and skipped_at is null group by 1', [
      'kind',
    ]),
    oversleptProcesses: await samples(
      `select kind, count(*) as value from processes where ended_at is null and (next->0->>'at')::timestamptz < now() - interval '2 minutes' group by 1`,
      ['kind'],
    ),
    outboxOldestSeconds: await samples(
      `select kind, extract(epoch from now() - min(due_at)) as value from outbox
       where done_at is null and failed_at is null and skipped_at is null and leased_until is null and due_at <= now() group by 1`,
      ['kind'],
    ),
  };
}

function merge(into: Sample[], samples: Sample[], how: (a: number, b: number) => number): void {
  for (const sample of samples) {
    const known = into.find(({ labels }) => JSON.stringify(labels) === JSON.stringify(sample.labels));
    if (known) known.value = how(known.value, sample.value);
    else into.push({ ...sample });
  }
}
