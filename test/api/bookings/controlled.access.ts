import { randomUUID } from 'node:crypto';
import { ControlledBookingRow } from '../../../db/bookings/controlled.model';
import { BookingRow } from '../../../db/bookings/booking.model';
import { inScope } from '../../../db/core/database';
import type { Component } from '../../../domain/catalogue/product';
import { bookingsIn, datesIn, seedBookedProduct, seedWindow } from '../../support/bookings';
import { NOBODY, REASON, type AccessFixtures, type Makes } from '../../support/access';
import type { Product } from '../../support/learners';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';
const NEA: Component = { code: 'NEA', title: 'Project', form: 'controlled' };
const GIVING = { giving: 'automatic', takesOwn: false };
const TOPIC = { code: 'T1', title: 't', from: '2026-01-01' };
const MATERIAL = { title: 't', releasedOn: '2026-01-01' };

const product = ({ system, tenant }: Makes): Promise<Product> =>
  seedBookedProduct(system, tenant, { type: 'technicalAward', components: [NEA] });

/** Controlled assessment: topics with a material, and a booking that stands. */
export const controlledAccess = {
  entities: {
    '/v1/controlled-products/': async (makes) => (await product(makes)).id,
    '/v1/topic-lists/': async (makes) =>
      makes.made(makes.as.caseOperator, '/v1/topic-lists', { product: (await product(makes)).id, component: 'NEA', ...GIVING }),
    '/v1/topics/': async ({ as, made, one }) => made(as.caseOperator, '/v1/topics', { list: await one('/v1/topic-lists/'), ...TOPIC }),
    '/v1/materials/': async ({ as, one }) => {
      const query = new URLSearchParams({ list: await one('/v1/topic-lists/'), ...MATERIAL });
      const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID() };
      return (await as.caseOperator.send<{ id: string }>('POST', `/v1/materials?${query}`, PDF, headers)).body.id;
    },
    '/v1/controlled-bookings/': async (makes) => {
      const { system, tenant } = makes;
      const of = await product(makes);
      const dates = datesIn('ordinary', new Date().toISOString());
      const window = await seedWindow(system, tenant, of, dates);
      return inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
        const group = await bookingsIn(trx, tenant, { product: of, many: 1, under: { window }, assessmentOn: dates.opensOn });
        const { id, organisationId } = await BookingRow.query(trx).findOne({ group_id: group }).throwIfNotFound();
        await BookingRow.query(trx).findById(id).patch({ isControlled: true });
        await ControlledBookingRow.query(trx).insert({ bookingId: id, tenantId: tenant.id, organisationId });
        return id;
      });
    },
  },
  kinds: {},
  bodies: {
    '/v1/topic-lists': { product: NOBODY, component: 'NEA', ...GIVING },
    '/v1/topic-lists/:id/change': GIVING,
    '/v1/topics': { list: NOBODY, ...TOPIC },
    '/v1/topics/:id/change': { title: 't', from: '2026-01-01' },
    '/v1/materials/:id/change': MATERIAL,
    '/v1/controlled-bookings': { product: NOBODY, component: 'NEA', learners: [NOBODY] },
    '/v1/controlled-bookings/report': {},
    '/v1/controlled-bookings/cancel': { bookings: [NOBODY], ...REASON },
    '/v1/controlled-bookings/declare': { bookings: [NOBODY], declaration: '2026-11' },
    '/v1/controlled-bookings/:id/material-link': { material: NOBODY },
  },
} satisfies AccessFixtures;
