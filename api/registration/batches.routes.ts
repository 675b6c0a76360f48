import { z } from 'zod';
import { sessionInWords } from '../../domain/catalogue/session';
import { findBatch, type BatchDetails } from '../../db/registration/batches.queries';
import { showRoute } from '../core/reading';
import type { Route } from '../core/route';

const batch = z.object({
  id: z.uuid(),
  number: z.string(),
  product: z.object({ id: z.uuid(), code: z.string(), name: z.string(), type: z.string() }),
  session: z.object({ year: z.int(), words: z.string() }),
  room: z.int().describe('So many learners may still join it (REG-3)'),
  learners: z.object({ counted: z.int().describe('Towards its limit'), registered: z.int(), undone: z.int() }),
  lapsesOn: z.iso.date().nullable().describe('The last day of its first registration that lapses (LAP-1)'),
  purchaseOrders: z.array(z.string()),
  window: z.uuid().nullable(),
  mode: z.string().nullable(),
  learnerAddress: z.uuid().nullable(),
  certificateAddress: z.uuid().nullable(),
  contact: z.object({ name: z.string(), email: z.string() }),
  bundleBatch: z.uuid().nullable().describe('The batch of the apprenticeship or bundle that it is a part of'),
  parts: z.array(z.object({ id: z.uuid(), number: z.string(), product: z.string() })).describe('Of an apprenticeship or a bundle (REG-11)'),
  registeredAt: z.iso.datetime(),
  version: z.int(),
});
batch.register(z.globalRegistry, { id: 'Batch' });

const show = showRoute({
  name: 'showBatch',
  path: '/v1/batches/:id',
  summary: 'A batch: product, session, room left, lapse date, purchase orders and counts',
  permission: 'viewRegistrations',
  rules: ['REG-2', 'REG-3', 'REG-10', 'REG-14'],
  of: batch,
  answer: 'The batch; ETag is its version',
  find: async (trx, id, caller) => {
    const found = await findBatch(trx, id);
    return found && { ...found, most: caller.policy.registrations.batchLearners };
  },
  headers: ({ batch: { version } }) => ({ ETag: `"${version}"` }),
  as: batchBody,
});

/** Batches. */
export const batchRoutes: Route[] = [show];

function batchBody({ batch: row, product, registered, undone, lapsesOn, purchaseOrders, parts, most }: BatchDetails & { most: number }) {
  const { id, number, session, learnerCount, mode, registeredAt, version } = row;
  return {
    ...{ id, number, mode, lapsesOn, purchaseOrders, parts, registeredAt, version },
    product: { id: row.productId, code: product.code, name: product.name, type: product.type },
    session: { year: session, words: sessionInWords(session) },
    room: Math.max(0, most - learnerCount),
    learners: { counted: learnerCount, registered, undone },
    window: row.windowId,
    learnerAddress: row.learnerAddressId,
    certificateAddress: row.certificateAddressId,
    contact: { name: row.contactName, email: row.contactEmail },
    bundleBatch: row.bundleBatchId,
  };
}
