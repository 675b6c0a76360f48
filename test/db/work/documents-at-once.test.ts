import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { inScope, type Transaction } from '../../../db/core/database';
import { askForDocument, askForDocuments } from '../../../db/work/offers';
import type { SeededTenant } from '../../../db/seeds/demo';
import { toJson } from '../../../platform/json';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-27T12:00:00.000Z';
let system: StoreSystem;
let tenant: SeededTenant;
beforeAll(async () => {
  system = await storeSystem('documents-at-once');
  tenant = await system.tenant('papers');
}, 120_000);
afterAll(() => system?.stop());

const wished = () => ({
  ...{ tenant: tenant.id, organisation: tenant.centre.id, by: tenant.centre.user.id },
  wish: { kind: 'booking-confirmation' as const, group: randomUUID() },
});
/** Runs work in the tenant; answers how many statements it took. */
const statementsOf = (work: (trx: Transaction) => Promise<unknown>) =>
  inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const connection: Client = await trx.client.acquireConnection();
    const query = jest.spyOn(connection, 'query');
    await work(trx);
    const statements = query.mock.calls.length;
    query.mockRestore();
    return statements;
  });
/** What a document leaves behind, but for identifiers. */
const leftOf = async (group: string) => {
  const { id, ...document } = await system.owner('documents').where({ about_id: group }).first();
  const about = { entity_id: id };
  const { state, ...process } = await system.owner('processes').where(about).first();
  const rows = {
    document: { ...document, about_id: null },
    process: {
      ...process,
      business_id: null,
      entity_id: null,
      reference: null,
      why: null,
      state: { ...state, id: null, reference: null, wish: null },
    },
    audit: await system.owner('audit').where(about).count(),
    stages: (await system.owner('process_stages').where({ business_id: process.business_id }).select('stage', 'event')).map((row) => ({
      ...row,
    })),
    woken: await system.owner('outbox').where(about).count(),
    commits: await system
      .owner('commits')
      .where({ key: `${process.business_id}/ask` })
      .count(),
  };
  return JSON.parse(toJson(rows).replaceAll(id, 'id')) as object;
};

test('OPS-2 BKG-6 forty documents that are asked for at once take as many statements as two, and leave of each what one leaves', async () => {
  const [two, forty] = [[wished(), wished()], Array.from({ length: 40 }, wished)];
  const asked = async (many: typeof forty) => statementsOf((trx) => askForDocuments(trx, many, null, AT));
  await asked([wished()]);
  expect(await asked(forty)).toBe(await asked(two));
  const alone = wished();
  await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => askForDocument(trx, alone, null, AT));
  const expected = await leftOf(alone.wish.group);
  for (const { wish } of [forty[0]!, forty[39]!, two[1]!]) expect(await leftOf(wish.group)).toEqual(expected);
  expect(await statementsOf((trx) => askForDocuments(trx, [], null, AT))).toBeLessThan(await asked(two));
});
