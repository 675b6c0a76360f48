import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process, in Prometheus' form. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'countersign_' });

/** How long requests took, by route template, method and status. */
export const requestSeconds = new Histogram({
  name: 'countersign_http_request_seconds',
  help: 'Duration of requests by route, method and status',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
});
/** What was refused because somebody asked too much. */
export const limited = new Counter({
  name: 'countersign_http_limited_total',
  help: 'Requests refused by a rate limit, by what they are counted by',
  labelNames: ['by'],
  registers: [metrics],
});
/** What the outbox delivered, by kind and outcome. */
export const deliveries = new Counter({
  name: 'countersign_deliveries_total',
  help: 'Deliveries of the outbox by kind and outcome',
  labelNames: ['kind', 'outcome'],
  registers: [metrics],
});

/** One number of the business: its labels and its value. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}
/** What the business looks like now: processes that are open, overdue or should have moved, tasks and messages with the age of the oldest. */
export interface BusinessNumbers {
  openProcesses: Sample[];
  overdueProcesses: Sample[];
  openTasks: Sample[];
  oldestTaskSeconds: Sample[];
  outboxWaiting: Sample[];
  oversleptProcesses: Sample[];
  outboxOldestSeconds: Sample[];
}

/** Registers the numbers of the business; they are read when somebody asks, at most once in a while. */
export function watchBusiness(read: () => Promise<BusinessNumbers>, everyMs = 10_000): void {
  let last: { at: number; numbers: Promise<BusinessNumbers> } | null = null;
  const numbers = () => {
    if (!last || Date.now() - last.at > everyMs) last = { at: Date.now(), numbers: read() };
    return last.numbers;
  };
  const gauge = (name: string, help: string, labelNames: string[], of: keyof BusinessNumbers) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [metrics],
      async collect() {
        this.reset();
        for (const { labels, value } of (await numbers())[of]) this.set(labels, value);
      },
    });
  gauge('countersign_processes_open', 'Open processes by kind and stage', ['kind', 'stage'], 'openProcesses');
  gauge('countersign_processes_overdue', 'Open processes past their due date, by kind', ['kind'], 'overdueProcesses');
  gauge('countersign_tasks_open', 'Open tasks by queue', ['queue'], 'openTasks');
  gauge('countersign_tasks_oldest_seconds', 'Age of the oldest open task by queue', ['queue'], 'oldestTaskSeconds');
  gauge('countersign_outbox_waiting', 'Messages that have not left yet, by kind', ['kind'], 'outboxWaiting');
  gauge(
    'countersign_outbox_oldest_seconds',
    'How long the oldest message that is due has waited, by kind',
    ['kind'],
    'outboxOldestSeconds',
  );
  gauge(
    'countersign_processes_overslept',
    'Open processes whose next moment passed two minutes ago, by kind',
    ['kind'],
    'oversleptProcesses',
  );
}

/** What a process adds to its metrics page: those of a part with a page of its own, and whether it does its work. */
export interface MetricsMore {
  text(): Promise<string>;
  isHealthy(): boolean;
}

/** Serves `/metrics` and `/healthz` on a port of their own, which is not the public's; nothing without a port. */
export function serveMetrics(port: number | undefined, host: string, more?: MetricsMore): Server | null {
  if (!port) return null;
  const all = async () => `${await metrics.metrics()}${(await more?.text()) ?? ''}`;
  return createServer((request, response) => {
    if (request.url === '/healthz') {
      const ok = more?.isHealthy() ?? true;
      return void response.writeHead(ok ? 200 : 503).end(JSON.stringify({ ok }));
    }
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    all().then(
      (text) => response.setHeader('Content-Type', metrics.contentType).end(text),
      () => response.writeHead(503).end(),
    );
  }).listen(port, host);
}
