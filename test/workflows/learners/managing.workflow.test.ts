import { seedBatch } from '../../support/learners';
import { seedProducts } from '../../support/registrations';
import { stories, type Story } from '../../support/story';

const { test } = stories('managing');

interface Outcome {
  charges: { what: string; amount: { amount: number } }[];
  onward: { id: string } | null;
  evidence: Record<string, string>;
}

const CHRISTMAS_EVE = '2026-12-24T10:00:00.000Z';
const LAST = '2027-01-05T23:59:59.000Z';
const OVER = '2027-01-06T00:00:00.000Z';

test('LRN-3 LRN-4 WHY-4 MON-2 registered on Thursday 2026-12-24: cancelling on Tuesday 2027-01-05 at 23:59:59 credits, on 6 January at 00:00 not, nor for whoever was transferred on the 4th', async ({
  system,
  tenant,
  as,
}: Story) => {
  const products = await seedProducts(system.owner, tenant, [{ code: 'OLD' }, { code: 'NEW' }]);
  const product = { id: products['OLD']!, code: 'OLD' };
  const learners = ['A', 'B', 'C'].map((surname) => ({ surname }));
  const { batch } = await seedBatch(system.database, tenant, { product, learners, at: CHRISTMAS_EVE });
  const ids: string[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').pluck('id');
  const at = async (instant: string, id: string, verb: string, body = {}) =>
    (await system.receivedAt(instant, () => as.centreUser.post<Outcome>(`/v1/learners/${id}/${verb}`, body))).body;
  const owed = async () => {
    const rows = await system.owner('postings').where({ account: `centre/${tenant.centre.id}` });
    return rows.reduce((sum: number, { pence }: { pence: bigint }) => sum + Number(pence), 0);
  };
  const before = await owed();
  const { onward } = await at('2027-01-04T12:00:00.000Z', ids[2]!, 'transfer', { product: 'NEW' });
  const moved = await owed();
  const credited = await at(LAST, ids[0]!, 'cancel');
  expect(credited.charges).toEqual([{ what: 'cancelled', amount: { amount: -4_000, currency: 'GBP' } }]);
  expect([moved, await owed()]).toEqual([before - 4_000 + 4_800, moved - 4_000]);
  expect((await at(OVER, ids[1]!, 'cancel')).charges).toEqual([]);
  expect((await at(OVER, onward!.id, 'cancel')).charges).toEqual([]);
  expect(await owed()).toBe(moved - 4_000);
  const audits = await system.owner('audit').whereIn('entity_id', [ids[0]!, onward!.id]).where({ event: 'cancelled' }).orderBy('at');
  expect(audits.map(({ evidence }) => evidence)).toEqual([
    { receivedAt: LAST, firstRegisteredAt: CHRISTMAS_EVE, creditUntil: OVER },
    { receivedAt: OVER, firstRegisteredAt: CHRISTMAS_EVE, creditUntil: OVER },
  ]);
  for (const { policy_version: policy, calendar_version: calendar } of audits)
    expect([policy, calendar]).toEqual([expect.any(String), expect.any(String)]);
});
