import { randomUUID } from 'node:crypto';
import type { LearnerRow } from '../../../db/registration/batch.model';
import type { SeededTenant } from '../../../db/seeds/demo';
import { tellers, type Learned, type Teller } from '../../../db/learners/offers';
import type { ApiClient } from '../../support/api-client';
import { seedBatch } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { seedProducts, SESSION } from '../../support/registrations';
import type { TestSystem } from '../../support/system';

/** How a command came out for one learner. */
export interface Outcome {
  outcome: string;
  learner: { id: string; state: string; version: number };
  charges: { what: string; amount: { amount: number } }[];
  onward: { id: string; number: string; batch: { id: string; number: string }; state: string; lapsesOn: string } | null;
  evidence: Record<string, string>;
  errors: { code: string; pointer: string }[];
}
interface Shown {
  surname: string;
  version: number;
  arrangements: string[];
  cells: Record<string, string>;
}
/** A file of dates. */
export interface Import {
  id: string;
  undoUntil: string | null;
  kept: { id: string }[];
}
/** The system with a centre that is signed in. */
export interface Given {
  system: TestSystem;
  tenant: SeededTenant;
  centre: ApiClient;
}

const PRICE = { net: 4_000n, vat: 800n, rate: 2_000 };
const today = () => new Date().toISOString();

/** A centre's learners on products of several kinds, and what it does with them by the API. */
export type Managed = ReturnType<typeof managedBy>;

/** Makes the products before the tests of the file. */
export function managedBy(given: () => Given) {
  const products: Record<string, string> = {};
  beforeAll(async () => {
    const { system, tenant } = given();
    const made = await seedProducts(system.owner, tenant, [
      { code: 'OLD', suite: 'nested' },
      { code: 'UP', suite: 'nested', net: 6_000 },
      { code: 'DOWN', suite: 'nested', net: 3_000 },
      { code: 'ELSE', net: 5_000 },
      { code: 'NOT', isApproved: false },
      { code: 'WIN', windows: ['May 2099'] },
      { code: 'WHOLE', type: 'apprenticeship', members: [] },
    ]);
    Object.assign(products, made);
  });
  const batchOf = async (learners: Partial<LearnerRow>[], { code = 'OLD', at = today(), bundle = '' } = {}) => {
    const { system, tenant } = given();
    const of = {
      product: { id: products[code]!, code },
      learners,
      price: PRICE,
      at,
      session: SESSION,
      ...(bundle ? { bundle, isFree: true } : {}),
    };
    const { batch } = await seedBatch(system.database, tenant, of);
    const rows: { id: string; number: string }[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy(['surname', 'id']);
    return { batch: batch.id, ids: rows.map(({ id }) => id), numbers: rows.map(({ number }) => number) };
  };
  const some = (count: number) => Array.from({ length: count }, () => ({ forename: 'Ann', surname: `S${randomUUID()}` }));
  const act = (id: string, verb: string, body: object = {}, query = '') =>
    given().centre.post<Outcome>(`/v1/learners/${id}/${verb}${query}`, body);
  const owed = async () => (await given().centre.get<{ balance: { amount: number } }>('/v1/centre-account')).body.balance.amount;
  const money = ({ charges }: Outcome) => charges.map(({ what, amount: { amount } }) => [what, amount]);
  const counted = async (batch: string) => (await given().system.owner('batches').where({ id: batch }).first()).learner_count;
  /** What is learned of some learners while something is done. */
  const learned = async <Result>(what: Partial<Learned>, ids: string[], work: () => Promise<Result>): Promise<Result> => {
    const teller: Teller = async (_trx, asked) =>
      ids.filter((id) => asked.includes(id)).map((learner) => ({ learner, results: [], isSampled: false, ...what }));
    tellers.push(teller);
    try {
      return await work();
    } finally {
      tellers.splice(tellers.indexOf(teller), 1);
    }
  };
  const shown = async (id: string) => (await given().centre.get<Shown>(`/v1/learners/${id}`)).body;
  const edit = async (id: string, cells: object, version?: number) => {
    const now = await shown(id);
    const headers = { 'If-Match': `"${version ?? now.version}"` };
    return given().centre.put<Shown & Problem>(`/v1/learners/${id}`, { cells: { ...now.cells, ...cells } }, headers);
  };
  const dated = (more: Partial<LearnerRow> = {}) => ({ ...some(1)[0], startOn: '2026-09-01', plannedEndOn: '2027-07-01', ...more });
  return { products, batchOf, some, act, owed, money, counted, learned, shown, edit, dated };
}
