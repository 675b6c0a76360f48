import type { Page } from 'playwright-core';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { LABOURER, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import { applicant, onPage, providersPage, unverified } from '../../support/identity-stories';
import { GRADING, type QualificationBody } from '../../support/qualifications';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let page: Page;
let papers: QualificationBody[];
let exempted: { reference: string };
let failing: ApplicationBody;
let held: ApplicationBody;
let processed: ApplicationBody[];

/** A morning at the case operators' desk: two qualifications, an exemption, a failed check of identity, a hold, three to process. */
beforeAll(async () => {
  system = await realSystem('journey-4');
  scene = await sceneIn(system, 'day');
  const { given, as } = scene;
  const drafts = [await given.employer.started(), await given.employer.started()];
  const entered = drafts.map(({ id }) => as.employerUser.post<QualificationBody>(`/v1/applications/${id}/qualifications`, GRADING));
  papers = (await Promise.all(entered)).map(({ body }) => body);
  exempted = await given.employer.exemption(drafts[0]!);
  failing = await unverified(scene);
  const person = await applicant(system, (failing as ApplicationBody & { email: string }).email);
  await onPage(await providersPage(person, failing), 'fail');
  held = await given.paidApplication();
  const manager = { ...LABOURER, occupation: 'electricalManager' };
  processed = [];
  for (let count = 0; count < 3; count += 1) processed.push(await given.paidApplication(manager));
  await eventually(async () => expect(await openTasks()).toHaveLength(7));
  web = await consoleInBrowser(system);
  page = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
}, 240_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const openTasks = () => system.owner('work_items').where({ queue: 'caseOperator', tenant_id: scene.tenant.id }).whereNull('closed_at');
const stateOf = async ({ id }: { id: string }) => (await system.owner('applications').where({ id }).first('state')).state as string;
/** From home to what a task is about. */
async function take(task: string, { reference }: { reference: string }): Promise<void> {
  await page.goto(web.url);
  await page.getByRole('link', { name: `${task} ${reference}` }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(reference) }).waitFor();
  expect(await violations(page)).toEqual([]);
}

test('WRK-1 WHY-2 journey 4: the home lists what is to be decided, the soonest due first', async () => {
  const due = await page.locator('td:nth-child(3)').allInnerTexts();
  const times = due.map((text) => Date.parse(`${text.replace(/ Late$/, '')} UTC`));
  expect(times).toHaveLength(7);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(await violations(page)).toEqual([]);
});

test('QUA-1 journey 4: one qualification is accepted, more is asked for of the other', async () => {
  const [good, unclear] = papers;
  await take('Decide about a qualification', good!);
  await decide(page, 'Accept it', 'seen at the desk', `Accept ${good!.reference}`);
  await page.getByText('The qualification is accepted.').waitFor();
  await take('Decide about a qualification', unclear!);
  await decide(page, 'Ask for more', 'the number cannot be read', `Ask for more of ${unclear!.reference}`);
  const states = await system.owner('qualifications').whereIn('id', [good!.id, unclear!.id]).orderBy('id').pluck('state');
  expect(states.sort()).toEqual(['accepted', 'moreAsked']);
});

test('HSE-5 journey 4: an exemption is accepted', async () => {
  await take('Decide about an exemption from the assessment', exempted);
  const button = page.getByRole('button', { name: 'Accept it' });
  await button.click();
  await page.getByLabel('Reason').fill('forty years at it');
  await press(page, (await page.getByRole('button', { name: /^Exempt / }).textContent())!.trim());
  await page.getByText('The exemption is accepted.').waitFor();
});

test('IDV-1 journey 4: photo and identity that the provider did not verify are verified by hand, and hold nothing any more', async () => {
  await take('Decide about a photo or identity that is not verified', failing);
  await page.getByRole('img', { name: /^Photo of/ }).waitFor();
  await decide(page, 'Verify photo and identity by hand', 'compared with the passport', `Verify ${failing.applicant.name}`);
  await page.getByText('Photo and identity are verified.').waitFor();
  const holds = async () => (await scene.as.caseOperator.get<ApplicationBody>(`/v1/applications/${failing.id}`)).body.standing!.holds;
  await eventually(async () => expect((await holds()).map(({ name }) => name)).toEqual(['hse']));
});

test('HSE-3 journey 4: the lapse of a hold is put off by ninety days, ninety-one are refused at their field', async () => {
  await page.goto(`${web.url}/applications/${held.id}`);
  const putOff = async (days: string) => {
    await page.getByLabel('Days more').fill(days);
    await page.getByLabel('Reason').fill('the centre is booked out');
    await press(page, `Put off the lapse of ${held.reference}`);
  };
  const lapse = async () => (await scene.as.caseOperator.get<ApplicationBody>(`/v1/applications/${held.id}`)).body.standing!.dueAt!;
  const before = Date.parse(await lapse());
  await page.getByRole('button', { name: 'Put off the lapse' }).click();
  await putOff('91');
  await page.getByRole('alert').getByText(/90/).first().waitFor();
  expect(Date.parse(await lapse())).toBe(before);
  await putOff('90');
  await page.getByText('The lapse is put off by 90 days.').waitFor();
  expect(Math.round((Date.parse(await lapse()) - before) / 86_400_000)).toBe(90);
});

test('APP-9 APP-10 journey 4: of three to process one is approved, one asked for more, one rejected, and nothing is left to decide', async () => {
  const [sound, unclear, wrong] = processed;
  await take('Approve or reject an application', sound!);
  await decide(page, 'Approve it', 'references taken up', `Approve ${sound!.reference}`);
  await page.getByText('The application is approved.').waitFor();
  await take('Approve or reject an application', unclear!);
  await page.getByRole('button', { name: 'Ask for more' }).click();
  await page.getByLabel('What is missing').fill('A letter of the last employer');
  await press(page, `Ask for more about ${unclear!.reference}`);
  await page.getByText('The employer is asked.').waitFor();
  await take('Approve or reject an application', wrong!);
  await decide(page, 'Reject it', 'no experience at all', `Reject ${wrong!.reference}`);
  await page.getByText('The application is rejected; its fee is kept.').waitFor();
  expect([await stateOf(sound!), await stateOf(unclear!), await stateOf(wrong!)]).toEqual(['onHold', 'onHold', 'rejected']);
  await page.goto(web.url);
  await page.getByText('Nothing waits in your queue.').waitFor();
  expect(await openTasks()).toEqual([]);
});
