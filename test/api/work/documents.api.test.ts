import { randomUUID } from 'node:crypto';
import { londonDate } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { askForReport, documentIs, type DocumentBody } from '../../support/documents';
import type { Problem } from '../../support/orders';
import { readPdf } from '../../support/pdf';

interface BoardQueue {
  name: string;
  counts: Record<string, number>;
  readOnlyMode: boolean;
  allowRetries: boolean;
  jobs: { id: string; name: string; failedReason: string }[];
}

let { system, as, finance, look } = {} as Desk;
beforeAll(async () => {
  ({ system, as, finance, look } = await openDesk('documents-api', 'papers'));
  await Promise.all([as.administrator.token(), as.caseOperator.token()]);
  await system.documents.start();
}, 120_000);
afterAll(() => system?.stop());

/** While files cannot be kept, every try fails. */
async function failedDocument(): Promise<DocumentBody> {
  await system.owner.raw('revoke insert on files from countersign_app');
  try {
    const { body } = await askForReport(finance);
    return await documentIs(finance, body, 'failed', 60_000);
  } finally {
    await system.owner.raw('grant insert on files to countersign_app');
  }
}
const retry = (by: ApiClient, { id }: DocumentBody, headers = {}) =>
  by.post<DocumentBody & Problem>(`/v1/documents/${id}/retry`, {}, headers);
const queue = async (by: ApiClient, status: string): Promise<BoardQueue> => {
  const { body } = await by.get<{ queues: BoardQueue[] }>(
    `/work-board/api/queues?activeQueue=Documents&status=${status}&page=1&jobsPerPage=100`,
  );
  return body.queues.find(({ name }) => name === 'Documents')!;
};

test('OPS-2 FIN-1 the day’s report is asked for, made and downloaded as a tagged PDF; a repeat of the key asks for no other', async () => {
  const key = { 'Idempotency-Key': randomUUID() };
  const asked = await askForReport(finance, '2026-11-20', key);
  expect(asked).toMatchObject({ status: 201, body: { state: 'asked', file: null } });
  expect(asked.headers.get('location')).toBe(`/v1/documents/${asked.body.id}`);
  const { file } = await documentIs(finance, asked.body, 'made');
  const answer = await fetch(system.api + file!, { headers: { Authorization: `Bearer ${await finance.token()}` } });
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
    200,
    'application/pdf',
    "attachment; filename*=UTF-8''day-2026-11-20.pdf",
  ]);
  expect(readPdf(Buffer.from(await answer.arrayBuffer()))).toMatchObject({ tagged: true, title: 'Finance report of 2026-11-20' });
  expect((await askForReport(finance, '2026-11-20', key)).body.id).toBe(asked.body.id);
  const { body } = await finance.get<{ items: DocumentBody[] }>('/v1/documents?day=2026-11-20');
  expect(body.items.map(({ id, state }) => [id, state])).toEqual([[asked.body.id, 'made']]);
});

test('FIN-1 the report of a day that has not begun is refused with the fault listed, and nothing is asked for', async () => {
  const tomorrow = londonDate(new Date(Date.now() + 86_400_000).toISOString());
  const { status, body } = await askForReport(finance, tomorrow);
  expect([status, body.errors.map(({ pointer, code, rule }) => [pointer, code, rule])]).toEqual([422, [['/day', 'day', 'FIN-1']]]);
  expect((await finance.get<{ items: unknown[] }>(`/v1/documents?day=${tomorrow}`)).body.items).toEqual([]);
});

test('WHY-3 SEC-8 a dry run asks for nothing, and whoever may not see reports may not ask', async () => {
  const dry = await finance.post<{ event: string; stage: string }>('/v1/documents?dryRun=true', { kind: 'day-report', day: '2026-11-01' });
  expect([dry.status, dry.body.event, dry.body.stage]).toEqual([200, 'asked', 'Being made']);
  expect((await finance.get<{ items: unknown[] }>('/v1/documents?day=2026-11-01')).body.items).toEqual([]);
  expect((await askForReport(as.caseOperator)).status).toBe(403);
});

test('OPS-2 a document that failed for good is a task that says why, and its retry makes it and closes the task', async () => {
  const document = await failedDocument();
  expect(document).toMatchObject({ attempts: 5, lastError: expect.stringContaining('permission denied'), file: null });
  expect(await look.tasks(document)).toEqual(['retryDocument']);
  expect((await finance.get(`/v1/documents/${document.id}/file`)).status).toBe(404);
  expect(await look.mails(document)).toEqual(['document-failed']);
  const key = { 'Idempotency-Key': randomUUID() };
  expect((await retry(as.administrator, document, key)).status).toBe(200);
  await documentIs(finance, document, 'made');
  expect(await look.tasks(document)).toEqual([]);
  expect((await retry(as.administrator, document, key)).headers.get('idempotency-replayed')).toBe('true');
  expect((await retry(finance, document)).body.errors[0]).toMatchObject({ code: 'ended', rule: 'OPS-2', detail: 'This document is made' });
  expect((await look.events(document)).map(([event]) => event)).toEqual(['asked', 'failed', 'retried', 'made']);
});

test('OPS-2 SEC-8 a failed document is retried from the work board as the signed-in user, by those who may', async () => {
  const document = await failedDocument();
  const failed = await queue(finance, 'failed');
  expect([failed.readOnlyMode, failed.allowRetries]).toEqual([false, true]);
  const job = failed.jobs.find(({ id }) => id === document.id);
  expect(job).toMatchObject({ name: document.reference, failedReason: expect.stringContaining('could not be made') });
  const fromBoard = (by: ApiClient) => by.send('PUT', `/work-board/api/queues/Documents/${document.id}/retry`, undefined, {});
  // bull-board answers every error of a queue with 500 and its words.
  expect((await fromBoard(as.caseOperator)).status).toBe(500);
  await documentIs(finance, document, 'failed');
  expect((await fromBoard(finance)).status).toBe(204);
  await documentIs(finance, document, 'made');
  const trail = await finance.get<{ items: { event: string; user: string | null }[] }>(`/v1/audit/${document.id}`);
  const user = (await finance.get<{ user: string }>('/v1/me')).body.user;
  expect(trail.body.items.filter(({ event }) => event === 'retried')).toEqual([expect.objectContaining({ user })]);
  expect((await queue(finance, 'completed')).jobs.map(({ id }) => id)).toContain(document.id);
  expect((await fromBoard(finance)).status).toBeGreaterThanOrEqual(400);
});
