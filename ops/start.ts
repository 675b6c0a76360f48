import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './paths';
import { defaultPorts, startSystem, type Ports, type System } from './system';

/** `npm start`: the whole system on this machine, until Ctrl-C. */
async function main(): Promise<void> {
  const say = (line: string) => console.log(`· ${line}`);
  let stopping = false;
  let stopSystem = async () => undefined as void;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\n· stopping …');
    await stopSystem();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  const running = join(DATA, 'running.json');
  const system = await startSystem({
    data: DATA,
    ports: { ...defaultPorts, ...portsBefore(running) },
    say,
    stoppable: (stopIt) => (stopSystem = stopIt),
  });
  rmSync(running, { force: true });
  writeFileSync(running, JSON.stringify({ urls: system.urls, ports: system.ports, env: { DATABASE_URL: system.env['DATABASE_URL'] } }), {
    mode: 0o600,
  });
  console.log(table(system));
}

/** Where the system listened before: links and bookmarks still work when the ports are free. */
function portsBefore(running: string): Partial<Ports> {
  try {
    return (JSON.parse(readFileSync(running, 'utf8')) as { ports?: Ports }).ports ?? {};
  } catch {
    // The first start, or a file that a kill cut short.
    return {};
  }
}

function table({ urls, secrets }: System): string {
  const rows = [
    ['Console', urls.console],
    ['API, with its description', urls.docs],
    ['Work board (sign in first)', urls.board],
    ['Temporal UI', urls.workflows],
    ['Mailbox', urls.mail],
    ['SMS, with the codes to sign in', urls.sms],
    ['Identity provider', urls.identity],
    ['Card gateway', urls.gateway],
    ['Printer of cards', urls.printer],
    ['Learning Records Service', urls.lrs],
    ['', ''],
    ['employer', 'brightwire@volt.example'],
    ['finance', 'finance@volt.example, finance2@volt.example'],
    ['operator, administrators', 'operator@, admin@, admin2@volt.example'],
    ['quality assurer, DPO', 'eqa@volt.example, dpo@volt.example'],
    ['centre, checker, individual', 'portal@, gatehouse@, ada@volt.example'],
    ['password of all', secrets.demoPassword],
  ];
  const lines = rows.map(([what, where]) => `  ${what!.padEnd(30)} ${where}`);
  return `\nCountersign is running.\n\n${lines.join('\n')}\n\nNext: "npm run demo" in a second terminal. Ctrl-C stops everything.\n`;
}

main().catch((error: Error) => {
  if (error.message === 'Stopped while starting.') return;
  console.error(`\n${error.message}`);
  process.exit(1);
});
