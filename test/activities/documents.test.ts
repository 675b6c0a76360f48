import { v7 as uuid } from 'uuid';
import { openFile } from '../../db/access/files.commands';
import { dayReport, trialBalance } from '../../db/bank/reports.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { DocumentRow } from '../../db/work/document.model';
import type { SeededTenant } from '../../db/seeds/demo';
import { inPounds } from '../../domain/money';
import { renderDayReport, type DayReport } from '../../activities/documents/day-report';
import { documentSystem } from '../support/document-worker';
import { readPdf } from '../support/pdf';

let system: Awaited<ReturnType<typeof documentSystem>>;
let scheme: SeededTenant;
beforeAll(async () => {
  system = await documentSystem('documents');
  scheme = await system.tenant('papers');
}, 120_000);
afterAll(() => system.stop());

const inTenant = <Result>(work: (trx: Transaction) => Promise<Result>) =>
  inScope(system.database, { tenant: scheme.id, organisation: null }, work);
const AT = '2026-11-24T12:00:00.000Z';
const ask = async (date: string) => {
  const finance = await system.owner('users').where({ tenant_id: scheme.id, role: 'finance' }).first();
  const wish = { kind: 'day-report', aboutType: 'day', aboutId: date } as const;
  const asked = { requestedBy: finance.id, requestedAt: AT, stateSince: AT };
  const { id } = await inTenant((trx) =>
    DocumentRow.query(trx)
      .insert({ id: uuid(), tenantId: scheme.id, ...wish, ...asked })
      .execute(),
  );
  return id;
};
const filesOf = (document: string) => system.owner('files').where({ entity_id: document });
const rowOf = (document: string) => inTenant((trx) => DocumentRow.query(trx).findById(document).throwIfNotFound().execute());
const nothing = async () => undefined;

test("OPS-2 FIN-1 the day's report becomes a tagged PDF in one sealed file, with the report's own sums", async () => {
  const document = await ask('2026-11-24');
  const { file } = await system.make({ tenant: scheme.id, document }, 'first');
  const kept = (await inTenant((trx) => openFile(trx, file, system.ring)))!;
  const [report, trial] = await inTenant(async (trx) => [await dayReport(trx, '2026-11-24'), await trialBalance(trx)] as const);
  const { text, tags, tagged, lang, title } = readPdf(kept.content);
  expect({ tagged, lang, title }).toEqual({ tagged: true, lang: 'en-GB', title: 'Finance report of 2026-11-24' });
  expect(tags).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TR', 'TH', 'TD']));
  for (const pence of [
    report.received.pence,
    report.suspense.pence,
    report.unspentFunds,
    trial.total,
    ...trial.accounts.map((a) => a.pence),
  ])
    expect(text).toContain(inPounds(pence));
  expect((await filesOf(document))[0].content.includes('%PDF')).toBe(false);
  expect(await rowOf(document)).toMatchObject({ attempts: 1, fileId: file, lastError: null });
});

test('OPS-4 a document that is made again, at once or later, has one file and one line in the trail', async () => {
  const document = await ask('2026-11-23');
  const together = await Promise.all(['a', 'b', 'c'].map((each) => system.make({ tenant: scheme.id, document }, `again-${each}`)));
  const later = await system.make({ tenant: scheme.id, document }, 'again-later');
  expect(new Set([...together, later].map(({ file }) => file)).size).toBe(1);
  expect(await filesOf(document)).toHaveLength(1);
  expect(await system.owner('audit').where({ entity_id: document, event: 'fileAdded' })).toHaveLength(1);
});

test('OPS-2 a day that had not begun has no report: the try fails for good, and the row says why', async () => {
  const document = await ask('2026-11-25');
  await expect(system.make({ tenant: scheme.id, document }, 'too-early')).rejects.toThrow();
  expect(await rowOf(document)).toMatchObject({ attempts: 1, fileId: null, lastError: 'There is no report of 2026-11-25 yet' });
  expect(await filesOf(document)).toHaveLength(0);
});

test('FIN-1 every amount of a long report is in the PDF, over several pages, each row a row with its header cell', async () => {
  const report: DayReport = {
    date: '2026-11-24',
    received: { count: 2, pence: 123_456n },
    suspense: { count: 1, pence: 1_234n, oldest: AT },
    unspentFunds: 50_000n,
    movements: Array.from({ length: 120 }, (_, index) => ({
      ...{ kind: 'allocation', key: `allocation/${index}`, reference: `ECS${index}`, at: AT },
      ...{ pence: BigInt(100_001 + index), from: 'Suspense', to: 'Funds of Volt, Norwich' },
    })),
    overdue: [],
    ledgers: [],
    trial: { accounts: [{ account: 'suspense', name: 'Suspense', pence: -1_234n }], total: 0n },
  };
  const { text, tags, pages } = readPdf(await renderDayReport(report, nothing));
  expect(pages).toBeGreaterThan(2);
  for (const { pence } of report.movements) expect(text).toContain(inPounds(pence));
  for (const shown of ['None.', 'Reversals', 'Returns', 'Adjustments', 'Suspense to Funds of', 'ECS119']) expect(text).toContain(shown);
  expect(tags.filter((tag) => tag === 'TR').length).toBeGreaterThanOrEqual(4 + 121 + 3);
});
