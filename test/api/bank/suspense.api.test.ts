import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order, type Problem } from '../../support/orders';
import { findReceipt, importStatement, standingOf, trialTotal, type Receipt } from '../../support/statements';

interface Claim {
  id: string;
  state: string;
  receipt: string | null;
}

let { system, tenant, employer, finance } = {} as Desk;
let balance = 1000;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('suspense')));
afterAll(() => system?.stop());
afterEach(async () => expect(await trialTotal(finance)).toBe(0));

async function received(text: string, pounds: number): Promise<Receipt> {
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], balance));
  balance += pounds;
  return findReceipt(finance, text);
}
const order = (credits = 1) => placeOrder(employer, tenant.companies[0], { credits });
const read = async ({ id }: Order) => (await employer.get<Order>(`/v1/advance-orders/${id}`)).body;
const stateIs = (placed: Order, state: string) => eventually(async () => expect((await read(placed)).state).toBe(state), 15_000);
const stageIs = (receipt: Receipt, stage: string) =>
  eventually(async () => expect((await standingOf(finance, receipt.id)).stage).toBe(stage), 20_000);
const split = (receipt: Receipt, parts: { order: string | null; amount: number }[]) =>
  finance.post<Receipt & { parts: Receipt[] } & Problem>(`/v1/receipts/${receipt.id}/split`, { parts, reason: 'one transfer for all' });

test('BNK-2 a receipt is split over two orders and a rest: both are paid, the rest is a case of its own, the whole’s case ends', async () => {
  const [first, second] = [await order(1), await order(2)];
  const receipt = await received('ONE TRANSFER FOR ALL', 760);
  await stageIs(receipt, 'In suspense');
  const done = await split(receipt, [
    { order: first.id, amount: 25_000 },
    { order: second.id, amount: 50_000 },
    { order: null, amount: 1_000 },
  ]);
  expect(done).toMatchObject({ status: 200, body: { state: 'split', parts: [{ state: 'suspense' }, {}, { partOf: receipt.id }] } });
  await stateIs(first, 'allocated');
  await stateIs(second, 'allocated');
  await stageIs(receipt, 'Split');
  await stageIs(done.body.parts[2]!, 'In suspense');
  expect(
    (
      await split(receipt, [
        { order: null, amount: 75_000 },
        { order: null, amount: 1_000 },
      ])
    ).status,
  ).toBe(409);
});

test('BNK-2 every fault of a split is listed at once and nothing is split', async () => {
  const placed = await order();
  const receipt = await received('SPLIT WRONGLY', 30);
  const { status, body } = await split(receipt, [
    { order: placed.id, amount: 1_000 },
    { order: placed.id, amount: 1_000 },
    { order: tenant.id, amount: 999 },
  ]);
  expect([status, body.errors.map(({ pointer, code }) => [pointer, code])]).toEqual([
    422,
    [
      ['/parts/2/order', 'order'],
      ['/parts', 'sum'],
      ['/parts', 'order'],
    ],
  ]);
  expect((await findReceipt(finance, 'SPLIT WRONGLY')).state).toBe('suspense');
});

test('BNK-2 a line that quotes two open orders is matched by itself once one of them has ended', async () => {
  const [stays, ends] = [await order(), await order()];
  const receipt = await received(`${stays.reference} OR ${ends.reference}`, 250);
  await stageIs(receipt, 'In suspense');
  await finance.post(`/v1/advance-orders/${ends.id}/cancel`, { reason: 'ordered twice' });
  await stateIs(stays, 'allocated');
  await stageIs(receipt, 'Allocated');
});

