import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, type Problem } from '../../support/orders';
import { findReceipt, importStatement, type Receipt, type Statement } from '../../support/statements';

interface Line {
  row: number;
  texts: string[];
  amount: { amount: number };
  outcome: string;
  receipt: string | null;
  order: { id: string; reference: string } | null;
  known: { statement: string; row: number } | null;
}
type Whole = Receipt & { reference: string; parts: (Receipt & { reference: string; orderReference: string | null })[] };

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('statement-lines')));
afterAll(() => desk?.system.stop());

/** Days before those of what is given: no two statements overlap. */
const ON = { date: '12/11/2026' };
const linesOf = async ({ id }: { id: string }, query = 'limit=200') =>
  (await desk.finance.get<{ items: Line[]; next: string | null }>(`/v1/statements/${id}/lines?${query}`)).body;
const outcomes = async (statement: { id: string }) => (await linesOf(statement)).items.map(({ texts, outcome }) => [texts[0], outcome]);

test('BNK-1 ADV-4 a statement lists its lines, each with what became of it: allocated to which order, part paid, suspense, money out, known, in doubt', async () => {
  const { finance, tenant, given, look } = desk;
  const account = tenant.bankAccounts.lloyds;
  const [paid, part] = [await given.order(1), await given.order(2)];
  const lines = [
    { ...ON, text: `PAID ${paid.reference}`, pounds: 250 },
    { ...ON, text: `PART ${part.reference}`, pounds: 100 },
    { ...ON, text: 'A STRANGER', pounds: 12.34 },
    { ...ON, text: 'FEE', pounds: -5 },
    { ...ON, text: 'TO RETURN', pounds: 7 },
  ];
  const first = await importStatement(finance, account, lloydsFile(lines, 50_000));
  await look.orderIs(paid, 'allocated');
  await look.orderIs(part, 'partPaid');
  await finance.post(`/v1/receipts/${(await findReceipt(finance, 'TO RETURN')).id}/return`, { reason: 'r' });
  expect((await outcomes(first)).sort()).toEqual([
    ['A STRANGER', 'suspense'],
    ['FEE', 'moneyOut'],
    [`PAID ${paid.reference}`, 'allocated'],
    [`PART ${part.reference}`, 'linked'],
    ['TO RETURN', 'returning'],
  ]);
  const { items } = await linesOf(first);
  const orderOf = (text: string) => items.find(({ texts }) => texts[0] === text)!.order;
  expect([orderOf(`PAID ${paid.reference}`), orderOf('A STRANGER')]).toEqual([{ id: paid.id, reference: paid.reference }, null]);
  const paged: Line[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: { items: Line[]; next: string | null } = await linesOf(first, `limit=2${next && `&cursor=${encodeURIComponent(next)}`}`);
    paged.push(...page.items);
    next = page.next;
  }
  expect(paged).toEqual(items);

  const again = await importStatement(finance, account, lloydsFile([...lines, { ...ON, text: 'ONE MORE', pounds: 1 }], 50_000));
  const known = (await linesOf(again)).items.filter(({ outcome }) => outcome === 'known');
  expect(known).toHaveLength(lines.length);
  expect(known.every((line) => line.known!.statement === first.id)).toBe(true);
  expect(known.find(({ texts }) => texts[0] === `PAID ${paid.reference}`)).toMatchObject({ order: { reference: paid.reference } });

  const barclays = (text: string) => `Number,Date,Account,Amount,Subcategory,Memo\n,18/11/2026,82-62-19 87654321,40.00,Credit,${text}`;
  await importStatement(finance, tenant.bankAccounts.barclays, barclays('FIRST EXPORT'));
  const { body: asked } = await finance.upload<Statement>(tenant.bankAccounts.barclays, barclays('OTHER WORDS'));
  expect(await outcomes(asked)).toEqual([['OTHER WORDS', 'doubtful']]);
});

test('BNK-1 two statements that follow on within a day are no overlap; a file of another account is one fault, not one a row', async () => {
  const { finance, tenant } = desk;
  const account = tenant.bankAccounts.lloyds;
  const on = (text: string, pounds: number) => ({ date: '10/11/2026', text, pounds });
  const morning = await importStatement(finance, account, lloydsFile([on('MORNING', 5)], 90_000));
  const evening = await importStatement(finance, account, lloydsFile([on('EVENING', 6)], 90_005));
  expect([evening.progress.receipts, evening.proof.status]).toEqual([1, 'proved']);
  const { body } = await finance.get<{ items: { status: string; statements: string[] }[] }>(
    `/v1/bank-accounts/${account}/coverage?from=2026-11-10&to=2026-11-10`,
  );
  expect(body.items).toMatchObject([{ status: 'covered' }]);
  expect(body.items[0]!.statements.sort()).toEqual([morning.id, evening.id].sort());

  const strange = lloydsFile([on('A', 1), on('B', 2), on('C', 3)], 1).replace(/12345678/g, '99999999');
  const refused = await finance.upload<Problem>(account, strange);
  expect([refused.status, refused.body.errors]).toMatchObject([
    422,
    [{ code: 'otherAccount', row: 2, detail: "3 of 3 lines are of account '82-62-19 99999999" }],
  ]);
});

test('BNK-2 WHY-1 a split receipt says so at once, and it, its parts and their orders are linked by identifier and reference', async () => {
  const { finance, given, look } = desk;
  const [one, two] = [await given.order(1), await given.order(1)];
  const receipt = await given.suspense('FOR BOTH', 510);
  const parts = [
    { order: one.id, amount: 25_000 },
    { order: two.id, amount: 25_000 },
    { order: null, amount: 1_000 },
  ];
  expect((await finance.post(`/v1/receipts/${receipt.id}/split`, { parts, reason: 'for all' })).status).toBe(200);
  expect(await look.standing(receipt)).toMatchObject({ stage: 'Split', next: [] });
  await look.orderIs(one, 'allocated');
  await look.orderIs(two, 'allocated');
  const { body } = await finance.get<Whole>(`/v1/receipts/${receipt.id}`);
  expect(body).toMatchObject({
    state: 'split',
    reference: expect.stringMatching(/^S-/),
    parts: [
      { order: one.id, orderReference: one.reference, amount: { amount: 25_000 }, partOf: receipt.id, state: 'allocated' },
      { order: two.id, orderReference: two.reference, state: 'allocated' },
      { order: null, orderReference: null, amount: { amount: 1_000 }, state: 'suspense' },
    ],
  });
  const { body: part } = await finance.get<Whole>(`/v1/receipts/${body.parts[0]!.id}`);
  expect(part).toMatchObject({ partOf: receipt.id, parts: [], orderReference: one.reference });
  await eventually(async () => expect((await look.events(receipt)).map(([event]) => event)).toEqual(['opened', 'split']));
});
