import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { inScope } from '../db/core/database';
import { giveQualification } from '../db/qualifications/qualifications.commands';
import type { DemoClient } from '../ops/demo-client';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const COMMANDS = 60;
const WARM_UP = 10;
const PAGES = 6;
const LINES = 40;

/** A command's time while pages are recognised, against its time alone, on the same servers one after the other (QUA-1). */
export async function recognition(bench: Bench, client: DemoClient): Promise<string[]> {
  const place = (name: string) => timed(() => client.placeOrder(1, `${name}-${randomUUID()}`));
  const alone: number[] = [];
  for (let round = 0; round < COMMANDS; round += 1) alone.push(await place('alone'));
  const picture = await page();
  for (let each = 0; each < PAGES; each += 1) await give(bench, picture);
  const beside: number[] = [];
  while ((await unread(bench)) > 0) beside.push(await place('beside'));
  const usual = median(alone.slice(WARM_UP));
  const note = `${usual.toFixed(1)} ms is 1; ${beside.length} commands beside ${PAGES} pages`;
  return [line('a command while pages are recognised / alone', median(beside) / usual, 1.3, note)];
}

/** A page full of text, as a scanner makes one. */
function page(): Promise<Buffer> {
  const text = Array.from(
    { length: LINES },
    (_each, index) => `<text x="120" y="${160 + index * 80}">This is to certify that line ${index} of this page is read as well</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2480" height="3508"><rect width="100%" height="100%" fill="white"/><g font-family="DejaVu Sans" font-size="44">${text.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Gives a document for one of the employer's people, as the API does. */
async function give({ owner, database, caller, ring }: Bench, content: Buffer): Promise<void> {
  const { tenant, organisation, user } = caller;
  const { person_id: person } = await owner('employments')
    .where({ organisation_id: organisation })
    .whereNull('ended_on')
    .first('person_id');
  const by = { user_id: user, session_id: null, api_key_id: null, ip: caller.ip, request_id: randomUUID() };
  const file = { name: 'certificate.png', type: 'image/png', content };
  const about = { tenant, organisation, person };
  await inScope(database, { tenant, organisation: null }, (trx) =>
    giveQualification(trx, about, { file, ring }, { by, body: {}, reason: null }, new Date().toISOString()),
  );
}

async function unread({ owner }: Bench): Promise<number> {
  return (await owner('qualification_givings').whereNull('outcome').pluck('id')).length;
}
