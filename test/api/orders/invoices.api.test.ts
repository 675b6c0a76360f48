import type { CardOrderBody } from '../../support/employers';
import { openDesk, type Desk } from '../../support/desk';
import { paidOutside } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { invoicesOf, printed, type HistoryBody, type InvoiceBody } from '../../support/invoices';
import type { Problem } from '../../support/orders';
import { readPdf } from '../../support/pdf';

let { system, tenant, given, as, employer, finance, finance2, look } = {} as Desk;
beforeAll(async () => {
  ({ system, tenant, given, as, employer, finance, finance2, look } = await openDesk('invoices', 'bills'));
  await Promise.all([finance2.token(), as.otherEmployer.token()]);
  await system.documents.start();
}, 120_000);
afterAll(() => system?.stop());

const closed = async (count = 1, level?: string, purchaseOrder?: string): Promise<CardOrderBody> => {
  const finalised = [];
  while (finalised.length < count) finalised.push(await given.employer.finalised());
  return given.employer.closed(finalised, level, purchaseOrder === undefined ? {} : { purchaseOrder });
};
const pdfOf = async ({ file }: { file: string }, by = employer) => {
  const answer = await fetch(system.api + file, { headers: { Authorization: `Bearer ${await by.token()}` } });
  return { answer, pdf: readPdf(Buffer.from(await answer.arrayBuffer())) };
};
const mailsAbout = async (invoice: { id: string }) => {
  const { id } = await system.owner('documents').where({ about_id: invoice.id }).first('id');
  return look.mails({ id });
};

