import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from './paths';
import { signInWithCode } from './sign-in';
import { startSystem, type System } from './system';

const SCHEMATHESIS = 'schemathesis==4.32.0';
/** One of each kind of caller; null is nobody. */
const CALLERS = [null, 'brightwire@', 'finance@', 'operator@', 'admin@', 'portal@', 'ada@'];
/** What would end the session that the others are asked by. */
const LEFT_OUT = ['signOut', 'endMySession', 'endSessions', 'withdrawUser', 'resetPassword'];

interface Line {
  msg: string;
  method?: string;
  route?: string;
  status?: number;
}

/**
 * `npm run fuzz [seed] [examples]`: a system of its own, to which schemathesis (installed by pip on first use) sends what it makes of the
 * contract, so many examples for each operation, as callers of each kind. Ends with 1 where anything was answered 5xx, but 503.
 */
async function main(): Promise<void> {
  const [seed, examples] = [Number(process.argv[3] ?? Date.now() % 1_000_000), Number(process.argv[4] ?? 50)];
  const program = schemathesis();
  const data = join(DATA, 'fuzz');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  for (const limit of ['RATE_PER_USER', 'RATE_PER_TENANT', 'RATE_PER_ADDRESS', 'RATE_SIGN_INS']) process.env[limit] = '10000000';
  const ports = {
    api: 16_000,
    temporal: 16_233,
    ui: 16_234,
    postgres: 16_330,
    smtp: 16_025,
    mail: 16_080,
    console: 16_001,
    sms: 16_090,
    awardingBody: 16_091,
    identity: 16_095,
    gateway: 16_096,
    printer: 16_097,
    lrs: 16_098,
  };
  const system = await startSystem({ data, ports, say: () => undefined });
  try {
    console.log(`seed ${seed}, ${examples} examples an operation; what was sent: ${data}/*.txt`);
    for (const caller of CALLERS) await fuzzAs(program, system, caller, { data, seed, examples });
    process.exitCode = told(linesOf(data)) === 0 ? 0 : 1;
  } finally {
    await system.stop();
  }
}

/** The path of the program, installed where it is missing. */
function schemathesis(): string {
  const venv = join(DATA, 'fuzz-venv');
  const program = join(venv, 'bin', 'schemathesis');
  if (existsSync(program)) return program;
  console.log(`· installing ${SCHEMATHESIS} into ${venv} (once) …`);
  execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', SCHEMATHESIS], { stdio: 'inherit' });
  return program;
}

async function fuzzAs(
  program: string,
  { urls, secrets }: System,
  caller: string | null,
  { data, seed, examples }: { data: string; seed: number; examples: number },
): Promise<void> {
  const token = caller && (await signInWithCode(urls.api, urls.sms, `${caller}volt.example`, secrets.demoPassword));
  const args = [
    'run',
    join(ROOT, 'openapi.json'),
    ...['--url', urls.api, '--phases', 'fuzzing', '--mode', 'all', '--checks', 'not_a_server_error', '--no-color'],
    ...['--seed', String(seed), '--max-examples', String(examples), '--continue-on-failure'],
    ...(token ? ['--header', `Authorization: Bearer ${token}`] : []),
    ...LEFT_OUT.flatMap((name) => ['--exclude-operation-id', name]),
  ];
  const output = openSync(join(data, `${caller?.replace('@', '') ?? 'nobody'}.txt`), 'w', 0o600);
  const child = spawn(program, args, { cwd: data, stdio: ['ignore', output, output] });
  const before = linesOf(data).length;
  await new Promise((resolve) => child.once('exit', resolve));
  const lines = linesOf(data).slice(before);
  const refused = lines.filter(({ status }) => status === 401).length;
  const operations = new Set(lines.map(({ method, route }) => `${method} ${route}`)).size;
  console.log(`${(caller ?? 'nobody').padEnd(14)} ${operations} operations, ${lines.length} requests, ${refused} of them 401`);
}

/** What the API says that it has answered. */
function linesOf(data: string): Line[] {
  return readFileSync(join(data, 'logs', 'api.log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ msg }) => msg === 'answered');
}

function told(lines: Line[]): number {
  const wrong = lines.filter(({ status }) => status! >= 500 && status !== 503);
  const operations = new Set(lines.map(({ method, route }) => `${method} ${route}`)).size;
  console.log(`${operations} operations, ${lines.length} requests, ${wrong.length} answered 5xx`);
  const counts = new Map<string, number>();
  for (const { status, method, route } of wrong)
    counts.set(`${status} ${method} ${route}`, (counts.get(`${status} ${method} ${route}`) ?? 0) + 1);
  for (const [what, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`  ${count} × ${what}`);
  return wrong.length;
}

main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
