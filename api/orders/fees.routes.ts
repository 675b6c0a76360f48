import { z } from 'zod';
import { cardTypes } from '../../domain/applications/card-types';
import { toMoney } from '../../domain/money';
import { feeFaults, feeItems, feeOn, priceWithVat } from '../../domain/orders/fee';
import { refuse } from '../../domain/refusal';
import { londonDate } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { productNames } from '../../db/catalogue/offers';
import { feesOf } from '../../db/orders/fees.queries';
import { newFee } from '../../messages/orders.schemas';
import { identifier } from '../../messages/core.schemas';
import { route, type Route } from '../core/route';
import { money } from '../core/schemas';
import { deciding, proposing } from '../work/offers';

const fee = z.object({
  id: z.uuid(),
  item: z.enum(feeItems),
  cardType: z.enum(cardTypes).nullable().describe('Null: all types that have no fee of their own'),
  product: z.uuid().nullable().describe('Null: all products that have no fee of their own'),
  productName: z.string().nullable(),
  net: money,
  vat: money,
  vatRate: z.number().describe('Per cent'),
  amount: money.describe('With value added tax'),
  from: z.iso.date().describe('From 00:00 London'),
  stands: z.boolean().describe('It is what is charged today'),
});
fee.register(z.globalRegistry, { id: 'Fee' });

const list = route({
  name: 'listFees',
  method: 'get',
  path: '/v1/fees',
  summary: 'The fee schedule: what each item costs, cost and will cost, each from a day on',
  permission: null,
  namesNobody: true,
  rules: ['MON-3'],
  query: z.object({ product: identifier.optional().describe('What one product costs: fees of its own, and those of all products') }),
  answers: { status: 200, description: 'By item, type of card and day', schema: z.object({ items: z.array(fee) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const today = londonDate((await deps.clock()).toISOString());
      const fees = await feesOf(trx);
      const ofProduct = fees.filter(({ item, product }) => item !== 'card' && (product === null || product === query.product));
      const names = await productNames(
        trx,
        fees.flatMap(({ product }) => product ?? []),
        today,
      );
      const items = (query.product ? ofProduct : fees).map(({ net, vat, vatRate, ...of }) => ({
        ...of,
        productName: of.product ? (names.get(of.product) ?? null) : null,
        ...{ net: toMoney(net), vat: toMoney(vat), vatRate: vatRate / 100, amount: toMoney(net + vat) },
        stands: feeOn(fees, of, today)?.id === of.id,
      }));
      return { body: { items } };
    }),
});

const propose = proposing(
  'proposeFee',
  '/v1/fees',
  'Propose what an item costs from a day on; another administrator has to approve',
  'changePolicy',
  newFee,
  ['MON-3'],
  async (trx, { item, cardType, product, net, vatRate, from }, _call, at) => {
    const proposed = { item, cardType, product, from, ...priceWithVat(BigInt(net), Math.round(vatRate * 100)) };
    const isKnown = !product || (await productNames(trx, [product], from)).has(product);
    const unknown = refuse('product', 'MON-3', 'There is no such product', 'Take it from GET /v1/products.', '/product');
    const faults = feeFaults(await feesOf(trx, item), proposed, londonDate(at));
    return { faults: isKnown ? faults : [...faults, unknown], proposal: { what: 'fee', ...proposed } };
  },
);

/** The fee schedule: read by all, changed by two administrators (MON-3). */
export const feeRoutes: Route[] = [list, propose, ...deciding('fee', 'Fee', '/v1/fees', 'changePolicy', ['MON-3'])];
