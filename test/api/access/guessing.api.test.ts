import { createHash } from 'node:crypto';
import { takeTry } from '../../../db/access/sign-in.commands';
import { firstPolicy } from '../../../domain/policy';
import type { SeededTenant } from '../../../db/seeds/demo';
import { codeFor } from '../../../ops/sign-in';
import type { Problem } from '../../support/orders';
import { nobody, type Pending } from '../../support/people';
import { shared } from '../../support/shared';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;

beforeAll(async () => {
  system = await realSystem('guessing');
  tenant = await system.tenant('guessing');
});
afterAll(() => system?.stop());

const password = (email: string, given: string, proof?: string) =>
  nobody(system.api).post<Pending & Problem & { challenge: Challenge }>('/v1/sessions', {
    email,
    password: given,
    ...(proof ? { proof } : {}),
  });
interface Challenge {
  algorithm: string;
  challenge: string;
  salt: string;
  signature: string;
  maxnumber?: number;
  maxNumber?: number;
}
/** Solved as a machine does that has nothing else to do: hash by hash, without pausing between them. */
function solved({ algorithm, challenge, salt, signature, maxnumber, maxNumber }: Challenge): string {
  const most = maxnumber ?? maxNumber ?? 0;
  for (let number = 0; number <= most; number += 1)
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  throw new Error('The challenge has no solution');
}
/** What happened so many minutes ago, as if the time had passed since. */
async function age(minutes: number): Promise<void> {
  const ago = `interval '${minutes} minutes'`;
  await system.owner.raw(`update sign_in_failures set failed_at = (select coalesce(array_agg(f - ${ago}), '{}') from unnest(failed_at) f),
    locked_until = locked_until - ${ago}`);
}

test('SEC-1 after three failures sign-in asks for a challenge, the fifth within 15 minutes locks for 15 minutes; unknown addresses likewise', async () => {
  for (const email of [tenant.centre.user.email, 'unknown@nowhere.example']) {
    for (let failure = 0; failure < 3; failure += 1) expect((await password(email, 'wrong')).status).toBe(401);
    const asked = await password(email, PASSWORD);
    expect([asked.status, asked.body.type]).toEqual([401, 'urn:countersign:problem:challenge']);
    expect((await password(email, 'wrong', solved(asked.body.challenge))).body.type).toBe('urn:countersign:problem:sign-in');
    const fifth = await password(email, 'wrong', solved((await password(email, 'wrong')).body.challenge));
    expect([fifth.status, fifth.body.type, Number(fifth.headers.get('retry-after'))]).toEqual([429, 'urn:countersign:problem:locked', 900]);
  }
  const { email } = tenant.centre.user;
  expect((await password(email, PASSWORD)).status).toBe(429);
  const { locked_until } = await system
    .owner('sign_in_failures')
    .where({ email_hash: createHash('sha256').update(email).digest() })
    .first();
  const before = new Date(Date.parse(locked_until) - 1).toISOString();
  expect((await takeTry(system.database, email, firstPolicy.signIn, before, true)).lockedUntil).toBe(locked_until);
  expect((await takeTry(system.database, email, firstPolicy.signIn, locked_until, true)).lockedUntil).toBeNull();
  await age(13);
  expect((await password(email, PASSWORD)).status).toBe(429);
  await age(2);
  const asked = await password(email, PASSWORD);
  expect(asked.body.type).toBe('urn:countersign:problem:challenge');
  expect((await password(email, PASSWORD, solved(asked.body.challenge))).status).toBe(202);
});

test('SEC-1 of 40 passwords tried at once three are looked at, then a challenge is asked; a solved one serves once, and the fifth failure locks', async () => {
  const other = await system.tenant('guessed');
  const { email } = other.staff.finance;
  const kinds = async (tries: Promise<{ body: Problem }>[]) =>
    (await Promise.all(tries)).reduce<Record<string, number>>((sum, { body }) => {
      const kind = body.type.split(':').at(-1)!;
      return { ...sum, [kind]: (sum[kind] ?? 0) + 1 };
    }, {});
  expect(await kinds(Array.from({ length: 40 }, () => password(email, 'wrong')))).toEqual({ 'sign-in': 3, challenge: 37 });
  const proof = solved((await password(email, 'wrong')).body.challenge);
  expect(await kinds(Array.from({ length: 10 }, () => password(email, 'wrong', proof)))).toEqual({ 'sign-in': 1, challenge: 9 });
  const proofs = [];
  for (let each = 0; each < 4; each += 1) proofs.push(solved((await password(email, 'wrong')).body.challenge));
  expect(await kinds(proofs.map((each) => password(email, 'wrong', each)))).toEqual({ locked: 4 });
  expect((await password(email, PASSWORD)).body.type).toBe('urn:countersign:problem:locked');
});

test('SEC-1 one sign-in a user is open, wrong codes count over all of them, and the lock holds for a right code too', async () => {
  const { email } = (await system.tenant('codes')).staff.finance;
  const since = new Date().toISOString();
  const first = (await password(email, PASSWORD)).body;
  const right = await codeFor(shared().sms.url, first.reference, since);
  const open = [];
  for (const _try of [1, 2, 3]) open.push((await password(email, PASSWORD)).body);
  const give = (signIn: string, code: string) => nobody(system.api).post<Problem>(`/v1/sessions/${signIn}/code`, { code });
  expect((await give(first.signIn, right)).status).toBe(410);
  const newest = open.at(-1)!;
  const statuses = [];
  for (let times = 0; times < 4; times += 1) statuses.push((await give(newest.signIn, 'none')).status);
  const again = new Date().toISOString();
  const asked = await password(email, PASSWORD);
  const proved = (await password(email, PASSWORD, solved(asked.body.challenge))).body;
  const code = await codeFor(shared().sms.url, proved.reference, again);
  statuses.push((await give(proved.signIn, 'none')).status);
  expect(statuses).toEqual([401, 401, 401, 401, 429]);
  expect((await give(proved.signIn, code)).body.type).toBe('urn:countersign:problem:locked');
});

test('SEC-1 a challenge solved for one address opens nothing for another, and failures older than 15 minutes count no more', async () => {
  const [one, two] = [tenant.checker.user.email, tenant.individual.email];
  for (const email of [one, two]) for (let failure = 0; failure < 3; failure += 1) await password(email, 'wrong');
  const proof = solved((await password(one, PASSWORD)).body.challenge);
  expect((await password(two, PASSWORD, proof)).body.type).toBe('urn:countersign:problem:challenge');
  await age(15.1);
  expect((await password(two, PASSWORD)).status).toBe(202);
});
