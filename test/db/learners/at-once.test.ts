import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { byItself, shown } from '../../../api/learners/deciding';
import { connectDatabase, inScope, type Database, type Transaction } from '../../../db/core/database';
import type { RequestedBy } from '../../../db/core/requests.commands';
import { goingTo } from '../../../db/learners/going.queries';
import { decideLearners, type LearnersCommand } from '../../../db/learners/learner.commands';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { cancel, unwithdraw, withdraw } from '../../../domain/learners/learner.decide';
import { transfer } from '../../../domain/learners/learner-going';
import { seedBatch } from '../../support/learners';
import { ownDatabase } from '../../support/own-database';
import { seedProducts, SESSION } from '../../support/registrations';
import { PASSWORD } from '../../support/system';

const FEE = { net: 4_000n, vat: 800n, rate: 2_000 };
let owner: Database;
let database: Database;
let tenant: SeededTenant;
let products: Record<string, string>;

beforeAll(async () => {
  const own = await ownDatabase('learners-at-once');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'awarding-body', PASSWORD, { isCheap: true });
  products = await seedProducts(owner, tenant, [{ code: 'OLD' }, { code: 'NEW', net: 6_000 }]);
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

const scope = () => ({ tenant: tenant.id, organisation: tenant.centre.id });
const askedBy = (): RequestedBy => ({
  by: { user_id: tenant.centre.user.id, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: randomUUID() },
  body: { purchaseOrder: 'PO 1' },
  reason: null,
});

type Makes = (trx: Transaction, at: string) => Promise<LearnersCommand>;

/** Decides about so many learners at once; answers how each came out, and how many statements it took with the answer. */
async function decided(many: number, state: 'registered' | 'withdrawn', makes: Makes) {
  const at = new Date().toISOString();
  const standing = state === 'withdrawn' ? { state, nextAt: null } : { state };
  const learners = Array.from({ length: many }, () => ({ forename: 'Ann', surname: `S${randomUUID()}`, ...standing }));
  const product = { id: products['OLD']!, code: 'OLD' };
  const { batch } = await seedBatch(database, tenant, { product, learners, price: FEE, at, session: SESSION });
  const ids: string[] = await owner('learners').where({ batch_id: batch.id }).pluck('id');
  return inScope(database, scope(), async (trx) => {
    const connection: Client = await trx.client.acquireConnection();
    const query = jest.spyOn(connection, 'query');
    const items = await shown(trx, await decideLearners(trx, ids, await makes(trx, at), null, askedBy(), at), at);
    const statements = query.mock.calls.length;
    query.mockRestore();
    return { statements, outcomes: items.map(({ outcome }) => outcome) };
  });
}

const NEW = { product: 'NEW', batch: null, window: null, mode: null };
const commands: [string, 'registered' | 'withdrawn', Makes][] = [
  ['withdrawn', 'registered', async () => byItself((learner, about) => withdraw(learner, {}, about))],
  ['taken back', 'withdrawn', async () => byItself((learner, about) => unwithdraw(learner, {}, about))],
  ['cancelled', 'registered', async () => byItself((learner, about) => cancel(learner, {}, about))],
  ['transferred', 'registered', (trx, at) => goingTo(trx, tenant.centre.id, NEW, transfer, at)],
];

test.each(commands)(
  'LRN-3 LRN-4 MON-2 forty learners who are %s at once take as many statements as two, with an outcome each',
  async (_what, state, makes) => {
    // What is read once a process is read by now.
    await decided(1, state, makes);
    const [two, forty] = [await decided(2, state, makes), await decided(40, state, makes)];
    expect(forty.outcomes).toEqual(Array.from({ length: 40 }, () => 'done'));
    expect(forty.statements).toBe(two.statements);
  },
);
