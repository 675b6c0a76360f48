import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { priceWithVat, type FeeItem } from '../../domain/orders/fee';

const STANDARD = 2_000;
const EXEMPT = 0;
type SeedFee = [FeeItem, net: bigint, vatRate: number];
/** A card scheme of the demonstration has a centre too. */
const BOOKINGS: SeedFee[] = [
  ['lateBooking', 1_000n, EXEMPT],
  ['veryLateBooking', 2_500n, EXEMPT],
  ['fastTrack', 3_000n, EXEMPT],
];
/** What is charged today, by kind of tenant: net pence and the rate of tax (MON-3). Amounts but the card's are examples. */
const FEES: Record<string, SeedFee[]> = {
  'card-scheme': [['card', 4_750n, STANDARD], ...BOOKINGS],
  'awarding-body': [['registration', 4_000n, EXEMPT], ...BOOKINGS, ['replacementCertificate', 3_500n, EXEMPT]],
};
const SELLER = { seller_address: ['1 Coupling Row', 'London', 'EC1A 1AA'], vat_number: 'GB 999 9999 73' };

/** Gives a tenant that has none yet its fees, and what its invoices say of the seller (ORD-6). */
export async function seedFees(trx: Knex, tenant: string): Promise<void> {
  await trx('tenants').where({ id: tenant, vat_number: null }).update(SELLER);
  if (await trx('fees').where({ tenant_id: tenant }).first('id')) return;
  const { kind } = await trx('tenants').where({ id: tenant }).first('kind');
  await trx('fees').insert(
    FEES[kind]!.map(([item, net, rate]) => {
      const { vat, vatRate } = priceWithVat(net, rate);
      const of = { id: uuid(), tenant_id: tenant, item, card_type: null, effective_from: '2020-01-01' };
      return { ...of, net_pence: net.toString(), vat_pence: vat.toString(), vat_basis_points: vatRate };
    }),
  );
}
