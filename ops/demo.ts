import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inPounds } from '../domain/money';
import { londonWords } from '../domain/working-days';
import { cardStory, type Urls } from './demo-card';
import { makeApplications } from './demo-applications';
import { DemoClient, type OrderAnswer } from './demo-client';
import { DATA } from './paths';
import type { LocalSecrets } from './secrets';

interface Running {
  urls: Urls & { api: string; sms: string; mail: string; board: string };
}

const say = (text = '') => console.log(text);
const step = (text: string) => say(`\n\u001b[1m${text}\u001b[0m`);

/** `npm run demo card` tells the story of a card instead. `npm run demo`: one order from its placing to usable funds, and some applications, against the running system, with its real answers. */
async function main(): Promise<void> {
  const { urls } = JSON.parse(readFileSync(join(DATA, 'running.json'), 'utf8')) as Running;
  const secrets = JSON.parse(readFileSync(join(DATA, 'secrets.json'), 'utf8')) as LocalSecrets;
  const client = new DemoClient(urls, secrets.demoPassword);
  const key = `demo-${Date.now()}`;
  if (process.argv[3] === 'card') {
    await client.signIn();
    return cardStory(client, urls, key, say);
  }

  step('1  An employer orders two credits by BACS                 POST /v1/advance-orders');
  await client.signIn();
  const before = await balance(client);
  const order = await client.placeOrder(2, key);
  say(`   reference  ${order.reference}`);
  say(`   due        ${inPounds(BigInt(order.due.amount))}, held until ${londonWords(order.dueAt)}`);
  say(`   notice     ${order.notice}`);
  await whyNow(client, order);

  step('2  It repeats the request: the first answer, no second order   (Idempotency-Key)');
  say(`   reference  ${(await client.placeOrder(2, key)).reference}`);

  step("3  Finance imports the bank's statement                  POST /v1/bank-accounts/{id}/statements");
  const statement = await client.uploadStatement(
    [
      { text: `BRIGHTWIRE ${order.reference.toLowerCase()} INV 7`, pence: order.due.amount },
      { text: `A STRANGER ${order.reference.slice(-4)}`, pence: 1234 },
    ],
    key,
  );
  say(`   proof      ${statement.proof.status}: ${statement.proof.detail}`);
  while ((await client.order(order.id)).state !== 'allocated') await pause(200);
  const { progress } = await client.statement(statement.id);
  say(
    `   progress   ${progress.posted} of ${progress.lines} lines posted, ${progress.receipts} receipts, ${progress.matched} matched; the stranger's stays in suspense`,
  );

  step('4  The transfer is allocated, the funds are usable       GET /v1/nodes');
  say(`   balance    ${inPounds(before)} → ${inPounds(await balance(client))}`);
  await whyNow(client, order);

  step("5  The stranger's transfer is a case of its own          GET /v1/processes/{id}");
  const stranger = await client.inSuspense(`A STRANGER ${order.reference.slice(-4)}`);
  say(`   why        ${stranger.why}`);
  for (const event of stranger.next) say(`   next       ${londonWords(event.at)}: ${event.what}`);

  step('6  The employer applies for cards, some are paid          POST /v1/applications, /v1/application-orders');
  const made = await makeApplications(client, key);
  say(
    made > 0
      ? `   made       ${made} applications, in every state up to on hold and being produced`
      : '   there are some of an earlier run',
  );

  step('7  Where to look');
  say(`   the employer's home   ${urls.console}  (brightwire@volt.example)`);
  say(`   finance's console     ${urls.console}  (finance@volt.example)`);
  say(`   that receipt          ${urls.console}/suspense/${stranger.id}`);
  say(`   the order's process   ${urls.workflows}/${encodeURIComponent(`advance-order/${order.reference}`)}`);
  say(
    `   holds due this week   ${urls.workflows}?query=${encodeURIComponent(`Kind = "advance-order" AND ExecutionStatus = "Running" AND DueAt < "${new Date(Date.now() + 7 * 86_400_000).toISOString()}"`)}`,
  );
  say(`   its two mails         ${urls.mail}`);
  say(`   the work board        ${urls.board}  (sign in at the console first)\n`);
}

async function balance(client: DemoClient): Promise<bigint> {
  return BigInt((await client.funds()).find((node) => node.kind === 'company')!.funds.amount);
}

async function whyNow(client: DemoClient, order: OrderAnswer): Promise<void> {
  const { why, next } = await client.why(order.id);
  say(`   why        ${why}`);
  for (const event of next) say(`   next       ${londonWords(event.at)}: ${event.what}`);
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'ENOENT' || /fetch failed/.test(error.message)
      ? 'Countersign is not running here: start it with "npm start" in another terminal.'
      : error.message,
  );
  process.exit(1);
});
