import { casework } from '../core/purposes';
import { actor, datum, entity, type PersonalData, type Purpose } from '../core/register';

/** To meet a need at an assessment (REG-12, REG-15): special category, told by the centre for the learner. */
const meeting: Purpose = {
  whose: ['learner'],
  why: 'To send papers as a learner needs them, and by sample to see that they are needed: special category, told by the centre (article 9(2)(g))',
  basis: 'e',
  kept: { until: 'the learner is erased', rule: 'RET-1' },
  erasable: 'row',
};
const REFERENCE = 'link reference centre';
/** Who is named when the mail leaves: it stands in no row of the outbox. */
const named = datum('named', 'A learner who needs modified papers, and how they are modified', meeting);
const reason = datum('reason', 'Why evidence of need was not accepted', casework);
const toContact = { to: ['contact'] as const, keeps: 'papers' };

/** Modified papers, and evidence that they are needed (REG-15). */
export const papersPersonalData: Required<Pick<PersonalData, 'tables' | 'messages'>> = {
  tables: {
    modified_papers: {
      none: 'id tenant_id organisation_id booking_id asked_at needs_version needs_since processed_at despatched_at carrier tracking evidence evidence_since state state_since is_open version',
      people: [entity('learner_id')],
      personal: [
        datum('modifications contact_email', 'How a learner’s papers are modified, and whom to tell about them', meeting),
        datum('evidence_reason', 'Why staff decided so about evidence of need', casework),
      ],
    },
    evidence_of_need: {
      none: 'id tenant_id organisation_id round type bytes key_id uploaded_at',
      people: [entity('papers_id'), actor('uploaded_by')],
      personal: [
        datum('name sha256', 'What the file of evidence is called, and its fingerprint', meeting),
        datum('content', 'Evidence that a learner needs modified papers, which tells of health', meeting, 'person'),
        datum('wrapped', 'The key of this evidence', meeting, 'master'),
      ],
    },
  },
  messages: {
    'modified-papers-processed.md': { ...toContact, none: 'reference', personal: [named] },
    'modified-papers-despatched.md': { ...toContact, none: 'reference centre carried', personal: [named] },
    'modified-papers-late.md': { to: ['staff'], none: 'reference day' },
    'evidence-of-need-asked.md': { ...toContact, none: REFERENCE, personal: [named] },
    'evidence-of-need-reminder.md': { ...toContact, none: REFERENCE, personal: [named] },
    'evidence-of-need-asked-again.md': { ...toContact, none: REFERENCE, personal: [named, reason] },
    'evidence-of-need-accepted.md': { ...toContact, none: 'reference', personal: [named] },
    'evidence-of-need-refused.md': { ...toContact, none: 'link reference', personal: [named, reason] },
    'evidence-of-need-late.md': { to: ['staff'], none: 'reference' },
  },
};
