import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { bookLearners } from '../../../db/bookings/bookings.commands';
import type { RequestedBy } from '../../../db/core/requests.commands';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { londonDate } from '../../../domain/working-days';
import { seedAddress, seedBookedProduct, workingDayFrom } from '../../support/bookings';
import { seedBatch, type Product } from '../../support/learners';
import { NEEDING } from '../../support/modified-papers';
import { ownDatabase } from '../../support/own-database';
import { PASSWORD } from '../../support/system';

let owner: Database;
let database: Database;
let tenant: SeededTenant;
let product: Product;
let address: string;

beforeAll(async () => {
  const own = await ownDatabase('booked-at-once');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'awarding-body', PASSWORD, { isCheap: true });
  product = await seedBookedProduct({ owner, database }, tenant, { hasWindows: false });
  address = await seedAddress({ owner, database } as never, tenant);
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

/** Books so many learners at once; answers how many statements it took, and how many have modified papers. */
async function booked(many: number, needing: boolean) {
  const at = new Date().toISOString();
  const learners = Array.from({ length: many }, () => ({ surname: `S${randomUUID()}`, ...(needing ? NEEDING : {}) }));
  const { batch } = await seedBatch(database, tenant, { product, learners, at, isFree: true });
  const asked: RequestedBy = {
    by: { user_id: tenant.centre.user.id, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: randomUUID() },
    ...{ body: {}, reason: null },
  };
  const sitting = { component: 'EX', window: null, assessmentOn: workingDayFrom(londonDate(at), 40), time: '09:30', accepts: null };
  const request = { product: product.id, learners: [], batches: [batch.id], location: 'Hall', address, sittings: [sitting] };
  const of = { tenant: tenant.id, organisation: tenant.centre.id };
  const statements = await inScope(database, of, async (trx) => {
    const connection: Client = await trx.client.acquireConnection();
    const query = jest.spyOn(connection, 'query');
    await bookLearners(trx, of, { ...request, purchaseOrder: null, isQuote: false }, asked, at);
    const { length } = query.mock.calls;
    query.mockRestore();
    return length;
  });
  const papers: string[] = await owner('modified_papers')
    .join('learners', 'learners.id', 'learner_id')
    .where({ batch_id: batch.id })
    .pluck('modified_papers.id');
  const starts = await owner('outbox').whereIn('entity_id', papers).where({ kind: 'start', name: 'modified-papers' });
  return { statements, papers: papers.length, starts: starts.length };
}

test('REG-12 REG-15 modified papers of forty learners take as many statements as those of two, and as bookings of whom nobody needs any', async () => {
  // What is read once a process is read by now.
  await booked(1, true);
  const [two, forty, none] = [await booked(2, true), await booked(40, true), await booked(40, false)];
  expect([forty.papers, forty.starts, none.papers]).toEqual([40, 40, 0]);
  expect([forty.statements, none.statements]).toEqual([two.statements, two.statements]);
});
