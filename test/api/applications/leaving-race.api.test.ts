import { inScope } from '../../../db/core/database';
import { leave } from '../../../db/people/employments.commands';
import { sceneIn } from '../../support/given';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('leaving-race')));
afterAll(() => system?.stop());

test('EMP-3 APP-10 an application that is started while the employee is leaving is refused: it waits until he has left', async () => {
  const { tenant, as, given } = await sceneIn(system, 'leaving-race');
  const { id: employee } = await given.employer.employee();
  const { id: organisation, user } = tenant.companies[0];
  const by = {
    by: { user_id: user.id, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: employee },
    body: {},
    reason: null,
  };
  const { started, answered } = await inScope(system.database, { tenant: tenant.id, organisation }, async (trx) => {
    await leave(trx, { tenant: tenant.id, organisation }, [employee], null, by, new Date().toISOString());
    let isAnswered = false;
    const starting = as.employerUser
      .post<Problem>('/v1/applications', { applications: [{ employee, cardType: 'craft' }] })
      .finally(() => (isAnswered = true));
    const waiting = 'select count(*)::int as count from pg_locks where not granted';
    for (let waits = 0; waits === 0 && !isAnswered;) waits = (await system.owner.raw(waiting)).rows[0].count;
    return { started: starting, answered: isAnswered };
  });
  const { status, body } = await started;
  expect([answered, status, body.errors.map(({ code }) => code)]).toEqual([false, 422, ['employee']]);
});
