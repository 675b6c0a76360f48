import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import {
  accountLines,
  begun,
  billingMonth,
  endOfMonth,
  nextMonth,
  type BillingProgress,
} from '../../domain/registration/billing-run.decide';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { GrantRow } from '../access/user.model';
import { productsById } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';
import { policyOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { issueInvoice } from '../orders/offers';
import { BillingRunRow } from './billing-run.model';
import { ChargeRow } from './charge.model';

/** Each invoice has a document whose case begins with it: so many are a transaction of a second. */
const CENTRES_AT_ONCE = 10;
/** Whom a centre's invoice is for: it goes to all of them. */
const CONTACT = 'Portal Admins';

/** Shared, so that charges hinder none of one another: only the run that acts waits for them, and they for it. */
const RUN = `
  select r.id, p.ended_at, p.state from billing_runs r join processes p on p.entity_id = r.id
  where r.tenant_id = $1 and r.month = $2::date for share of p`;
const OPEN =
  'insert into billing_runs (id, tenant_id, month) values ($1, $2, $3::date) on conflict (tenant_id, month) do nothing returning id';
const OWING = `
  with owing as (
    select organisation_id, sum(quantity * (net_pence + vat_pence)) as pence from centre_charges
    where tenant_id = $1 and invoice_id is null and decided_at < $2::timestamptz group by organisation_id)
  select count(*) filter (where pence > 0)::int as "toInvoice", count(*) filter (where pence <= 0)::int as carried,
    (select count(*)::int from invoices where billing_run_id = $3) as invoiced from owing`;
const NEXT = `
  select organisation_id as centre from centre_charges where tenant_id = $1 and invoice_id is null and decided_at < $2::timestamptz
  group by organisation_id having sum(quantity * (net_pence + vat_pence)) > 0 order by organisation_id limit $3`;

interface Run {
  id: string;
  ended_at: Instant | null;
  state: BillingProgress;
}

/**
 * Sees to it that what is charged or credited at an instant will be invoiced (CEN-1): the first charge of a London month opens its run; one
 * that is late for a run that has ended is for the next that has not. Called in the transaction that charges, in the tenant's scope, after
 * its charges are there.
 */
export async function openBilling(trx: Transaction, tenant: string, at: Instant, asked: RequestedBy | null): Promise<void> {
  for (let month = billingMonth(at); ;) {
    const [run] = await prepared<Run>(trx, 'billing-run', RUN, [tenant, month]);
    if (run && !run.ended_at) return hear(trx, tenant, run);
    if (run) month = nextMonth(month);
    else if (await open(trx, tenant, month, asked, at)) return;
  }
}

/** How many centres owe something for the month of a run or before it, how many nothing, and how many have their invoice. */
export async function centresOwing(
  trx: Transaction,
  { id, tenantId, month }: Pick<BillingRunRow, 'id' | 'tenantId' | 'month'>,
): Promise<Pick<BillingProgress, 'toInvoice' | 'invoiced' | 'carried'>> {
  const values = [tenantId, endOfMonth(month), id];
  const [row] = await prepared<Pick<BillingProgress, 'toInvoice' | 'invoiced' | 'carried'>>(trx, 'centres-owing', OWING, values);
  return row!;
}

/** Invoices the next centres of a run, what was decided before its month ended: one numbered invoice each, with its document (CEN-1, ORD-6). */
export async function invoiceNextCentres(trx: Transaction, run: BillingRunRow, at: Instant): Promise<void> {
  const values = [run.tenantId, endOfMonth(run.month), CENTRES_AT_ONCE];
  for (const { centre } of await prepared<{ centre: string }>(trx, 'centres-to-invoice', NEXT, values))
    await invoiceCentre(trx, run, centre, at);
}

/** What a run that is over leaves behind: what is carried forward has a next run, and one that is there counts anew. */
export async function passOn(trx: Transaction, { tenantId, month }: BillingRunRow, isCarried: boolean): Promise<void> {
  if (isCarried) return openBilling(trx, tenantId, endOfMonth(month), null);
  const [next] = await prepared<Run>(trx, 'billing-run', RUN, [tenantId, nextMonth(month)]);
  if (next && !next.ended_at) await hear(trx, tenantId, next);
}

async function invoiceCentre(trx: Transaction, { id, tenantId, month }: BillingRunRow, centre: string, at: Instant): Promise<void> {
  const charges = await ChargeRow.query(trx)
    .where({ tenant_id: tenantId, organisation_id: centre, invoice_id: null })
    .where('decided_at', '<', endOfMonth(month))
    .orderBy('id')
    .forUpdate();
  const products = await productsById(trx, [...new Set(charges.map(({ productId }) => productId))], londonDate(at));
  const lines = accountLines(
    charges.map(({ what, productId, quantity, netPence: net, vatPence: vat, vatBasisPoints: vatRate }) => ({
      ...{ what, quantity, net, vat, vatRate, product: products.find(({ product }) => product === productId)! },
    })),
  );
  const admin = await GrantRow.query(trx)
    .where({ organisation_id: centre, name: 'portalAdmin' })
    .orderBy('user_id')
    .first()
    .throwIfNotFound();
  const of = {
    tenantId,
    organisationId: centre,
    nodeId: null,
    entryKey: null,
    billingOfficeId: null,
    attentionOf: null,
    purchaseOrder: null,
  };
  const invoice = await issueInvoice(
    trx,
    { ...of, about: { billingRunId: id }, paidBy: 'account', accountsContact: CONTACT, lines, orderedBy: admin.userId },
    null,
    at,
  );
  const ids = charges.map((charge) => charge.id);
  await prepared(trx, 'invoice-charges', 'update centre_charges set invoice_id = $2 where id = any($1::uuid[])', [ids, invoice]);
}

/** The run's words say of how many centres: it counts anew where another one has come. */
async function hear(trx: Transaction, tenantId: string, { id, state }: Run): Promise<void> {
  const { toInvoice } = await centresOwing(trx, { id, tenantId, month: state.month });
  if (toInvoice !== state.toInvoice) await wakeProcesses(trx, [id]);
}

/** False where another transaction was first: its run is there by now. */
async function open(trx: Transaction, tenant: string, month: LocalDate, asked: RequestedBy | null, at: Instant): Promise<boolean> {
  const [made] = await prepared<{ id: string }>(trx, 'open-billing-run', OPEN, [uuid(), tenant, month]);
  if (!made) {
    if ((await prepared<Run>(trx, 'billing-run', RUN, [tenant, month])).length === 0)
      throw new Error('No centre sees the run of all of them');
    return false;
  }
  const { policyVersion } = await policyInForce(trx);
  const start = startOf('billing-run', made.id, { owner: 'finance', tenant, organisation: null, policyVersion });
  const { toInvoice } = await centresOwing(trx, { id: made.id, tenantId: tenant, month });
  const progress = begun(month, toInvoice, await policyOnce(trx, tenant, policyVersion));
  await openRows(trx, { ...start, reference: month.slice(0, 7) }, progress, asked, at);
  return true;
}
