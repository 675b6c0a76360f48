import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { findReceipt, importStatement } from '../../support/statements';

/** No collection: the order that is paid, and whose allocation is reversed. */
const PAID = 'an order that is paid';
const claim = { amount: 1, bookedOn: '2026-11-20', quoted: 'q' };
const layout = { name: 'n', dateFormat: 'yyyy-mm-dd', columns: { date: 'd', amount: 'a', text: ['t'] } };

/** A statement with a stranger's transfer and one that pays an order; a claim, and the reversal of what was allocated. */
export const bankAccess = {
  entities: {
    '/v1/bank-accounts/': async ({ tenant }) => tenant.bankAccounts.lloyds,
    [PAID]: async ({ as, tenant }) => (await placeOrder(as.employerUser, tenant.companies[0], { credits: 1 })).id,
    '/v1/statements/': async ({ one, as, tenant }) => {
      const paid = await as.finance.get<Order>(`/v1/advance-orders/${await one(PAID)}`);
      const lines = [
        { text: 'THEIRS', pounds: 1 },
        { text: paid.body.reference, pounds: 250 },
      ];
      return (await importStatement(as.finance, tenant.bankAccounts.lloyds, lloydsFile(lines))).id;
    },
    '/v1/receipts/': async ({ one, as }) => {
      await one('/v1/statements/');
      return (await findReceipt(as.finance, 'THEIRS')).id;
    },
    '/v1/reversals/': async ({ one, as, made }) => {
      const [paid] = [await one(PAID), await one('/v1/statements/')];
      await eventually(async () => expect((await as.finance.get<Order>(`/v1/advance-orders/${paid}`)).body.state).toBe('allocated'));
      return made(as.finance, `/v1/advance-orders/${paid}/reversals`, REASON);
    },
    '/v1/claims/': async ({ one, as, made }) =>
      made(as.employerUser, `/v1/advance-orders/${await one('/v1/advance-orders/')}/claims`, claim),
  },
  kinds: {
    'statement-import': ({ one }) => one('/v1/statements/'),
    suspense: ({ one }) => one('/v1/receipts/'),
    reversal: ({ one }) => one('/v1/reversals/'),
  },
  bodies: {
    '/v1/bank-accounts': { name: 'n', sortCode: '102030', accountNumber: '12345678', ...REASON },
    '/v1/bank-accounts/:id/approve': REASON,
    '/v1/bank-accounts/:id/decline': REASON,
    '/v1/bank-accounts/:id/layout': layout,
    '/v1/statements/:id/decide-lines': { decision: 'same', ...REASON },
    '/v1/receipts/:id/return': REASON,
    '/v1/receipts/:id/split': { parts: [1, 2].map((amount) => ({ order: null, amount })), ...REASON },
    '/v1/receipts/:id/ask-payers': REASON,
    '/v1/advance-orders/:id/claims': claim,
    '/v1/claims/:id/confirm': { receipt: NOBODY, ...REASON },
    '/v1/claims/:id/decline': REASON,
    '/v1/advance-orders/:id/reversals': REASON,
    '/v1/reversals/:id/approve': REASON,
    '/v1/reversals/:id/decline': REASON,
  },
} satisfies AccessFixtures;
