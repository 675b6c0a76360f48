import { v7 as uuid } from 'uuid';
import { nextMoment } from '../../domain/learners/lapse-moments';
import type { LearnerDecision, Onward } from '../../domain/learners/learner.transitions';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import type { LearnerRow } from '../registration/batch.model';
import { makeBatches, moveCounts } from '../registration/offers';
import type { LapseWaits } from './lapse.commands';
import { submitUlns } from './uln-checks.commands';

/** A learner as he stood, and what was decided of him. */
export interface DecidedRow {
  row: LearnerRow;
  decision: LearnerDecision;
}

/** The person keeps his number, but where he has stood in that batch before; what he needs goes with him (REG-12), and what was answered of his ULN (ULN-2). */
const GO_ON = `
  insert into learners (id, tenant_id, organisation_id, batch_id, product_id, session, number, forename, middle_names, surname, birth_date, gender,
    ethnicity, country, uln, centre_reference, postcode, start_on, planned_end_on, contact_email, arrangements, modifications, registered_at,
    first_registered_at, state_since, lapses_on, next_at, fee_net_pence, fee_vat_pence, fee_vat_basis_points, came_from_id, uln_state, uln_flags)
  select g.id, l.tenant_id, l.organisation_id, g.batch_id, g.product_id, g.session,
    case when exists (select from learners o where o.batch_id = g.batch_id and o.number = l.number) then learner_number() else l.number end,
    l.forename, l.middle_names, l.surname, l.birth_date, l.gender, l.ethnicity, l.country, l.uln, l.centre_reference, l.postcode, l.start_on,
    l.planned_end_on, l.contact_email, l.arrangements, l.modifications, $2::timestamptz, l.first_registered_at, $2::timestamptz, g.lapses_on, g.next_at,
    g.fee_net_pence, g.fee_vat_pence, g.fee_vat_basis_points, l.id, nullif(l.uln_state, 'sent'), l.uln_flags
  from jsonb_to_recordset($1::jsonb) as g(id uuid, came_from_id uuid, batch_id uuid, product_id uuid, session int, lapses_on date, next_at timestamptz,
    fee_net_pence bigint, fee_vat_pence bigint, fee_vat_basis_points int) join learners l on l.id = g.came_from_id`;

/**
 * The registrations that follow on those which learners have left: in a batch that is there, its row locked, or is made; counted towards
 * its limit (REG-3, LRN-4, LRN-5). Answers each by the registration that was left. The rows that were left are written before.
 */
export async function goOn(
  trx: Transaction,
  steps: DecidedRow[],
  waits: LapseWaits,
  asked: RequestedBy,
  at: Instant,
): Promise<Map<string, string>> {
  const going = steps.flatMap(({ row, decision: { onward, event } }) => (onward ? [{ row, onward, event, id: uuid() }] : []));
  const [first] = going;
  if (!first) return new Map();
  const { tenantId: tenant, organisationId: organisation } = first.row;
  const { batch, product, joins } = first.onward;
  const made = { id: batch, product_id: product, bundle_batch_id: null };
  if (!joins) await makeBatches(trx, { tenant, organisation }, first.onward, [made], asked, at);
  const rows = JSON.stringify(going.map((each) => columnsOf(each, waits, at)));
  await prepared(trx, 'learners-go-on', GO_ON, [rows, at]);
  await moveCounts(trx, [batch], going.length);
  const onTheirWay = going.filter(({ row }) => row.ulnState === 'sent').map(({ id }) => id);
  if (onTheirWay.length > 0) await submitUlns(trx, { tenant, organisation }, onTheirWay, asked, at);
  const changes = going.map(({ row, onward, event, id }) => ({
    ...{ tenant, organisation, entity: { type: 'learner', id }, event: `${event}In`, at, before: null },
    after: { state: 'registered', lapsesOn: onward.lapsesOn, cameFrom: row.id },
  }));
  await auditChanges(trx, changes, asked);
  return new Map(going.map(({ row, id }) => [row.id, id]));
}

function columnsOf({ row, onward, id }: { row: LearnerRow; onward: Onward; id: string }, waits: LapseWaits, at: Instant) {
  const { batch, product, session, lapsesOn, fee } = onward;
  return {
    ...{ id, came_from_id: row.id, batch_id: batch, product_id: product, session, lapses_on: lapsesOn },
    next_at: nextMoment(lapsesOn, at, waits.policyOf(batch)),
    ...{ fee_net_pence: fee.net.toString(), fee_vat_pence: fee.vat.toString(), fee_vat_basis_points: fee.vatRate },
  };
}
