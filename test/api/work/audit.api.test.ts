import type { Role } from '../../../domain/access/permissions';
import type { SeededTenant } from '../../../db/seeds/demo';
import { linkAudit, verifyAudit } from '../../../db/core/audit-chain.commands';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { placeOrder } from '../../support/orders';
import { callersOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';
import { sweep } from '../../../workers/sweep';

/** Nine people sign in and five orders are placed; then one, and twenty at once. */
const FIRST = 9 + 5;
const ALL = FIRST + 21;

let system: TestSystem;
let tenant: SeededTenant;
let as: Record<Role, ApiClient>;
interface Proof {
  links: number;
  head: string;
  broken: { position: number; why: string } | null;
}

beforeAll(async () => {
  system = await realSystem('audit');
  tenant = await system.tenant('audit');
  as = await callersOf(system, tenant);
  for (let orders = 0; orders < 5; orders += 1) await placeOrder(as.employerUser, tenant.companies[0]);
});
afterAll(() => system?.stop());

const link = () => linkAudit(system.database, tenant.id, system.config.COUNTERSIGN_KEYS);
/** Links until the chain holds so many: the relay links each minute too, and what ran beside a link's transaction waits for the next. */
const linkUpTo = (links: number) =>
  eventually(async () => {
    await link();
    expect((await verify()).links).toBe(links);
  });
const verify = () => verifyAudit(system.database, tenant.id, system.config.COUNTERSIGN_KEYS);
/** What an owner of the database could do: he takes the guard away first. */
async function tamper(sql: string, bindings: unknown[] = []): Promise<void> {
  await system.owner.transaction(async (trx) => {
    await trx.raw('alter table audit disable trigger append_only; alter table audit_links disable trigger append_only');
    await trx.raw(sql, bindings as string[]);
    await trx.raw('alter table audit enable trigger append_only; alter table audit_links enable trigger append_only');
  });
}

test('AUD-1 each row of the trail is linked once, in order; the chain holds, and its head is told', async () => {
  await linkUpTo(FIRST);
  expect(await link()).toBe(0);
  await placeOrder(as.employerUser, tenant.companies[0]);
  const told = (await as.dpo.get<{ position: number; unlinked: number }>('/v1/audit-chain')).body;
  expect([told.position - FIRST, told.unlinked]).toEqual(told.unlinked === 1 ? [0, 1] : [1, 0]);
  await linkUpTo(FIRST + 1);
  const proof = (await as.dpo.get<Proof>('/v1/audit-chain/verification')).body;
  expect(proof).toEqual({ links: FIRST + 1, head: (await as.dpo.get<{ head: string }>('/v1/audit-chain')).body.head, broken: null });
});

test('AUD-1 rows written by 20 commands at once are all linked, whatever order their transactions end in', async () => {
  const linking = Array.from({ length: 10 }, () => link());
  await Promise.all(Array.from({ length: 20 }, () => placeOrder(as.employerUser, tenant.companies[0])));
  await Promise.all(linking);
  await linkUpTo(ALL);
  expect((await verify()).broken).toBeNull();
});

test('AUD-1 nobody changes or deletes a row, the owner of the database included, while its guard stands', async () => {
  for (const sql of ["update audit set reason = 'x'", 'delete from audit', 'truncate audit cascade', 'delete from audit_links'])
    await expect(system.owner.raw(sql)).rejects.toThrow('append-only');
  await expect(system.database.raw("update audit set reason = 'x'")).rejects.toThrow('permission denied');
});

test('AUD-1 a changed row, a removed row and a chain written anew are found by the verify command, at their place', async () => {
  const [{ audit_seq }] = await system.owner('audit_links').where({ tenant_id: tenant.id, position: 7 });
  await tamper(`update audit set reason = 'nothing happened' where seq = ?`, [String(audit_seq)]);
  expect((await verify()).broken).toEqual({ position: 7, why: 'changed' });
  const [report] = await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS);
  expect(report!.impossible).toEqual([{ what: 'the trail was tampered with: a row was changed', rows: ['7'] }]);
  await tamper('update audit set reason = null where seq = ?', [String(audit_seq)]);
  expect((await verify()).broken).toBeNull();
  const { head } = await verify();
  await tamper('create temporary table kept as select * from audit_links where position = 9');
  const [kept] = await system.owner('audit_links').where({ tenant_id: tenant.id, position: 9 });
  await tamper('delete from audit_links where tenant_id = ? and position = 9', [tenant.id]);
  expect((await verify()).broken).toEqual({ position: 9, why: 'removed' });
  await system.owner('audit_links').insert({ ...kept, position: '9', audit_seq: String(kept.audit_seq) });
  await tamper('delete from audit_links where tenant_id = ? and position > 20', [tenant.id]);
  await linkUpTo(ALL);
  expect((await verify()).head).toBe(head);
});

test('AUD-1 the trail names who, from where and by which session or key; an auditor gets it as one line a row with its link', async () => {
  await linkUpTo(ALL);
  const today = new Date().toISOString().slice(0, 10);
  const { body, headers } = await as.dpo.get<string>(`/v1/audit-export?from=${today}&to=${today}`);
  const rows = body.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="audit-/);
  expect(rows.length).toBe(ALL);
  expect(rows.find(({ event }) => event === 'placed')).toMatchObject({
    event: 'placed',
    user: tenant.companies[0].user.id,
    ip: expect.stringContaining('127.0.0.1'),
    session: expect.any(String),
    link: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect((await as.dpo.get<string>(`/v1/audit-export?from=${today}&to=${today}&after=20`)).body.split('\n')).toHaveLength(ALL - 20);
  expect((await as.finance.get(`/v1/audit-export?from=${today}&to=${today}`)).status).toBe(403);
});
