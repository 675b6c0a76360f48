import { openDay } from '../../db/bookings/days.commands';
import { giveEvidence } from '../../db/bookings/evidence-of-need.commands';
import { ModifiedPapersRow } from '../../db/bookings/modified-papers.model';
import { markPapers } from '../../db/bookings/papers-marking.commands';
import type { PapersMark } from '../../domain/bookings/papers-marking';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf, type ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { seedBookedProduct } from './bookings';
import type { CaseLab } from './case-lab';
import type { CaseStory, Reach } from './cases';
import { drawing, needyBooking, NEEDING, PAPER } from './modified-papers';

const DAY = '2027-02-10';
const FILE = { name: 'letter.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') };

/** Papers that are sampled, of a booking for a day. */
async function papersAsked(lab: CaseLab, at: Instant): Promise<Ask> {
  const { tenant, system } = lab;
  const product = await seedBookedProduct(system, tenant, { components: [PAPER], hasWindows: false });
  const id = drawing(7);
  const { modifications, contactEmail } = NEEDING;
  const of = { tenantId: tenant.id, organisationId: tenant.centre.id };
  await lab.inScope(async (trx) => {
    const { id: day } = await openDay(trx, tenant.id, DAY, null, at);
    const { booking, learner } = await needyBooking(trx, tenant, { product, under: { day }, assessmentOn: DAY, at });
    const since = { askedAt: at, needsSince: at, evidenceSince: at, stateSince: at };
    await ModifiedPapersRow.query(trx).insert({ ...of, ...since, modifications, contactEmail, id, bookingId: booking, learnerId: learner });
  });
  const start = startOf('modified-papers', id, {
    owner: 'caseOperator',
    tenant: tenant.id,
    organisation: tenant.centre.id,
    policyVersion: firstPolicy.version,
  });
  return lab.opening(start, at);
}

/** The centre uploads evidence. */
const evidenceUploaded: Reach = async (lab, process, at) => {
  const asked = await lab.asked(lab.tenant.centre.user, {}, at);
  await lab.inScope((trx) => giveEvidence(trx, nameIn(process.businessId), FILE, lab.deps().ring, asked, at));
  return lab.wake(process, at);
};

/** Staff say that they are made, or have left: once. */
const said =
  (mark: PapersMark): Reach =>
  async (lab, process, at) => {
    const id = nameIn(process.businessId);
    const column = mark === 'process' ? 'processed_at' : 'despatched_at';
    const row = await lab.system.owner('modified_papers').where({ id }).first(column);
    if (row[column]) return lab.wake(process, at);
    const asked = await lab.asked(lab.tenant.staff.caseOperator, {}, at);
    await lab.inScope((trx) => markPapers(trx, lab.tenant.id, mark, { papers: [id] }, asked, at));
    return lab.wake(process, at);
  };

/** The booking is cancelled: nobody has told the case. */
async function bookingCancelled(lab: CaseLab, process: ProcessStart, at: Instant): Promise<void> {
  const { owner } = lab.system;
  const { booking_id: id } = await owner('modified_papers')
    .where({ id: nameIn(process.businessId) })
    .first('booking_id');
  await owner('bookings').where({ id }).update({ state: 'cancelled', state_since: at });
}

const cancelled: Reach = async (lab, process, at) => {
  await bookingCancelled(lab, process, at);
  return lab.wake(process, at);
};
const decided =
  (trigger: string): Reach =>
  (lab, process, at) =>
    lab.command(process, lab.tenant.staff.caseOperator, trigger, {}, at, { reason: 'r' });

/** Modified papers: made and sent, shown to be needed, and what ends them earlier. */
export const papersStory: CaseStory = {
  open: papersAsked,
  ready: [evidenceUploaded],
  commands: { accepted: decided('accept'), 'asked again': decided('askAgain'), refused: decided('refuse') },
  ways: {
    'processed and despatched': [said('process'), said('despatch')],
    'refused when they have left': [said('process'), said('despatch'), evidenceUploaded, decided('refuse')],
    cancelled: [cancelled],
    'cancelled when they have left': [said('process'), said('despatch'), cancelled],
    'shown twice': [evidenceUploaded, decided('askAgain'), evidenceUploaded, decided('accept')],
  },
  unheard: bookingCancelled,
};
