import { v7 as uuid } from 'uuid';
import { policyNumbers, type PolicyNumber } from '../../../domain/policy-numbers';
import { realSystem, type TestSystem } from '../../support/system';
import { sceneIn } from '../../support/given';

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('policies')));
afterAll(() => system?.stop());

const numbers: Record<string, PolicyNumber> = policyNumbers;

test('TIM-3 GET /v1/policies/current tells each number’s unit, minimum and maximum', async () => {
  const { as } = await sceneIn(system, 'bounds');
  const { body } = await as.finance.get<{ numbers: { name: string; unit: string; minimum: number; maximum: number }[] }>(
    '/v1/policies/current',
  );
  expect(body.numbers.map(({ name, unit, minimum, maximum }) => [name, unit, minimum, maximum])).toEqual(
    Object.entries(numbers).map(([name, { unit, minimum, maximum }]) => [name, unit, minimum, maximum]),
  );
});

test.each(['minimum', 'maximum'] as const)(
  'TIM-3 with every number at its %s a tenant’s people sign in, order, pay, claim and propose other numbers',
  async (bound) => {
    const scene = await sceneIn(system, `at-${bound}`);
    const changes = Object.fromEntries(
      Object.entries(numbers).map(([name, { value, ...more }]) => [name, Array.isArray(value) ? [more[bound]] : more[bound]]),
    );
    const version = `at-${bound}`;
    await system.owner('policies').insert({
      id: uuid(),
      tenant_id: scene.tenant.id,
      version,
      effective_from: '2026-11-01T00:00:00Z',
      changes: JSON.stringify(changes),
    });
    const { as, given, look } = scene;
    expect((await as.administrator.get<{ version: string }>('/v1/policies/current')).body.version).toBe(version);
    expect((await as.finance.get('/v1/me')).status).toBe(200);
    const order = await given.order(1);
    await given.paid(`PAID ${order.reference}`, order.due.amount / 100);
    await look.orderIs(order, 'allocated');
    const invited = await given.invited('somebody');
    expect((await look.standing(invited)).stage).toBe('Link sent');
    const body = {
      effectiveFrom: '2028-01-01',
      changes: Object.fromEntries(Object.entries(numbers).map(([name, { value }]) => [name, value])),
      reason: 'back',
    };
    expect((await as.administrator.post('/v1/policies', body)).status).toBe(201);
  },
);
