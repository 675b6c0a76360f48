import { inScope } from '../../../db/core/database';
import type { SeededTenant } from '../../../db/seeds/demo';
import { firstPolicy } from '../../../domain/policy';
import { userSeeder } from '../../../db/access/seed';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { printed, type InvoiceBody } from '../../support/invoices';
import { batchIn, charge, seedCentre, seedProduct, type Product } from '../../support/learners';
import { readPdf } from '../../support/pdf';
import { realSystem, type TestSystem } from '../../support/system';

interface Account {
  balance: { amount: number } | null;
  items: {
    what: string;
    quantity: number;
    price: { amount: number };
    amount: { amount: number };
    purchaseOrder: string;
    decidedAt: string;
    policyVersion: string;
    batch: { number: string } | null;
    invoice: { number: string } | null;
  }[];
  next: string | null;
}

let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let finance: ApiClient;
let product: Product;
let other: SeededTenant['centre'];
const OCTOBER = '2026-10-14T10:30:00.000Z';
const price = { net: 4_000n, vat: 800n, rate: 2_000 };

beforeAll(async () => {
  system = await realSystem('centre-account');
  tenant = await system.tenant('accounts', 'awarding-body');
  [centre, finance] = [await system.signIn(tenant.centre.user.email), await system.signIn(tenant.staff.finance.email)];
  await system.documents.start();
  product = await seedProduct(system.owner, tenant.id, 'Care of Adults', 'qualification', '603/01');
  other = await seedCentre(system.owner, tenant, 'Marshland College');
  // October is over: its run invoices at once what this one transaction charges.
  await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    await batchIn(trx, tenant, { product, price, learners: [{}, { surname: 'B' }], at: OCTOBER, purchaseOrder: '=1+1' });
    await charge(trx, tenant, { product, price, quantity: -1, at: '2026-10-15T10:30:00.000Z' });
    await charge(trx, tenant, { centre: other, product, price, quantity: 7, at: OCTOBER });
  });
}, 120_000);
afterAll(() => system?.stop());

const account = async (by: ApiClient, query = '') => by.get<Account>(`/v1/centre-account${query}`);

test('CEN-1 WHY-4 a centre’s account shows each fee and credit, the newest first, with its PO, price, sum, the instant and policy that decided it, and what is owed', async () => {
  const { body } = await account(centre);
  expect(body).toMatchObject({
    balance: { amount: 4_800, currency: 'GBP' },
    items: [
      { what: 'registrationUndone', quantity: -1, amount: { amount: -4_800 }, batch: null },
      {
        ...{ what: 'registration', quantity: 2, price: { amount: 4_000 }, vatRate: 20, net: { amount: 8_000 }, vat: { amount: 1_600 } },
        ...{
          amount: { amount: 9_600 },
          purchaseOrder: '=1+1',
          decidedAt: OCTOBER,
          policyVersion: firstPolicy.version,
          product: { code: '603/01' },
        },
      },
    ],
    next: null,
  });
  expect(body.items[1]!.batch!.number).toMatch(/^B\d{10}$/);
  const first = (await account(centre, '?limit=1')).body;
  expect((await account(centre, `?limit=1&cursor=${first.next}`)).body.items).toEqual([body.items[1]]);
});

test('CEN-1 SEC-9 a centre sees no account but its own; staff see all, or a centre’s with what it owes', async () => {
  expect((await account(centre, `?organisation=${other.id}`)).body.balance).toEqual({ amount: 4_800, currency: 'GBP' });
  const all = (await account(finance)).body;
  expect([all.balance, all.items.length]).toEqual([null, 3]);
  expect((await account(finance, `?organisation=${other.id}`)).body).toMatchObject({
    balance: { amount: 33_600 },
    items: [{ quantity: 7 }],
  });
  expect((await account(finance, `?organisation=${tenant.companies[0].id}`)).status).toBe(404);
});

test('CEN-1 the account as CSV is all of it in plain numbers, formulas neutralised', async () => {
  const headers = { Authorization: `Bearer ${await centre.token()}`, Accept: 'text/csv' };
  const answer = await fetch(`${system.api}/v1/centre-account?limit=1`, { headers });
  const [head, credit, fee, ...more] = (await answer.text()).trimEnd().split('\r\n');
  expect(head).toBe('at,what,product code,product,batch,learner,purchase order,quantity,price,net,VAT,sum,policy,invoice');
  expect(credit).toMatch(
    /^15 Oct 2026 11:30,Undone registration,603\/01,Care of Adults,,,PO 1,-1,40\.00,-40\.00,-8\.00,-48\.00,[\w-]+,(INV-\d{6})?$/,
  );
  expect(fee).toMatch(/,'=1\+1,2,40\.00,80\.00,16\.00,96\.00,[\w-]+,(INV-\d{6})?$/);
  expect(more).toEqual([]);
});

test('CEN-1 ORD-6 SEC-5 the month’s invoice is the centre’s to read and to download, on account; whoever neither registers nor administers sees none, and an employer none of it', async () => {
  const items = await eventually(async () => {
    const found = (await centre.get<{ items: InvoiceBody[] }>('/v1/invoices')).body.items;
    expect(found).toMatchObject([{ kind: 'invoice', paidBy: 'account', level: null, amount: { amount: 4_800 } }]);
    return found;
  });
  const made = await printed(centre, items[0]!);
  const answer = await fetch(system.api + made.file, { headers: { Authorization: `Bearer ${await centre.token()}` } });
  const pdf = readPdf(Buffer.from(await answer.arrayBuffer()));
  expect(pdf).toMatchObject({ tagged: true, title: `VAT invoice ${made.number}` });
  for (const shown of ['On account', 'Fenland College', 'Registration:', 'Undone', '£48.00', 'Total, on account'])
    expect(pdf.text).toContain(shown);
  await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) =>
    charge(trx, tenant, { product, price, quantity: 1, at: new Date().toISOString() }),
  );
  expect((await account(centre)).body.items.map(({ invoice }) => invoice?.number)).toEqual([undefined, made.number, made.number]);
  const theirs = await eventually(async () => {
    const [found] = (await finance.get<{ items: InvoiceBody[] }>('/v1/invoices')).body.items.filter(({ id }) => id !== made.id);
    expect(found).toBeDefined();
    return found;
  });
  expect((await centre.get(`/v1/invoices/${theirs!.id}`)).status).toBe(404);

  const { password_hash: hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const as = async (right: string) =>
    system.signIn((await make(right.toLowerCase(), 'centreUser', { organisation: tenant.centre.id, rights: [right] })).email);
  const asked = async (by: ApiClient) => [
    (await by.get(`/v1/invoices/${made.id}`)).status,
    (await account(by)).status,
    (await by.get('/v1/financial-history')).status,
  ];
  expect(await asked(await as('productRegistrations'))).toEqual([200, 200, 403]);
  expect(await asked(await as('search'))).toEqual([403, 403, 403]);
  const employer = await system.signIn(tenant.companies[0].user.email);
  expect(await asked(employer)).toEqual([404, 404, 200]);
});
