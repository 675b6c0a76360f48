import { v7 as uuid } from 'uuid';
import { BookingRow } from '../../db/bookings/booking.model';
import { openDay } from '../../db/bookings/days.commands';
import { papersOfGroups } from '../../db/bookings/modified-papers.commands';
import { ModifiedPapersRow } from '../../db/bookings/modified-papers.model';
import { inScope, type Database, type Transaction } from '../../db/core/database';
import { LearnerRow } from '../../db/registration/batch.model';
import type { SeededTenant } from '../../db/seeds/demo';
import { drawnOf } from '../../domain/bookings/evidence-sample';
import { firstPolicy, type PolicyChanges } from '../../domain/policy';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { bookingsIn, seedBookedProduct, workingDayFrom, type Under } from './bookings';
import type { Product } from './learners';
import type { StoreSystem } from './store';

/** What the bookings that `bookingsIn` seeds are of. */
export const PAPER = { code: 'C1', title: 'Written paper', form: 'paper' } as const;
/** What a learner who needs modified papers has. */
export const NEEDING = {
  ...{ modifications: { enlarged: 'A3' }, contactEmail: 'exams@fenland.example', startOn: '2026-09-01', plannedEndOn: '2027-07-01' },
};
/** Modified papers as the API shows them, as far as tests look. */
export interface Papers {
  id: string;
  reference: string;
  state: string;
  stage: string;
  needs: string[];
  contactEmail: string | null;
  processedAt: string | null;
  despatchedAt: string | null;
  carrier: string | null;
  tracking: string | null;
  booking: { id: string; assessmentOn: string; learner: { id: string; surname: string } };
  evidence: { state: string; reason: string | null; uploaded: { round: number; href: string } | null };
  standing: { stage: string; why: string; dueAt: string | null; next: { at: string; what: string }[] } | null;
  version: number;
}

/** Evidence is asked for of all modified papers of a tenant, or of none. */
export async function sampleAll(owner: Database, tenant: SeededTenant, percent: 0 | 100, more: PolicyChanges = {}): Promise<void> {
  const version = `sample-${percent}-${tenant.id}`;
  const changes = { 'modifiedPapers.evidencePercent': percent, ...more };
  await owner('policies').insert({ id: uuid(), tenant_id: tenant.id, version, effective_from: '2026-11-01T00:00:01Z', changes });
}

/** A booking of a learner who needs modified papers. */
interface Needy {
  product: Product;
  under: Under;
  assessmentOn: LocalDate;
  at: Instant;
  /** Where several are of one product. */
  surname?: string;
}

/** A learner who needs modified papers, booked for a paper; answers the identifier of the papers, whose case the relay starts. */
export async function papersIn(trx: Transaction, tenant: SeededTenant, of: Needy): Promise<string> {
  const { group } = await needyBooking(trx, tenant, of);
  await papersOfGroups(trx, [group], of.at);
  const booking = await BookingRow.query(trx).findOne({ group_id: group }).throwIfNotFound();
  return (await ModifiedPapersRow.query(trx).findOne({ booking_id: booking.id }).throwIfNotFound()).id;
}

/** The same under a day of its own. */
export async function papersOn(
  trx: Transaction,
  tenant: SeededTenant,
  of: { product: Product; assessmentOn: LocalDate; at: Instant },
): Promise<string> {
  const { id: day } = await openDay(trx, tenant.id, of.assessmentOn, null, of.at);
  return papersIn(trx, tenant, { ...of, under: { day } });
}

/** Papers for a day some weeks ahead, of a product of their own. */
export async function seedPapers(
  { system, tenant }: { system: Pick<StoreSystem, 'owner' | 'database'>; tenant: SeededTenant },
  at = new Date().toISOString(),
): Promise<string> {
  const product = await seedBookedProduct(system, tenant, { components: [PAPER], hasWindows: false });
  const of = { product, assessmentOn: workingDayFrom(londonDate(at), 60), at };
  return inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => papersOn(trx, tenant, of));
}

/** A booking of a learner who needs modified papers; nothing of them is begun yet. */
export async function needyBooking(
  trx: Transaction,
  tenant: SeededTenant,
  of: Needy,
): Promise<{ group: string; booking: string; learner: string }> {
  const group = await bookingsIn(trx, tenant, { ...of, many: 1 });
  const { id: booking, learnerId: learner } = await BookingRow.query(trx).findOne({ group_id: group }).throwIfNotFound();
  await LearnerRow.query(trx)
    .findById(learner)
    .patch({ ...NEEDING, ...(of.surname ? { surname: of.surname } : {}) });
  return { group, booking, learner };
}

/** An identifier that draws a number under the seed of policy: papers of one below the percentage are sampled. */
export function drawing(drawn: number): string {
  for (;;) {
    const id = uuid();
    if (drawnOf(id, firstPolicy.modifiedPapers.evidenceSeed) === drawn) return id;
  }
}
