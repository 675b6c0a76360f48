import { v7 as uuid } from 'uuid';
import { openImport } from '../../db/bank/statement-import.store';
import { openDay } from '../../db/bookings/days.commands';
import type { Transaction } from '../../db/core/database';
import { submitUlns } from '../../db/learners/offers';
import { UlnCheckRow } from '../../db/learners/uln.model';
import { LearnerRow } from '../../db/registration/batch.model';
import { BillingRunRow } from '../../db/registration/billing-run.model';
import { startBulkAction } from '../../db/work/bulk-actions.commands';
import type { RowsKind } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { bookingsIn, seedBookedProduct, windowIn } from './bookings';
import { batchIn, charge, seedCentre, seedProduct } from './learners';
import { rightUln } from './ulns';
import type { CaseLab } from './case-lab';

/** How a kind of many rows under one wait is opened: arranged first, then in one transaction, which answers its entity. Its rows are more than one transaction takes. */
export type RowsOpening = (lab: CaseLab, at: Instant) => Promise<(trx: Transaction) => Promise<string>>;

const OF_A_STATEMENT = 1001;
const OF_A_BULK_ACTION = 501;
const OF_A_BILLING_RUN = 11;
const OF_A_LAPSE = 501;
const OF_A_SUBMISSION = 501;
const OF_AN_ASSESSMENT = 501;

/** Of each kind of rows: how one is opened. */
export const rowsOpenings = {
  'statement-import': async (lab, at) => {
    const paidOut = Array.from({ length: OF_A_STATEMENT - 2 }, () => ({ text: 'FEE', pounds: -1 }));
    const store = lab.statement([{ text: 'FIRST', pounds: 250 }, ...paidOut, { text: 'LAST', pounds: 300 }], at);
    const asked = await lab.asked(lab.tenant.staff.finance, {}, at);
    return async (trx) => {
      const id = await store(trx);
      await openImport(trx, lab.tenant.id, id, asked, at);
      return id;
    };
  },
  'bulk-action': async (lab, at) => {
    const of = { tenant_id: lab.tenant.id, queue: 'finance', task: 'decideClaim', entity_type: 'claim', due_at: at, opened_at: at };
    const items = Array.from({ length: OF_A_BULK_ACTION }, () => ({ ...of, id: uuid(), entity_id: uuid() }));
    await lab.system.owner('work_items').insert(items);
    // One of the first chunk and one of the second are done meanwhile: each is told so, and stops nothing.
    await lab.system
      .owner('work_items')
      .whereIn('id', [items[7]!.id, items.at(-1)!.id])
      .update({ closed_at: at, closed_by: 'declined' });
    const asked = await lab.asked(lab.tenant.staff.caseOperator, {}, at);
    const change = { what: 'assign' as const, to: lab.tenant.staff.caseOperator.id };
    const ids = items.map(({ id }) => id);
    return (trx) => startBulkAction(trx, lab.tenant.id, change, ids, asked, at);
  },
  // Of a month that is over: the hour of its invoices has come.
  'billing-run': async (lab) => {
    const product = await seedProduct(lab.system.owner, lab.tenant.id, 'Care');
    const decided = '2026-10-15T12:00:00.000Z';
    const centres: Awaited<ReturnType<typeof seedCentre>>[] = [];
    while (centres.length < OF_A_BILLING_RUN) centres.push(await seedCentre(lab.system.owner, lab.tenant, 'A centre'));
    return async (trx) => {
      for (const centre of centres) await charge(trx, lab.tenant, { centre, product, quantity: 2, at: decided });
      const run = await BillingRunRow.query(trx).findOne({ month: '2026-10-01' }).throwIfNotFound();
      return run.id;
    };
  },
  // Of a batch whose registrations have all lapsed by now.
  lapse: async (lab) => {
    const product = await seedProduct(lab.system.owner, lab.tenant.id, 'Care');
    const learners = Array.from({ length: OF_A_LAPSE }, (_, index) => ({ surname: `L${index}`, lapsesOn: '2026-10-31' }));
    const batch = { product, learners, at: '2023-10-31T12:00:00.000Z' };
    return async (trx) => (await batchIn(trx, lab.tenant, batch)).batch.id;
  },
  // Of learners whose ULNs are all answered by now.
  'uln-check': async (lab, at) => {
    const { tenant, system } = lab;
    const product = await seedProduct(system.owner, tenant.id, 'Care');
    const learners = Array.from({ length: OF_A_SUBMISSION }, (_, index) => ({ surname: `U${index}`, uln: rightUln(index) }));
    return async (trx) => {
      const { batch } = await batchIn(trx, tenant, { product, learners, at });
      const ids = (await LearnerRow.query(trx).where({ batch_id: batch.id })).map(({ id }) => id);
      await submitUlns(trx, { tenant: tenant.id, organisation: tenant.centre.id }, ids, null, at);
      await UlnCheckRow.query(trx).whereIn('learner_id', ids).patch({ flags: [] });
      return (await UlnCheckRow.query(trx).findOne({ learner_id: ids[0]! }).throwIfNotFound()).submissionId;
    };
  },
  // Of a window that closed before now.
  'booking-window': async (lab, at) => {
    const { tenant, system } = lab;
    const product = await seedBookedProduct(system, tenant);
    const dates = { cutOffOn: '2026-10-16', opensOn: '2026-11-02', closesOn: '2026-11-20' };
    return async (trx) => {
      const window = await windowIn(trx, tenant, product, dates, { at });
      await bookingsIn(trx, tenant, { product, many: OF_AN_ASSESSMENT, under: { window }, assessmentOn: dates.closesOn });
      return window;
    };
  },
  // Of a day that has passed.
  'assessment-day': async (lab, at) => {
    const { tenant, system } = lab;
    const product = await seedBookedProduct(system, tenant, { hasWindows: false });
    return async (trx) => {
      const { id: day } = await openDay(trx, tenant.id, '2026-11-20', null, at);
      await bookingsIn(trx, tenant, { product, many: OF_AN_ASSESSMENT, under: { day }, assessmentOn: '2026-11-20' });
      return day;
    };
  },
} satisfies Record<RowsKind, RowsOpening>;
