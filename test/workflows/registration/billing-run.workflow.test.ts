import { inScope } from '../../../db/core/database';
import { billingMonth, endOfMonth, nextMonth } from '../../../domain/registration/billing-run.decide';
import { hourOfDate } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import type { InvoiceBody } from '../../support/invoices';
import { charge, seedCentre, seedProduct, type Charging } from '../../support/learners';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('billing-run');

const charged = ({ system, tenant }: Story, of: Charging) =>
  inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => charge(trx, tenant, of));
const runOf = async ({ system, tenant }: Story, month: string): Promise<{ id: string }> =>
  (await system.owner('billing_runs').where({ tenant_id: tenant.id, month }).first('id'))!;
const invoicesOf = async ({ as }: Story) => (await as.finance.get<{ items: InvoiceBody[] }>('/v1/invoices')).body.items;

test('CEN-1 ORD-6 WHY-1 the month’s charges and credits of two centres are invoiced at the hour, one numbered invoice each, with its PDF and a mail to the Portal Admins; the next month’s are not', async (story) => {
  const { system, tenant, look, as, boundary } = story;
  await system.documents.start();
  const product = await seedProduct(system.owner, tenant.id, 'Care of Adults', 'qualification', '603/1');
  const other = await seedCentre(system.owner, tenant, 'Marshland College');
  const month = billingMonth((await system.now()).toISOString());
  const end = endOfMonth(month);
  const price = { net: 4_000n, vat: 800n, rate: 2_000 };
  await charged(story, { product, price, quantity: 10, at: (await system.now()).toISOString() });
  const run = await runOf(story, month);
  const due = hourOfDate(nextMonth(month), 6);
  expect(await look.stageIs(run, 'To be invoiced')).toMatchObject({
    dueAt: due,
    why: expect.stringContaining(': 1 centre is to be invoiced'),
  });
  await charged(story, { centre: other, product, price, quantity: 1, at: shifted(end, -1000) });
  await eventually(async () => expect((await look.standing(run)).why).toContain(': 2 centres are to be invoiced'));
  await charged(story, { product, price, quantity: -2, at: shifted(end, -1) });
  await charged(story, { centre: other, product, price, quantity: 7, at: end });

  await boundary(due, {
    before: async () => expect(await invoicesOf(story)).toEqual([]),
    after: async () => expect(await invoicesOf(story)).toHaveLength(2),
  });
  await look.stageIs(run, 'Invoiced');
  const invoices = await invoicesOf(story);
  expect(invoices.map(({ number }) => number).sort()).toEqual(['INV-000001', 'INV-000002']);
  const [own] = (await as.centreUser.get<{ items: InvoiceBody[] }>('/v1/invoices')).body.items;
  expect(own).toMatchObject({
    ...{ kind: 'invoice', paidBy: 'account', amount: { amount: 8 * 4_800 } },
    lines: [
      { description: 'Registration: 603/1 Care of Adults', quantity: 10, net: { amount: 40_000 } },
      { description: 'Undone registration: 603/1 Care of Adults', quantity: -2, net: { amount: -8_000 } },
    ],
  });
  expect(invoices.find(({ id }) => id !== own!.id)!.amount.amount).toBe(4_800);
  const document = await system.owner('documents').where({ about_id: own!.id }).first('id');
  await eventually(async () => expect(await look.mails(document)).toEqual(['invoice-made']));
  const mails = await eventually(async () => {
    const sent = await system.mailbox.to(tenant.centre.user.email, `Your invoice ${own!.number}`);
    expect(sent).toHaveLength(1);
    return sent;
  });
  expect(mails[0]!.text).toContain(`/invoices/${own!.id}`);
  const next = await runOf(story, nextMonth(month));
  await eventually(async () => expect((await look.standing(next)).why).toContain(': 1 centre is to be invoiced'));
});

test('CEN-1 a month that comes to nothing is carried forward to the next one, whose run is opened by it; what is charged late for a month whose run has ended is the next one’s too', async (story) => {
  const { system, tenant, look } = story;
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const now = (await system.now()).toISOString();
  const month = billingMonth(now);
  await charged(story, { product, quantity: 3, at: now });
  await charged(story, { product, quantity: -3, at: now });
  const [run, after] = [await runOf(story, month), nextMonth(month)];
  await system.sleepUntil(shifted(hourOfDate(after, 6), 1000));
  expect((await look.stageIs(run, 'Invoiced')).why).toContain('0 centres are invoiced, 1 centre is carried forward');
  const next = await runOf(story, after);
  await look.stageIs(next, 'To be invoiced');
  await charged(story, { product, quantity: 2, at: shifted(endOfMonth(month), -1) });
  await system.sleepUntil(shifted(hourOfDate(nextMonth(after), 6), 1000));
  await look.stageIs(next, 'Invoiced');
  expect((await invoicesOf(story)).map(({ amount, lines }) => [amount.amount, lines.map(({ quantity }) => quantity)])).toEqual([
    [8_000, [5, -3]],
  ]);
});
