import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics, watchBusiness } from '../../platform/metrics';

const read = (file: string) => readFileSync(join('ops', 'monitoring', file), 'utf8');
/** What Prometheus makes of a histogram beside its name. */
const bare = (name: string) => name.replace(/_(bucket|count|sum)$/, '');
const named = (text: string) => [...new Set(text.match(/\b(?:countersign|temporal)_[a-z0-9_]+/g) ?? [])].map(bare);

let ours: string[];
let core: string;
beforeAll(() => {
  watchBusiness(() => Promise.reject(new Error('not asked')));
  ours = metrics.getMetricsAsArray().map(({ name }) => name);
  const target = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-${process.platform === 'darwin' ? 'apple-darwin' : 'unknown-linux-gnu'}`;
  core = readFileSync(join('node_modules', '@temporalio', 'core-bridge', 'releases', target, 'index.node'), 'latin1');
});
afterAll(() => metrics.clear());

const isThere = (name: string) => (name.startsWith('countersign_') ? ours.includes(name) : core.includes(name.slice('temporal_'.length)));

test.each(['alerts.yml', 'dashboard.json'])('OPS-5 %s asks for metrics that this release and its SDK have', (file) => {
  const names = named(read(file));
  expect(names.length).toBeGreaterThan(6);
  expect(names.filter((name) => !isThere(name))).toEqual([]);
  expect(isThere('countersign_no_such_metric') || isThere('temporal_no_such_metric')).toBe(false);
});

test('OPS-5 there is a rule for cases that should have moved, failing workflow code, late workers, old queues and mails that failed', () => {
  const rules = read('alerts.yml').split('- alert: ').slice(1);
  const exprs = rules.map((rule) => /expr: (.*)/.exec(rule)![1]!);
  for (const wanted of [
    'countersign_processes_overslept',
    'temporal_workflow_task_execution_failed',
    'temporal_workflow_task_schedule_to_start_latency',
    'countersign_tasks_oldest_seconds',
    'countersign_outbox_oldest_seconds',
    'countersign_deliveries_total{outcome="failed"}',
  ])
    expect(exprs.filter((expr) => expr.includes(wanted))).not.toEqual([]);
  for (const rule of rules) expect(rule).toMatch(/summary: .+\n\s+todo: .+/);
});

test('OPS-5 the dashboard is one that Grafana takes: panels with a place, a source and an expression each, none over another', () => {
  const { panels } = JSON.parse(read('dashboard.json')) as {
    panels: { title: string; gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
  };
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).toBe(panels.length);
  for (const { targets } of panels) for (const { expr } of targets) expect(expr).not.toBe('');
});
