import { randomUUID } from 'node:crypto';
import { receive } from '../../../db/access/webhooks.commands';
import { daysLater, type Instant } from '../../../domain/working-days';
import { firstPolicy } from '../../../domain/policy';
import type { ProcessStart } from '../../../domain/processes';
import { CaseLab } from '../../support/case-lab';
import { command, later, openedCase } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const SECOND = 1000;
const HELD = firstPolicy.requests.heldMinutes * 60 * SECOND;
let system: StoreSystem;
let lab: CaseLab;
let process: ProcessStart;
let lapse: Instant;

beforeAll(async () => {
  system = await storeSystem('results');
});
afterAll(() => system?.stop());
beforeEach(async () => {
  lab = await CaseLab.make(system);
  process = await openedCase(lab, 'application', AT);
  lapse = daysLater(AT, firstPolicy.hse.lapseDays);
  await lab.commit(lab.wake(process, later(lapse, -SECOND)));
});

/** A plain command that brings a result, reserved at an instant, that nobody has decided. */
const reserved = (at: Instant, route = 'POST /v1/hse-results') => lab.asked(lab.tenant.staff.caseOperator, {}, at, route);
const lookAt = (at: Instant) => lab.commit(lab.wake(process, at));
const hasLapsed = async () => (await lab.events(process)).includes('lapsed');

test('HSE-3 OPS-4 a lapse waits for a result that is being taken since before it, looks again later and later, and waits no longer than policy says', async () => {
  await reserved(later(lapse, -SECOND));
  let at = lapse;
  const looks: number[] = [];
  for (;;) {
    const verdict = await lookAt(at);
    if (await hasLapsed()) break;
    expect(verdict).toMatchObject({ outcome: 'notDue', ended: false });
    at = (verdict as { wake: { at: Instant } }).wake.at;
    looks.push((Date.parse(at) - Date.parse(lapse)) / SECOND);
  }
  expect(looks).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, HELD / SECOND - 1]);
  const [last] = await system.owner('process_stages').where({ business_id: process.businessId }).orderBy('version', 'desc').limit(1);
  expect([last.event, new Date(last.entered_at).toISOString()]).toEqual(['lapsed', lapse]);
});

test('HSE-3 SEC-9 a command that brings no result puts off no lapse, whoever sends it', async () => {
  await reserved(later(lapse, -SECOND), 'POST /v1/account/applications/00000000-0000-7000-8000-000000000000/verify');
  await lookAt(lapse);
  expect(await hasLapsed()).toBe(true);
});

test('HSE-3 TIM-4 what was received at the very instant of the lapse or after it keeps it from nothing, nor what was answered', async () => {
  await reserved(lapse);
  const { by } = await reserved(later(lapse, -SECOND));
  await system.owner('requests').where({ id: by.request_id }).update({ answer: '{}' });
  await lookAt(lapse);
  expect(await hasLapsed()).toBe(true);
});

test('OPS-4 a reminder waits for no result, nor does the lapse for another scheme’s', async () => {
  const other = await CaseLab.make(system);
  await other.asked(other.tenant.staff.caseOperator, {}, later(lapse, -SECOND));
  await lookAt(lapse);
  expect(await hasLapsed()).toBe(true);
  const second = await openedCase(other, 'application', AT);
  const reminder = daysLater(AT, firstPolicy.hse.reminderDays[0]!);
  await other.asked(other.tenant.staff.caseOperator, {}, later(reminder, -SECOND));
  await other.commit(other.wake(second, reminder));
  expect((await other.events(second)).at(-1)).toBe('reminded');
});

test('HSE-3 OPS-4 a command that comes while the lapse waits is refused with what to do, and changes nothing', async () => {
  await reserved(later(lapse, -SECOND));
  const before = await lab.events(process);
  const verdict = await lab.commit(await command('extend', { days: 30 }, 'caseOperator')(lab, process, later(lapse, SECOND)));
  expect(verdict).toMatchObject({ outcome: 'refused', refusals: [{ code: 'resultsAwaited' }] });
  expect(await lab.events(process)).toEqual(before);
});

test('HSE-5 HSE-3 a message whose work fails in the store keeps the lapse waiting, is done as of when it first came, and once; one that is refused keeps nobody waiting', async () => {
  const message = { source: 'hse', id: randomUUID(), type: 'assessment.result', bodyHash: Buffer.from('a') };
  const first = later(lapse, -SECOND);
  const take = (at: Instant, work: (receivedAt: Instant) => Promise<unknown>) =>
    receive(system.database, lab.tenant.id, message, at, (_trx, receivedAt) => work(receivedAt));
  await expect(take(first, () => Promise.reject(Object.assign(new Error('deadlock'), { code: '40P01' })))).rejects.toThrow('deadlock');
  expect(await lookAt(lapse)).toMatchObject({ outcome: 'notDue', wake: { at: later(lapse, 5 * SECOND) } });
  await expect(take(first, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  await lookAt(lapse);
  expect(await hasLapsed()).toBe(true);
  const done: Instant[] = [];
  const works = (at: Instant) => Promise.resolve(done.push(at));
  expect([await take(later(lapse, SECOND), works), await take(later(lapse, SECOND), works)]).toEqual(['done', 'repeated']);
  expect(done).toEqual([first]);
});
