import { casework, trail } from '../core/purposes';
import { actor, datum, entity, subject, type PersonalData } from '../core/register';

/** Tasks, notes, drafts, proposals, bulk actions and the documents that are made. */
export const workPersonalData: PersonalData = {
  tables: {
    work_items: {
      none: 'id tenant_id queue task entity_type due_at opened_at closed_at closed_by version detail counted',
      people: [entity('entity_id'), actor('assignee_id')],
    },
    notes: {
      none: 'id tenant_id at',
      people: [entity('entity_id'), actor('user_id')],
      personal: [datum('text', 'What staff noted about a case', { ...casework, erasable: trail.erasable })],
    },
    drafts: {
      none: 'form tenant_id saved_at',
      people: [subject('user_id'), entity('entity_id')],
      personal: [datum('content', 'Half-done work', { ...casework, erasable: 'row' })],
    },
    saved_filters: {
      none: 'id tenant_id list',
      people: [subject('user_id')],
      personal: [datum('name query', 'What somebody looks for', { ...casework, erasable: 'row' })],
    },
    bulk_actions: {
      none: 'id tenant_id requested_at request_id total done failed cursor',
      people: [actor('requested_by')],
      personal: [datum('action', 'What is done to all, with the text of a note', casework)],
    },
    bulk_items: { none: 'action_id position tenant_id outcome detail', people: [entity('work_item_id', { of: 'work_items.id' })] },
    approvals: {
      none: 'id tenant_id what state state_since version',
      people: [actor('proposed_by'), actor('decided_by')],
      personal: [datum('reason', 'Why it is proposed', trail)],
    },
    documents: {
      none: 'id tenant_id organisation_id kind about_type about_id state state_since attempts last_error file_id requested_at request_id version',
      people: [actor('requested_by')],
    },
  },
  files: {
    'day-report': 'the day’s sums and references, as a PDF: nobody’s',
    invoice: 'what was paid for and by which organisation, as a PDF, with its accounts contact',
  },
  messages: {
    'approval-asked.md': { to: ['staff'], none: 'reference subject' },
    'approval-decided.md': { to: ['staff'], none: 'outcome reference subject' },
    'document-failed.md': { to: ['staff'], none: 'reference subject' },
    'document-late.md': { to: ['staff'], none: 'reference subject' },
  },
};
