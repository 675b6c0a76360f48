import { modifiedPapersNames } from '../../domain/bookings/modified-papers';
import { notMarked, type Marked, type PapersMark } from '../../domain/bookings/papers-marking';
import { refuse, type Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { CommitRefused, insistOn } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';

/** In the order of their identifiers, as their cases lock them. */
const LOCK = (which: string) => `
  select p.id, p.organisation_id as organisation, p.state, g.assessment_on as day, utc_text(p.processed_at) as "processedAt", utc_text(p.despatched_at) as "despatchedAt"
  from modified_papers p join bookings b on b.id = p.booking_id join booking_groups g on g.id = b.group_id
  where ${which} order by p.id for no key update of p`;
const LOCKS = { papers: LOCK('p.id = any($1::uuid[])'), window: LOCK('b.window_id = $1 and p.is_open') };
const MARK = {
  process: 'update modified_papers set processed_at = $2 where id = any($1::uuid[])',
  despatch: 'update modified_papers set despatched_at = $2, carrier = $3, tracking = $4 where id = any($1::uuid[])',
};

/** Which papers staff mean: some, or all of a window of which it can be said. */
export type MeantPapers = { papers: string[] } | { window: string };
/** With whom papers have left, where staff say so. */
export interface Carried {
  carrier: string | null;
  tracking: string | null;
}
interface LockedPapers extends Marked {
  id: string;
  organisation: string;
}

/**
 * REG-15: staff say that papers are made, or have left, all of those that they name or none; their cases hear of it, and tell the contacts. Answers how
 * many they are. Throws all refusals at once.
 */
export async function markPapers(
  trx: Transaction,
  tenant: string,
  mark: PapersMark,
  meant: MeantPapers & Partial<Carried>,
  asked: RequestedBy,
  at: Instant,
): Promise<number> {
  const marked = 'window' in meant ? await ofWindow(trx, meant.window, mark, at) : await named(trx, meant.papers, mark, at);
  const ids = marked.map(({ id }) => id);
  const { carrier = null, tracking = null } = meant;
  await prepared(trx, `mark-papers-${mark}`, MARK[mark], [ids, at, ...(mark === 'despatch' ? [carrier, tracking] : [])]);
  const event = mark === 'process' ? 'saidProcessed' : 'saidDespatched';
  const changes = marked.map(({ id, organisation, processedAt }) => ({
    ...{ tenant, organisation, entity: { type: modifiedPapersNames.entity, id }, event, at },
    ...{ before: { processedAt, despatchedAt: null }, after: mark === 'process' ? { processedAt: at } : { despatchedAt: at } },
  }));
  await auditChanges(trx, changes, asked);
  await wakeProcesses(trx, ids);
  return ids.length;
}

async function ofWindow(trx: Transaction, window: string, mark: PapersMark, at: Instant): Promise<LockedPapers[]> {
  const found = await prepared<LockedPapers>(trx, 'lock-papers-window', LOCKS.window, [window]);
  const marked = found.filter((each) => notMarked(each, mark, at, '') === null);
  if (marked.length > 0) return marked;
  const what = mark === 'process' ? 'to be processed' : 'processed and to be despatched';
  throw new CommitRefused([
    refuse('nobody', 'REG-15', `No modified papers of the window are ${what}`, 'Choose another window.', '/window'),
  ]);
}

async function named(trx: Transaction, ids: string[], mark: PapersMark, at: Instant): Promise<LockedPapers[]> {
  const found = await prepared<LockedPapers>(trx, 'lock-papers', LOCKS.papers, [ids]);
  const refusals = ids.flatMap((id, index): Refusal[] => {
    const place = `/papers/${index}`;
    const papers = found.find((each) => each.id === id);
    if (!papers) return [refuse('papers', 'REG-15', 'There are no such papers', 'Take them from GET /v1/modified-papers.', place)];
    return [notMarked(papers, mark, at, place) ?? []].flat();
  });
  insistOn(refusals);
  return found;
}
