import { join } from 'node:path';
import { createConsole } from './app';

const environment = process.env;
const port = Number(environment['CONSOLE_PORT'] ?? 3001);
const app = createConsole({
  apiUrl: environment['API_URL'] ?? 'http://127.0.0.1:3000',
  workflowsUrl: `${environment['TEMPORAL_UI_URL'] ?? 'http://127.0.0.1:8233'}/namespaces/${environment['TEMPORAL_NAMESPACE'] ?? 'default'}/workflows`,
  pages: join(environment['COUNTERSIGN_ROOT'] ?? process.cwd(), 'console'),
  isSecure: (environment['CONSOLE_URL'] ?? '').startsWith('https:'),
  maximumBytes: 25_000_000,
});

const server = app.listen(port, environment['HOST'] ?? '127.0.0.1', () => console.log(JSON.stringify({ msg: 'console listens', port })));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
