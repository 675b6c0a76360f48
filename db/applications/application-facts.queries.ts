import type { ApplicationFacts, OrderFact } from '../../domain/applications/application.facts';
import type { Form, HseChoice, NeedKind } from '../../domain/applications/requirements';
import type { Purpose } from '../../domain/applications/purposes';
import type { ApplicationState } from '../../domain/applications/states';
import type { HseRecordFact } from '../../domain/assessments/hse-record';
import type { IdentityCheckFact } from '../../domain/people/identity-check';
import type { PhotoFact } from '../../domain/people/photo';
import { awaitedOf } from '../../domain/qualifications/qualification.standing';
import type { QualificationFact } from '../../domain/qualifications/qualification-fact';
import type { QualificationState } from '../../domain/qualifications/qualification.state';
import { londonDate, type Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

interface Read {
  id: string;
  row_state: ApplicationState;
  node: string;
  form_changed_at: Instant;
  has_phone: boolean;
  has_email: boolean;
  hse_choice: HseChoice | null;
  grade: { needs: NeedKind[]; qualifications: string[] } | null;
  placed: OrderFact | null;
  hse: HseRecordFact[];
  exempted_at: Instant | null;
  photos: PhotoFact[];
  identity_checks: IdentityCheckFact[];
  qualifications: QualificationRead[];
  accepted_at: Instant | null;
  is_regraded: boolean;
  purpose: Purpose;
  endorsement_asked_at: Instant | null;
  endorsed_at: Instant | null;
  left_at: Instant | null;
}

type QualificationRead = Omit<QualificationFact, 'awaiting'> & { state: QualificationState };

/** All in one trip: each commit of an application reads it, some of them more than once. */
const FACTS = `
  select a.id, a.state as row_state, a.node_id as node, a.form_changed_at, a.phone is not null as has_phone, a.email is not null as has_email, a.hse_choice,
    (select jsonb_build_object('needs', g.needs, 'qualifications', g.qualifications) from occupation_grades g where g.tenant_id = a.tenant_id and g.occupation = a.occupation and g.grade = coalesce(a.grade, '')
       and g.valid_from <= $3::date and (g.valid_to is null or g.valid_to >= $3::date) order by g.valid_from desc limit 1) as grade,
    (select jsonb_build_object('line', l.id, 'order', o.id, 'addedAt', utc_text(l.added_at),
       'state', case when o.paid_at <= $4::timestamptz then 'paid' when o.closed_at <= $4::timestamptz then 'closed' else 'open' end,
       'paidAt', case when o.paid_at <= $2::timestamptz then utc_text(o.paid_at) end)
     from application_order_lines l join application_orders o on o.id = l.order_id
     where l.application_id = a.id) as placed,
    (select coalesce(jsonb_agg(jsonb_build_object('record', r.id, 'result', r.result, 'takenOn', r.taken_on, 'expiresOn', r.expires_on,
       'receivedAt', utc_text(r.received_at)) order by r.received_at, r.id), '[]')
     from hse_records r where r.person_id = a.person_id and r.received_at <= $2::timestamptz) as hse,
    (select min(x.accepted_at) from hse_exemptions x where x.person_id = a.person_id and x.accepted_at <= $2::timestamptz) as exempted_at,
    (select coalesce(jsonb_agg(jsonb_build_object('photo', p.id, 'givenAt', utc_text(p.given_at),
       'verifiedAt', case when p.verified_at <= $2::timestamptz then utc_text(p.verified_at) end,
       'validFrom', case when p.verified_at <= $2::timestamptz then p.valid_from end,
       'validTo', case when p.verified_at <= $2::timestamptz then p.valid_to end) order by p.given_at, p.id), '[]')
     from photos p where p.person_id = a.person_id and p.given_at <= $2::timestamptz) as photos,
    (select coalesce(jsonb_agg(jsonb_build_object('check', i.id, 'outcome', i.outcome, 'at', utc_text(i.decided_at), 'decidedBy', i.decided_by,
       'contestedAt', case when i.contested_at <= $2::timestamptz then utc_text(i.contested_at) end) order by i.decided_at, i.id), '[]')
     from identity_checks i where i.application_id = a.id and i.decided_at <= $2::timestamptz) as identity_checks,
    (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'state', q.state, 'validFrom', q.valid_from, 'validTo', q.valid_to,
       'stands', case when q.verified_at <= $2::timestamptz then case q.state when 'verified' then 'verified' else 'accepted' end
         when q.refused_at <= $2::timestamptz then 'refused' else 'undecided' end,
       'since', utc_text(case when q.verified_at <= $2::timestamptz then q.verified_at when q.refused_at <= $2::timestamptz then q.refused_at
         when q.state_since <= $2::timestamptz then q.state_since else q.given_at end)) order by q.id), '[]')
     from qualifications q where q.person_id = a.person_id and q.given_at <= $2::timestamptz) as qualifications,
    exists (select from (select c.occupation, c.grade from cards c where c.person_id = a.person_id and c.type = a.card_type and c.state in ('issued', 'expired')
        and c.application_id is distinct from a.id order by c.valid_to desc limit 1) card
      where card.occupation is not null and a.occupation is not null
        and (card.occupation, coalesce(card.grade, '')) <> (a.occupation, coalesce(a.grade, ''))) as is_regraded,
    a.purpose, a.endorsement_asked_at, a.endorsed_at, case when a.left_at <= $2::timestamptz then a.left_at end as left_at,
    (select c.accepted_at from cards c where c.application_id = a.id and c.accepted_at <= $2::timestamptz) as accepted_at
  from applications a where a.id = any($1::uuid[])`;

/**
 * What is known of some applications as of an instant, by their identifiers (design 3); the order that each is on as it is placed, and
 * closed or paid as of `orderAt`: whoever decides under its lock reads it as it stands.
 */
export async function factsOf(trx: Transaction, ids: string[], at: Instant, orderAt = at): Promise<Map<string, ApplicationFacts>> {
  const rows = await prepared<Read>(trx, 'application-facts', FACTS, [ids, at, londonDate(at), orderAt]);
  return new Map(rows.map((row) => [row.id, read(row, at)]));
}

function read(row: Read, asOf: Instant): ApplicationFacts {
  const { form_changed_at: changedAt, has_phone: hasPhone, has_email: hasEmail, hse_choice: hseChoice, grade } = row;
  const { purpose, is_regraded: isRegraded, endorsement_asked_at: endorsementAskedAt, endorsed_at: endorsedAt } = row;
  const chosen = { needs: grade?.needs ?? null, qualifications: grade?.qualifications ?? [] };
  const form: Form = { changedAt, hasPhone, hasEmail, hseChoice, ...chosen, purpose, isRegraded, endorsementAskedAt, endorsedAt };
  const { row_state: rowState, node, placed: order, hse, exempted_at: exemptedAt, accepted_at: acceptedAt } = row;
  const { photos, identity_checks: identityChecks, left_at: leftAt } = row;
  const qualifications = row.qualifications.map(({ state, ...fact }) => ({ ...fact, awaiting: awaitedOf(state) }));
  const endorsers = { grading: [], qualifiedSupervisor: [] };
  const known = { hse, exemptedAt, photos, identityChecks, qualifications, endorsers, leftAt };
  return { asOf, node, rowState, form, order, ...known, acceptedAt };
}
