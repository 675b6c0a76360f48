import { BaseAdapter } from '@bull-board/api/dist/queueAdapters/base.js';
import type {
  AppJobScheduler,
  JobCounts,
  JobSchedulerUpdateResult,
  JobState,
  JobStatus,
  QueueJob,
  QueueJobJson,
  QueueMetrics,
  Status,
} from '@bull-board/api/dist/types.js';

const STATUSES: JobStatus[] = ['waiting', 'active', 'delayed', 'failed', 'completed'];

/** One row of a queue as the board shows it. */
export interface BoardRow {
  id: string;
  name: string;
  status: JobState;
  createdAt: string;
  startedAt: string;
  finishedAt: string | null;
  /** When it is tried or falls due next. */
  nextAt: string | null;
  attempts: number;
  failure: string | null;
  data: Record<string, unknown>;
}

/** What bull-board asks of a queue, answered from PostgreSQL; whatever a queue of ours cannot mean is refused in words. */
export abstract class BoardQueue extends BaseAdapter {
  constructor(
    private readonly queueName: string,
    description: string,
    options: { readOnly: boolean; externalJobUrl?: (job: QueueJobJson) => { href: string; displayText?: string } },
  ) {
    super('bull', {
      readOnlyMode: options.readOnly,
      allowRetries: !options.readOnly,
      allowCompletedRetries: false,
      description,
      ...(options.externalJobUrl ? { externalJobUrl: options.externalJobUrl } : {}),
    });
  }

  protected abstract counts(): Promise<Partial<Record<JobStatus, number>>>;
  protected abstract rows(statuses: JobStatus[], from: number, limit: number): Promise<BoardRow[]>;
  protected abstract row(id: string): Promise<BoardRow | null>;
  protected abstract retryRow(id: string): Promise<void>;

  override getName(): string {
    return this.queueName;
  }
  override getStatuses(): Status[] {
    return ['latest', ...STATUSES];
  }
  override getJobStatuses(): JobStatus[] {
    return STATUSES;
  }
  override async getJobCounts(): Promise<JobCounts> {
    const counts = await this.counts();
    return Object.fromEntries(STATUSES.map((status) => [status, counts[status] ?? 0])) as JobCounts;
  }
  override async getJobs(statuses: JobStatus[], start = 0, end = 9): Promise<QueueJob[]> {
    return (await this.rows(statuses, start, end - start + 1)).map((row) => this.asJob(row));
  }
  override async getJob(id: string): Promise<QueueJob | null> {
    const row = await this.row(id);
    return row && this.asJob(row);
  }
  override async getJobLogs(): Promise<string[]> {
    return [];
  }
  override async getMetrics(): Promise<QueueMetrics> {
    return { meta: { count: 0, prevTS: 0, prevCount: 0 }, data: [], count: 0 } as unknown as QueueMetrics;
  }
  override async getRedisInfo(): Promise<null> {
    return null;
  }
  override async isPaused(): Promise<boolean> {
    return false;
  }
  override async getJobSchedulers(): Promise<Omit<AppJobScheduler, 'queueName'>[]> {
    return [];
  }
  override async getJobSchedulersCount(): Promise<number> {
    return 0;
  }
  override async getGlobalConcurrency(): Promise<number | null> {
    return null;
  }
  override async promoteAll(): Promise<void> {
    const delayed = await this.rows(['delayed'], 0, 1000);
    for (const row of delayed) await this.retryRow(row.id);
  }
  override addJob = () => refuse('Jobs are added by the cases that they belong to.');
  override clean = () => refuse('The log is kept: nothing is cleaned here.');
  override pause = () => refuse('This queue cannot be paused: its cases would wait for nothing.');
  override resume = () => refuse('This queue is never paused.');
  override empty = () => refuse('The log is kept: nothing is removed here.');
  override obliterate = () => refuse('The log is kept: nothing is removed here.');
  override removeJobScheduler = () => refuse('There are no schedulers here.');
  override updateJobScheduler = (): Promise<JobSchedulerUpdateResult> => refuse('There are no schedulers here.');
  override runJobSchedulerNow = (): Promise<QueueJob | 'not-found'> => refuse('There are no schedulers here.');
  override setGlobalConcurrency = () => refuse('Concurrency is set where the relay is started.');

  private asJob(row: BoardRow): QueueJob {
    const retry = () => this.retryRow(row.id);
    return {
      opts: { attempts: row.attempts },
      getState: async () => row.status,
      promote: retry,
      retry,
      remove: () => refuse('The log is kept: nothing is removed here.'),
      toJSON: () => asJson(row),
    } as unknown as QueueJob;
  }
}

function asJson(row: BoardRow): QueueJobJson {
  const at = (instant: string | null) => (instant ? Date.parse(instant) : null);
  const created = Date.parse(row.createdAt);
  const delay = row.nextAt ? Math.max(0, Date.parse(row.nextAt) - created) : 0;
  return {
    id: row.id,
    name: row.name,
    progress: 0,
    attemptsMade: row.attempts,
    timestamp: created,
    finishedOn: at(row.finishedAt),
    processedOn: row.finishedAt ? at(row.startedAt) : null,
    delay,
    failedReason: row.failure ?? '',
    stacktrace: null,
    data: row.data,
    returnvalue: null,
    opts: { delay },
  };
}

function refuse(why: string): Promise<never> {
  return Promise.reject(new Error(why));
}
