import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openDesk, type Desk } from '../../support/desk';
import { askForReport, documentIs, type DocumentBody } from '../../support/documents';
import { eventually } from '../../support/eventually';

const ENTRY = join(__dirname, '..', '..', '..', 'dist', 'workers', 'documents-main.js');
/** A silent try is given up after 15 s; a loaded machine needs its time besides. */
const PATIENCE_MS = 90_000;
const children: ChildProcess[] = [];

let { system, finance, look } = {} as Desk;
beforeAll(async () => void ({ system, finance, look } = await openDesk('document-workflow', 'paper')), 120_000);
afterEach(async () => {
  await Promise.all(children.splice(0).map(killed));
  await system.documents.stop();
});
afterAll(() => system?.stop());

/** A document worker as `npm start` starts it, a process of its own. */
function documentWorker(): ChildProcess {
  const { DATABASE_URL, TEMPORAL_NAMESPACE, COUNTERSIGN_REFERENCE_KEY, SMTP_URL } = system.config;
  const { SMS_URL, SMS_KEY, IDENTITY_URL, IDENTITY_KEY, GATEWAY_URL, GATEWAY_KEY, LRS_URL, LRS_KEY, PRINTER_URL, PRINTER_KEY } =
    system.config;
  const env = {
    ...process.env,
    DATABASE_URL,
    TEMPORAL_NAMESPACE,
    COUNTERSIGN_REFERENCE_KEY,
    ...{ SMS_URL, SMS_KEY, IDENTITY_URL, IDENTITY_KEY, GATEWAY_URL, GATEWAY_KEY, LRS_URL, LRS_KEY, PRINTER_URL, PRINTER_KEY, SMTP_URL },
    COUNTERSIGN_KEYS: system.keys,
    TEMPORAL_ADDRESS: system.address,
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: 'ignore' });
  children.push(child);
  return child;
}
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
const asked = async (day?: string): Promise<DocumentBody> => {
  const { status, body } = await askForReport(finance, day);
  expect(status).toBe(201);
  return body;
};
const filesOf = ({ id }: DocumentBody) => system.owner('files').where({ entity_id: id });
const trailOf = ({ id }: DocumentBody, event: string) => system.owner('audit').where({ entity_id: id, event });
const isEndedInTemporal = ({ id }: DocumentBody) =>
  eventually(async () =>
    expect((await system.processes.client.workflow.getHandle(`document/${id}`).describe()).status.name).toBe('COMPLETED'),
  );

test('OPS-2 OPS-4 a document waits while the document worker is away, and is made when it comes', async () => {
  const document = await asked();
  expect(await look.standing(document)).toMatchObject({ stage: 'Being made', awaiting: 'nobody' });
  expect((await look.standing(document)).next).toHaveLength(1);
  await system.documents.start();
  expect(await documentIs(finance, document, 'made')).toMatchObject({ attempts: 1, lastError: null });
  expect((await look.events(document)).map(([event]) => event)).toEqual(['asked', 'made']);
  expect(await filesOf(document)).toHaveLength(1);
  await isEndedInTemporal(document);
});

test.each([
  ['reads', 'journal_entries'],
  ['keeps its file', 'files'],
])(
  'OPS-4 a document worker killed as it %s is followed by another one: one file, one line in the trail',
  async (_what, table) => {
    const document = await asked('2026-11-19');
    const lock = await system.owner.transaction();
    try {
      await lock.raw(`lock table ${table} in access exclusive mode`);
      const first = documentWorker();
      await eventually(async () => {
        expect(await system.owner('documents').where({ id: document.id }).first('attempts')).toEqual({ attempts: 1 });
        const { rows } = await system.owner.raw(
          `select count(*)::int as waiting from pg_locks where not granted and relation = '${table}'::regclass`,
        );
        expect(rows[0].waiting).toBeGreaterThan(0);
      });
      await killed(first);
    } finally {
      await lock.rollback();
    }
    documentWorker();
    expect(await documentIs(finance, document, 'made', PATIENCE_MS)).toMatchObject({ attempts: 2 });
    expect(
      [await filesOf(document), await trailOf(document, 'fileAdded'), await trailOf(document, 'made')].map(({ length }) => length),
    ).toEqual([1, 1, 1]);
    await isEndedInTemporal(document);
  },
  120_000,
);

test('OPS-2 OPS-4 a document whose workflow was terminated goes on from its row, and is made', async () => {
  const document = await asked('2026-11-18');
  await system.processes.client.workflow.getHandle(`document/${document.id}`).terminate('the engine lost it');
  expect((await finance.post(`/v1/documents/${document.id}/retry`, {})).status).toBe(409);
  await system.documents.start();
  await documentIs(finance, document, 'made');
  expect(await filesOf(document)).toHaveLength(1);
});
