import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf, successesOf } from '../../api/core/answers';
import { routes } from '../../api/routes';
import { openApiDocument } from '../../api/openapi';
import { contractText, readExamples } from '../../ops/contract-file';
import { ROOT } from '../../ops/paths';
import { ContractJudge, insistOnContract, watched } from '../support/contract';
import { z } from 'zod';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const BYTES_AN_OPERATION = 5000;
const committed = readFileSync(join(ROOT, 'openapi.json'), 'utf8');
const examples = readExamples();

test('the committed contract is the one that routes, schemas and examples give: npm run docs writes it', () => {
  expect(committed).toBe(contractText());
});

test('the contract takes 5,000 bytes an operation at most, and refers to what is used twice', () => {
  expect(Buffer.byteLength(committed) / routes.length).toBeLessThanOrEqual(BYTES_AN_OPERATION);
  const { components } = openApiDocument();
  for (const kind of ['schemas', 'parameters', 'responses']) expect(Object.keys(components[kind]!).length).toBeGreaterThan(10);
  expect(committed.match(/"application\/problem\+json"/g)!.length).toBe(Object.keys(components['responses']!).length);
});

test('each operation is named by a verb and what it is done to, once', () => {
  const names = routes.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]*)+$/.test(name))).toEqual([]);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});

test('each operation shows a real answer, which the contract accepts, without what tells of a person or opens something', () => {
  const judge = new ContractJudge();
  const answering = routes.filter((route) =>
    [...successesOf(route).values()].some(({ schema, type }) => schema && type === 'application/json'),
  );
  const shown = new Set(examples.map(({ operation }) => operation));
  expect(answering.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  for (const { operation, status, body } of examples) {
    const route = routes.find(({ name }) => name === operation)!;
    expect([operation, judge.faultsOf(route, status, 'application/json', JSON.stringify(body))]).toEqual([operation, []]);
  }
  const text = JSON.stringify(examples);
  expect(text.match(/[\w.+-]+@(?!volt\.example)[\w.-]+/g)).toBeNull();
  expect(text.match(/csk_\w{10,}|whsec_|Bearer |ey[JA]\w{20,}|"token":"(?!the token)/g)).toBeNull();
  expect(new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-/g))).toEqual(new Set(['018f2c6e-0000-']));
});

const edits = routes.filter((route) => route.edits);

test.each(edits.map((route) => [route.name, route] as const))(
  'what %s answers can be written back',
  (name, { edits: written, body, answers }) => {
    const { body: answer } = examples.find(({ operation, status }) => operation === name && status === answers.status)!;
    expect(body!.safeParse(written!(answer as Record<string, unknown>))).toMatchObject({ success: true });
  },
);

test('each operation that changes what was read says what of it can be written back', () => {
  const changing = routes.filter(({ method, path, body }) => body && (method === 'put' || /\/(change|licence|training)$/.test(path)));
  // A draft is whatever its form holds: both ways have one schema.
  expect(changing.filter((route) => !route.edits).map(({ name }) => name)).toEqual(['saveDraft']);
  expect(edits.length).toBeGreaterThanOrEqual(7);
});

test('what a route declares decides which problems it can answer with', () => {
  const of = (name: string) => problemsOf(routes.find((route) => route.name === name)!);
  expect(of('listReceipts')).toEqual([400, 401, 403, 429, 500, 503]);
  expect(of('signIn')).toEqual([400, 401, 403, 413, 415, 422, 429, 500, 503]);
  expect(of('placeAdvanceOrder')).toEqual([400, 401, 403, 409, 412, 413, 415, 422, 429, 500, 503]);
  expect(of('setStatementLayout')).toEqual([400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500, 503]);
  expect(of('importStatement')).toEqual([400, 401, 403, 404, 409, 413, 422, 429, 500, 503]);
  for (const route of routes.filter(({ command }) => command)) expect([...successesOf(route).keys()]).toContain(200);
});

test.each([
  ['a status that is not declared', 418, 'application/problem+json', { type: 't', title: 't', status: 418 }, 'answered 418'],
  ['a member that no schema names', 200, 'application/json', { items: [], next: null, total: 0 }, 'must NOT have additional properties'],
  ['a member that is missing', 200, 'application/json', { items: [] }, "must have required property 'next'"],
  ['a value of another form', 200, 'application/json', { items: [{ id: 'x' }], next: null }, 'must match format "uuid"'],
  ['a problem that is none', 404, 'application/json', { error: 'gone' }, 'answered 404'],
  ['another content type', 200, 'text/html', '<p>', 'answered 200 as text/html'],
])('an answer with %s is seen by whoever watches the API', async (_what, status, type, body, violation) => {
  const contract = watched((_request, response) => {
    response.statusCode = status;
    response.setHeader('Content-Type', type).end(JSON.stringify(body));
  });
  const server: Server = createServer(contract.listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/claims?limit=1`)).text();
  await new Promise((resolve) => server.close(resolve));
  expect(() => insistOnContract(contract.violations)).toThrow(violation);
});

test('SEC-9 IDM-1 an identifier that is sent is one in any case, wherever it stands: it is read as it is kept', () => {
  const capital = 'A0B1C2D3-E4F5-7A6B-8C9D-E0F1A2B3C4D5';
  const inputs = routes.flatMap(({ name, params, query, body }) => [params, query, body].flatMap((part) => (part ? [{ name, part }] : [])));
  const read = inputs.flatMap(({ name, part }) => identifiersOf(part).map((schema) => [name, z.parse(schema, capital)]));
  expect(read.length).toBeGreaterThan(300);
  expect(read.filter(([, identifier]) => identifier !== capital.toLowerCase())).toEqual([]);
});

/** The schemas of identifiers within another one, each as it is used: without what it is made from. */
function identifiersOf(part: z.ZodType): z.core.$ZodType[] {
  const found: z.core.$ZodType[] = [];
  z.toJSONSchema(part, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: { format } }) => void (format === 'uuid' && found.push(zodSchema)),
  });
  return found.filter((schema) => !found.some(({ _zod: { parent } }) => parent === schema));
}
