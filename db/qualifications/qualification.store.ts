import { monthsLater, type LocalDate } from '../../domain/working-days';
import type { GivenFact, Qualification, QualificationFacts } from '../../domain/qualifications/qualification.state';
import { recheckOf } from '../applications/offers';
import { prepared, type Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { findKind } from './awarding-bodies.queries';
import { GivingRow, QualificationRow } from './qualification.model';

interface Read {
  person: string;
  account: string | null;
  told: string | null;
  kinds: string[];
  given: GivenFact;
}

const LOCK = 'select id from qualifications where id = $1 for no key update';
/** The newest of what was given by the instant, what had come of it by then, and who is told: of an employer that the person has left nobody is. */
const FACTS = `
  select r.*, (select case when u.organisation_id is null or exists (select from employments e
      where e.person_id = r.person and e.organisation_id = u.organisation_id and e.ended_on is null) then u.id else r.account end
    from users u where u.id = (r.given->>'givenBy')::uuid) as told
  from (select q.person_id as person, (select u.id from users u where u.person_id = q.person_id) as account,
    (select coalesce(array_agg(k.code), '{}') from qualification_kinds k where k.tenant_id = q.tenant_id) as kinds,
    (select jsonb_build_object('id', g.id, 'round', g.round, 'source', g.source, 'givenBy', g.given_by, 'at', utc_text(g.given_at),
       'isLookedUp', coalesce((select b.is_looked_up from qualification_kinds k join awarding_bodies b on b.tenant_id = k.tenant_id and b.code = k.body
         where k.tenant_id = g.tenant_id and k.code = g.kind), false),
       'result', case when g.examined_at <= $2::timestamptz then jsonb_build_object('outcome', g.outcome, 'at', utc_text(g.examined_at)) end)
     from qualification_givings g where g.qualification_id = q.id and g.given_at <= $2::timestamptz order by g.round desc limit 1) as given
  from qualifications q where q.id = $1) r`;

/** How a qualification meets its rows: all that was given, what came of it, and the person's applications that wait for it (QUA-1, APP-9). */
export const qualificationStore: RowStore<Qualification, QualificationFacts> = {
  table: 'qualifications',
  facts: async (trx, { state, at }) => {
    await prepared(trx, 'lock-qualification', LOCK, [state.id]);
    const [read] = await prepared<Read>(trx, 'qualification-facts', FACTS, [state.id, at]);
    return read!;
  },
  write: async (trx, step) => {
    const { id, state, stateSince, person } = step.decision.next;
    const row = await QualificationRow.query(trx)
      .patchAndFetchById(id, { state, stateSince, version: step.version, ...(await decidedBy(trx, step)) })
      .throwIfNotFound();
    if (state !== step.before.state) await recheckOf(trx, [person || row.personId], step.at);
  },
};

/** What a decision says of the qualification itself: its kind, its number, from when until when it holds. */
async function decidedBy(trx: Transaction, { decision, at, asked }: Step<Qualification>): Promise<Partial<QualificationRow>> {
  const { id, round } = decision.next;
  if (decision.event === 'refused' || decision.event === 'dismissed') return { refusedAt: at };
  if (decision.event === 'contested') return { refusedAt: null };
  if (decision.event === 'accepted') {
    const { kind, validFrom, validTo } = asked!.body as { kind: string; validFrom: LocalDate | null; validTo: LocalDate | null };
    return { kind, validFrom, validTo, verifiedAt: at, refusedAt: null };
  }
  const given = await GivingRow.query(trx).findOne({ qualification_id: id, round }).throwIfNotFound();
  if (decision.event === 'detailsGiven' || decision.event === 'detailsToDecide') return { kind: given.kind };
  if (decision.event !== 'verified') return {};
  const kind = given.foundKind ?? given.kind!;
  const { validYears } = (await findKind(trx, kind))!.kind;
  const validFrom = given.foundAwardedOn;
  const validTo = validFrom && validYears ? monthsLater(validFrom, 12 * validYears) : null;
  return { kind, number: given.foundNumber, validFrom, validTo, verifiedAt: at };
}
