import type { ApplicationBody } from './employers';
import { eventually } from './eventually';
import { shifted, type Story } from './story';

/** An application, and when it was paid for. */
export type Paid = ApplicationBody & { paidAt: string };

/** An application as its employer sees it. */
export const shown = async ({ as }: Story, { id }: { id: string }) =>
  (await as.employerUser.get<ApplicationBody>(`/v1/applications/${id}`)).body;
/** Waits until an application is in a state. */
export const stateIs = (scene: Story, application: { id: string }, state: string) =>
  eventually(async () => expect((await shown(scene, application)).state).toBe(state));
let numbers = 0;
/** The provider’s result, by a case operator's form: of the applicant, taken on the day that it is. */
export async function result(
  scene: Story,
  { applicant }: ApplicationBody,
  outcome: 'pass' | 'fail',
  more: object = {},
): Promise<{ id: string; state: string }> {
  const takenOn = (await scene.system.now()).toISOString().slice(0, 10);
  const body = { number: `T-${(numbers += 1)}`, person: applicant.registrationNumber, takenOn, mode: 'online', result: outcome, ...more };
  const { status, body: taken } = await scene.as.caseOperator.post<{ id: string; state: string }>('/v1/hse-results', body);
  expect([status, taken]).toEqual([201, expect.objectContaining({ state: 'recorded' })]);
  return taken;
}
/** An application paid at an instant, whose clock starts there. */
export async function paidAt({ system, given }: Story, at: string): Promise<Paid> {
  const application = await given.employer.finalised();
  const order = await given.employer.closed([application]);
  await system.sleepUntil(shifted(at, -5000));
  await system.receivedAt(at, () => given.pays(order));
  return { ...application, paidAt: at };
}