test('BNK-2 BNK-3 a likely payer is asked once, answers the link in the mail once, and finance confirms: the funds are usable', async () => {
  const placed = await order(3);
  const digits = placed.reference.slice(3);
  const receipt = await received(`PAID ${digits.slice(0, -1)}`, 750);
  await stageIs(receipt, 'In suspense');
  const ask = () => finance.post<Receipt>(`/v1/receipts/${receipt.id}/ask-payers`, { reason: 'the amount fits' });
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  const mails = await eventually(async () => {
    const found = (await system.mailbox.about(placed.reference)).filter((mail) => mail.subject.startsWith('Did you send'));
    expect(found).toHaveLength(1);
    return found;
  });
  const path = /http:\/\/links\.example(\/that-was-us\/\S+)/.exec(mails[0]!.text)![1]!;
  const page = await fetch(system.api + path);
  expect([await page.text(), page.headers.get('referrer-policy')]).toEqual([expect.stringContaining('£750.00'), 'same-origin']);
  expect((await fetch(`${system.api}${path.slice(0, -2)}xx`)).status).toBe(410);
  const answer = (from: Record<string, string> = { Origin: system.api }) => fetch(system.api + path, { method: 'POST', headers: from });
  for (const from of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }] as Record<
    string,
    string
  >[]) {
    const elsewhere = await answer(from);
    expect([elsewhere.status, await elsewhere.text()]).toEqual([403, expect.stringContaining('This came from another site')]);
  }
  expect([(await answer()).status, (await answer()).status, (await fetch(system.api + path)).status]).toEqual([200, 410, 410]);

  const { body } = await finance.get<{ items: Claim[] }>(`/v1/claims?state=open&order=${placed.id}`);
  expect(body.items).toMatchObject([{ receipt: receipt.id, state: 'open' }]);
  const claim = body.items[0]!;
  const found = await finance.get<{ items: Receipt[] }>(`/v1/claims/${claim.id}/candidates`);
  expect(found.body.items.map((each) => each.id)).toEqual([receipt.id]);
  const done = await finance.post<Order>(`/v1/claims/${claim.id}/confirm`, { receipt: receipt.id, reason: 'they proved it' });
  expect(done).toMatchObject({ status: 200, body: { state: 'allocated', allocated: { amount: 75_000 } } });
  expect((await finance.get<Claim>(`/v1/claims/${claim.id}`)).body.state).toBe('confirmed');
  expect(await system.owner('work_items').where({ entity_id: claim.id }).whereNull('closed_at')).toEqual([]);
});

test('BNK-3 a payer claims a mistyped transfer; finance sees what it may be, declines with a reason, and the payer is told', async () => {
  const placed = await order(4);
  const receipt = await received('WRONG REFERENCE', 1_000);
  const claim = { amount: 100_000, bookedOn: '2026-11-19', quoted: 'ESC 0000' };
  const made = await employer.post<Claim>(`/v1/advance-orders/${placed.id}/claims`, claim);
  expect(made).toMatchObject({ status: 201, body: { state: 'open', receipt: null } });
  expect((await employer.post<Problem>(`/v1/advance-orders/${placed.id}/claims`, claim)).body.errors[0]!.code).toBe('claimed');
  const candidates = await finance.get<{ items: Receipt[] }>(`/v1/claims/${made.body.id}/candidates`);
  expect(candidates.body.items.map((each) => each.id)).toEqual([receipt.id]);
  expect((await employer.get(`/v1/claims/${made.body.id}/candidates`)).status).toBe(403);
  const declined = await finance.post<Claim>(`/v1/claims/${made.body.id}/decline`, { reason: 'it is another company’s' });
  expect(declined).toMatchObject({ status: 200, body: { state: 'declined' } });
  await eventually(async () =>
    expect((await system.mailbox.about(placed.reference)).map((mail) => mail.subject)).toContain(
      `Your claim for advance order ${placed.reference}`,
    ),
  );
  expect((await finance.post<Problem>(`/v1/claims/${made.body.id}/decline`, { reason: 'again' })).body.errors[0]!.code).toBe('decided');
  const other = await system.signIn(tenant.companies[1].user.email);
  expect([
    (await other.get(`/v1/claims/${made.body.id}`)).status,
    (await other.post(`/v1/advance-orders/${placed.id}/claims`, claim)).status,
  ]).toEqual([404, 404]);
});

test('BNK-2 WHY-3 a dry run of split and of asking tells and does nothing', async () => {
  const receipt = await received('ONLY REHEARSED', 40);
  await stageIs(receipt, 'In suspense');
  const parts = [
    { order: null, amount: 1_000 },
    { order: null, amount: 3_000 },
  ];
  const dry = await finance.post<Receipt>(`/v1/receipts/${receipt.id}/split?dryRun=true`, { parts, reason: 'to see' });
  expect([dry.status, dry.body.state, dry.headers.get('countersign-dry-run')]).toEqual([200, 'split', 'true']);
  const asked = await finance.post<{ event: string }>(`/v1/receipts/${receipt.id}/ask-payers?dryRun=true`, { reason: 'to see' });
  expect(asked.body.event).toBe('payersAsked');
  expect((await findReceipt(finance, 'ONLY REHEARSED')).state).toBe('suspense');
  expect(await system.owner('audit').where({ entity_id: receipt.id, event: 'split' })).toEqual([]);
});
