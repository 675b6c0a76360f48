import type { z } from 'zod';
import { queryOf } from '../../../api/core/answers';
import { readPart } from '../../../api/core/faults';
import { jsonSchemaOf } from '../../../api/core/json-schema';
import { routes } from '../../../api/routes';
import { statementLayout } from '../../../messages/bank.schemas';
import type { SeededTenant } from '../../../db/seeds/demo';
import { badInputs, goodInput } from '../../support/bad-input';
import type { Problem } from '../../support/orders';
import { castOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';

/** How the library that reads requests would put it. */
const LIBRARY =
  /\b(expected|received)\b|invalid (input|option|key|element|string)|too (small|big)|unrecogni[sz]ed|must match|undefined|\[object/i;

const bodies = routes.flatMap(({ name, body }) => (body ? [[name, body] as const] : []));
const queries = routes.map((route) => [route.name, queryOf(route)] as const);

let system: TestSystem;
let tenant: SeededTenant;
beforeAll(async () => {
  system = await realSystem('refusals-api');
  tenant = await system.tenant('words');
}, 120_000);
afterAll(() => system?.stop());

function insistOnWords(schema: z.ZodType, isQuery: boolean): number {
  const { $defs, ...root } = jsonSchemaOf(schema, 'input');
  const described = root['$ref'] ? Object.values($defs!)[0]! : root;
  if (!isQuery) expect(readPart(schema, goodInput(described)).faults).toBeUndefined();
  const inputs = badInputs(described, isQuery);
  for (const { what, value, pointers } of inputs) {
    const faults = readPart(schema, value).faults ?? [];
    const told = faults.map((fault) => fault.pointer);
    const missed = pointers.filter((pointer) => !told.some((each) => each === pointer || each.startsWith(`${pointer}/`)));
    expect([what, missed, faults]).toEqual([what, [], faults]);
    for (const { detail, remedy, code } of faults) {
      expect([what, `${detail} ${remedy}`]).toEqual([what, expect.not.stringMatching(LIBRARY)]);
      expect([what, detail, remedy, code]).toEqual([
        what,
        expect.stringMatching(/^\S.{8,}/),
        expect.stringMatching(/^[A-Z].{8,}\.$/s),
        expect.stringMatching(/^\w+$/),
      ]);
    }
  }
  return inputs.length;
}

test.each(bodies)('OPS-5 the body of %s: every way to get it wrong is told at its place, all at once, in our words', (_name, schema) => {
  expect(insistOnWords(schema, false)).toBeGreaterThan(0);
});

test.each(queries)('OPS-5 the query of %s: every way to get it wrong is told at its place, all at once, in our words', (_name, schema) => {
  expect(insistOnWords(schema, true)).toBeGreaterThan(0);
});

test('OPS-5 a rule over several members hides no fault of another one, and none hides it', () => {
  const layout = { name: '', dateFormat: 'yyyy-mm-dd', columns: { date: '', text: ['t'], debit: 'out' }, more: 1 };
  const faults = readPart(statementLayout, layout).faults!;
  expect(faults.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([
    ['/columns', 'combination'],
    ['/columns/date', 'tooShort'],
    ['/more', 'unknown'],
    ['/name', 'tooShort'],
  ]);
});

test('OPS-5 a fault names the field, what is wrong with it and what is wanted, in the words of its schema', async () => {
  const { employerUser } = castOf(system, tenant);
  const order = { purchaseOrder: 'x'.repeat(51), level: 'here', accountsContact: null, credits: '2', payBy: 'card', colour: 'red' };
  const answer = await employerUser.post<Problem>('/v1/advance-orders', order);
  expect([answer.status, answer.body.title]).toEqual([422, 'The body has 7 faults']);
  const told = Object.fromEntries(answer.body.errors.map(({ pointer, detail, remedy }) => [pointer, `${detail}. ${remedy}`]));
  expect(told).toEqual({
    '/purchaseOrder':
      'Purchase order has 51 characters, which is too long. Shorten it: give your own reference or PO number (text of 1 to 50 characters).',
    '/level':
      'Level is not an identifier, a UUID. Give the company, group or office that the order is raised at; its funds sit there (an identifier, a UUID).',
    '/billingOffice': 'Billing office is missing. Give the office that is billed (an identifier, a UUID).',
    '/accountsContact': 'Accounts contact has no value (null). Give whom to ask about the payment (text of 1 to 100 characters).',
    '/credits': 'Credits is text. Give whole credits of £250, at least 1 (a number of at most 1000000).',
    '/payBy': 'Pay by is none of what can be chosen. Give how it is paid ("bacs").',
    '/colour':
      'This member is not known here. Leave it out; known are purchaseOrder, level, billingOffice, accountsContact, credits, payBy.',
  });
});

test('OPS-5 query, key and body are told of at once; what a query does not know is a fault; a dry run is asked for by true alone', async () => {
  const { employerUser } = castOf(system, tenant);
  const send = (query: string, headers: Record<string, string>) =>
    employerUser.send<Problem>('POST', `/v1/advance-orders?${query}`, '{}', { 'Content-Type': 'application/json', ...headers });
  const all = await send('dryRun=yes&colour=red', {});
  expect(all.status).toBe(400);
  expect(all.body.errors.map((fault) => `${(fault as { in?: string }).in ?? 'body'} ${fault.pointer}`)).toEqual([
    'query /dryRun',
    'query /colour',
    ...['purchaseOrder', 'level', 'billingOffice', 'accountsContact', 'credits', 'payBy'].map((name) => `body /${name}`),
    'header Idempotency-Key',
  ]);
  expect(
    (await employerUser.get<Problem>('/v1/advance-orders?limit=0&sort=up')).body.errors.map(({ pointer, remedy }) => [pointer, remedy]),
  ).toEqual([
    ['/limit', 'Give a whole number from 1 to 200.'],
    ['/sort', 'Leave it out; known are cursor, limit, state, reference, level.'],
  ]);
});
