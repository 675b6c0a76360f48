import { areOver, type ModifiedPapers, type PapersFacts } from '../../domain/bookings/modified-papers.state';
import { prepared } from '../core/database';
import type { RowStore } from '../core/row-store';
import { ModifiedPapersRow } from './modified-papers.model';

const LOCK = 'select id from modified_papers where id = $1 for no key update';
/** What staff have said and centres have uploaded by the instant; bookings and learners as they stand, since when. */
const FACTS = `
  select jsonb_build_object('id', b.id, 'since', utc_text(b.state_since), 'isGone', b.state in ('cancelled', 'transferred'), 'day', g.assessment_on) as booking,
    jsonb_build_object('isGone', l.state not in ('registered', 'certificated'), 'since', utc_text(l.state_since)) as learner,
    jsonb_build_object('version', p.needs_version, 'since', utc_text(p.needs_since), 'isNeeded', p.modifications <> '{}') as needs,
    case when p.processed_at <= $2::timestamptz then utc_text(p.processed_at) end as "processedAt",
    case when p.despatched_at <= $2::timestamptz then utc_text(p.despatched_at) end as "despatchedAt",
    (select jsonb_build_object('round', e.round, 'at', utc_text(e.uploaded_at)) from evidence_of_need e
      where e.papers_id = p.id and e.uploaded_at <= $2::timestamptz order by e.round desc limit 1) as evidence,
    exists (select from modified_papers o where o.learner_id = p.learner_id and o.id <> p.id and o.evidence = 'refused' and o.evidence_since <= $2::timestamptz) as "wasRefused"
  from modified_papers p join bookings b on b.id = p.booking_id join booking_groups g on g.id = b.group_id join learners l on l.id = p.learner_id
  where p.id = $1`;

/** With these staff say why. */
const DECIDED: ReadonlySet<string> = new Set(['evidenceAccepted', 'evidenceAskedAgain', 'evidenceRefused', 'withheld']);

/** How modified papers meet their rows: their booking, its day, what the learner needs, and what staff and centre have said (REG-15). */
export const modifiedPapersStore: RowStore<ModifiedPapers, PapersFacts> = {
  table: 'modified_papers',
  facts: async (trx, { state, at }) => {
    await prepared(trx, 'lock-modified-papers', LOCK, [state.id]);
    const [read] = await prepared<PapersFacts>(trx, 'modified-papers-facts', FACTS, [state.id, at]);
    return read!;
  },
  write: async (trx, { decision: { next, event }, version, asked }) => {
    const { id, state, stateSince, evidence, evidenceSince } = next;
    await ModifiedPapersRow.query(trx)
      .findById(id)
      .patch({
        ...{ state, stateSince, evidence, evidenceSince, isOpen: !areOver(next), version },
        ...(DECIDED.has(event) ? { evidenceReason: asked?.reason ?? null } : {}),
      });
  },
};
