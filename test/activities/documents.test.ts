import { v7 as uuid } from 'uuid';
import { openFile } from '../../db/access/files.commands';
import { dayReport, trialBalance } from '../../db/bank/reports.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { DocumentRow } from '../../db/work/document.model';
import type { SeededTenant } from '../../db/seeds/demo';
import { inPounds } from '../../domain/money';
import { renderDayReport, type DayReport } from '../../activities/documents/day-report';
import { renderEntryLearnerList } from '../../activities/documents/entry-learner-list';
import { renderInvigilatorRegister } from '../../activities/documents/invigilator-register';
import { paperOf } from '../support/papers';
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

test('BKG-6 a page of an invigilator register has up to 14 candidates, numbered through, each row a row with its header; pages say which of how many they are', async () => {
  const pagesOf = async (many: number) => readPdf(await renderInvigilatorRegister(paperOf(many), nothing));
  const [one, two] = [await pagesOf(14), await pagesOf(15)];
  expect(one.text).toContain('Candidates 1 to 14 of 14');
  expect(one.text).not.toContain('Candidates 15');
  for (const shown of ['Candidates 1 to 14 of 15', 'Candidates 15 to 15 of 15', `Page 2 of ${two.pages}`])
    expect(two.text).toContain(shown);
  for (const shown of ['1000000001', '1000000015', 'braille, grade 2', 'Invigilators']) expect(two.text).toContain(shown);
  expect(two.text.split('Sports hall')).toHaveLength(3);
  // Three tables: candidates of two pages under their heads, and three invigilators under theirs.
  expect(two.tags.filter((tag) => tag === 'TR')).toHaveLength(15 + 2 + 3 + 1);
  expect(two).toMatchObject({ tagged: true, lang: 'en-GB', title: 'Invigilator register: EX Written paper' });
});

test('BKG-6 an Entry learner list has the soonest sitting first, and where papers go where that is several addresses', async () => {
  const { asOf, centre, bookings } = paperOf(4);
  const later = bookings.slice(2).map((each) => ({ ...each, group: { ...each.group, assessmentAt: '2026-12-01T13:30:00.000Z' } }));
  const [first, ...others] = bookings.slice(0, 2);
  const apart = { ...first!, address: { ...first!.address!, label: 'Annexe' } };
  const list = { asOf, centre, entries: { product: 'p', session: 2026 }, bookings: [...later, apart, ...others] as typeof bookings };
  const { text, tags } = readPdf(await renderEntryLearnerList(list, nothing));
  expect(text.indexOf('1 Dec 2026 09:30')).toBeLessThan(text.indexOf('1 Dec 2026 13:30'));
  for (const shown of ['Annexe', 'Delivery address', '2026/27', '1000000004']) expect(text.replace(/\s+/g, ' ')).toContain(shown);
  expect(tags.filter((tag) => tag === 'H2')).toHaveLength(2);
});