test('ORD-6 MON-3 an order of two cards that is paid yields one numbered VAT invoice, with its PDF and one mail to the accounts contact', async () => {
  const order = await closed(2);
  expect(await invoicesOf(employer, order)).toEqual([]);
  await paidOutside(finance, finance2, order);
  const [invoice, ...more] = await invoicesOf(employer, order);
  expect(more).toEqual([]);
  expect(invoice).toMatchObject({
    ...{ kind: 'invoice', credits: null, order: order.id, paidBy: 'outside', purchaseOrder: 'PO 7' },
    lines: [
      { description: 'Card: Craft or Related Disciplines', quantity: 2, net: { amount: 9_500 }, vatRate: 20, vat: { amount: 1_900 } },
    ],
    ...{ net: { amount: 9_500 }, vat: { amount: 1_900 }, amount: { amount: 11_400 } },
  });
  const made = await printed(employer, invoice!);
  const { answer, pdf } = await pdfOf(made);
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename*=UTF-8''${made.number}.pdf`]);
  expect(pdf).toMatchObject({ tagged: true, lang: 'en-GB', title: `VAT invoice ${made.number}` });
  for (const shown of ['£95.00', '£19.00', '£114.00', '20%', 'PO 7', 'Brightwire Electrical Ltd', 'Norwich', 'GB 999 9999 73'])
    expect(pdf.text).toContain(shown);
  await eventually(async () => expect(await mailsAbout(made)).toEqual(['invoice-made']));
  const mails = await eventually(async () => {
    const sent = await system.mailbox.to('brightwire@bills.example', `Your invoice ${made.number}`);
    expect(sent).toHaveLength(1);
    return sent;
  });
  expect(mails[0]!.text).toContain(`/invoices/${made.id}`);
  expect((await pdfOf(made, finance)).answer.status).toBe(200);
});

test('ORD-6 SEC-9 another employer finds no invoice of ours, and no file', async () => {
  const order = await closed();
  await paidOutside(finance, finance2, order);
  const [invoice] = await invoicesOf(employer, order);
  const made = await printed(employer, invoice!);
  expect((await as.otherEmployer.get(`/v1/invoices/${made.id}`)).status).toBe(404);
  expect((await as.otherEmployer.get(made.file)).status).toBe(404);
  expect(await invoicesOf(as.otherEmployer, order)).toEqual([]);
});

test('ORD-6 ADV-5 credits by bank transfer are invoiced without tax, and a reversal yields a credit note that names the invoice; both stand in the history with the balance', async () => {
  const advance = await given.allocated(3);
  const [invoice] = await invoicesOf(employer, advance);
  expect(invoice).toMatchObject({
    ...{ kind: 'invoice', advanceOrder: advance.id, paidBy: 'bacs', purchaseOrder: 'PO-77' },
    lines: [{ description: 'ECS Card Advance Payment', quantity: 3, net: { amount: 75_000 }, vatRate: 0, vat: { amount: 0 } }],
    amount: { amount: 75_000 },
  });
  const { body: reversal } = await finance.post<{ id: string }>(`/v1/advance-orders/${advance.id}/reversals`, { reason: 'not theirs' });
  expect((await finance2.post(`/v1/reversals/${reversal.id}/approve`, { reason: 'seen' })).status).toBe(200);
  const [note] = await invoicesOf(employer, advance);
  expect(note).toMatchObject({ kind: 'creditNote', credits: { id: invoice!.id, number: invoice!.number }, amount: { amount: 75_000 } });
  const { pdf } = await pdfOf(await printed(employer, note!));
  expect(pdf.title).toBe(`Credit note ${note!.number}`);
  expect(pdf.text).toContain(invoice!.number);
  const { body } = await employer.get<{ items: HistoryBody[] }>('/v1/financial-history?limit=2');
  expect(body.items.map(({ kind, funds, balance, invoice: of }) => [kind, funds.amount, balance.amount, of?.number])).toEqual([
    ['reversal', -75_000, 0, note!.number],
    ['allocation', 75_000, 75_000, invoice!.number],
  ]);
});

test('ORD-4 MON-2 an order paid from funds stands in the history as funds out with its invoice, as CSV in plain numbers with formulas neutralised; another level shows none of it', async () => {
  await given.allocated(1);
  const order = await closed(1, tenant.companies[0].offices[0], '=HYPERLINK("x")');
  expect((await employer.post(`/v1/application-orders/${order.id}/pay-from-funds`, {})).status).toBe(200);
  const [invoice] = await invoicesOf(employer, order);
  expect(invoice).toMatchObject({ paidBy: 'funds', amount: { amount: 5_700 } });
  const { body } = await employer.get<{ items: HistoryBody[]; next: string }>('/v1/financial-history?limit=1');
  expect(body.items.map(({ kind, funds, balance, invoice: of }) => [kind, funds.amount, balance.amount, of?.number])).toEqual([
    ['payment', -5_700, 19_300, invoice!.number],
  ]);
  const older = await employer.get<{ items: HistoryBody[] }>(`/v1/financial-history?limit=1&cursor=${body.next}`);
  expect(older.body.items.map(({ funds, balance }) => [funds.amount, balance.amount])).toEqual([[25_000, 25_000]]);
  const answer = await fetch(`${system.api}/v1/financial-history?limit=1`, {
    headers: { Authorization: `Bearer ${await employer.token()}`, Accept: 'text/csv' },
  });
  expect((await answer.text()).split('\r\n')[1]).toMatch(
    new RegExp(`,payment,"'=HYPERLINK\\(""x""\\)",${invoice!.number},funds,57\\.00,-57\\.00,193\\.00$`),
  );
  const [north, south] = tenant.companies[0].offices;
  const at = async (level: string) =>
    (await employer.get<{ items: HistoryBody[] }>(`/v1/financial-history?level=${level}`)).body.items.map(({ invoice: of }) => of?.number);
  expect([await at(north), await at(south)]).toEqual([[invoice!.number], []]);
});

test('ORD-4 EMP-7 an order requires attention until it is paid, is being fulfilled then, and stands among the purchases of the last days', async () => {
  const order = await closed();
  const listed = async (list: string) =>
    (await employer.get<{ items: CardOrderBody[] }>(`/v1/application-orders?limit=200&list=${list}`)).body.items.some(
      ({ id }) => id === order.id,
    );
  const all = async () => [await listed('requiringAttention'), await listed('beingFulfilled'), await listed('recent')];
  expect(await all()).toEqual([true, false, false]);
  await paidOutside(finance, finance2, order);
  expect(await all()).toEqual([false, true, true]);
  await system
    .owner('application_orders')
    .where({ id: order.id })
    .update({ paid_at: new Date(Date.now() - 59.9 * 86_400_000) });
  expect(await all()).toEqual([false, true, true]);
  await system
    .owner('application_orders')
    .where({ id: order.id })
    .update({ paid_at: new Date(Date.now() - 60.1 * 86_400_000) });
  expect(await all()).toEqual([false, true, false]);
});

test('ORD-1 ORD-3 a purchase order’s number of 300 characters is refused, and so is an order that is closed twice', async () => {
  const { company, offices } = tenant.companies[0];
  const [office] = offices;
  const said = { purchaseOrder: 'P'.repeat(300), level: company, billingOffice: office, deliveryOffice: office, accountsContact: 'Ann' };
  const refused = await employer.post<Problem>('/v1/application-orders', said);
  expect([refused.status, refused.body.errors.map(({ pointer }) => pointer)]).toEqual([422, ['/purchaseOrder']]);
  const order = await closed();
  const twice = await employer.post<Problem>(`/v1/application-orders/${order.id}/close`, {});
  expect([twice.status, twice.body.errors[0]!.code]).toEqual([409, 'orderClosed']);
});

test('ORD-6 the numbers of all invoices and credit notes are one series from 1 without gaps', async () => {
  const { body } = await finance.get<{ items: InvoiceBody[] }>('/v1/invoices?limit=200');
  const numbers = body.items.map(({ number }) => Number(number.split('-')[1])).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_each, index) => index + 1));
});
