import { books, casework, trail } from '../core/purposes';
import { actor, datum, entity, subject, type PersonalData, type Purpose } from '../core/register';

const transfer = 'Who sent a transfer, and what he wrote on it';
/** A suspense case asks likely payers, who answer (BNK-2, BNK-3). */
const asking: Purpose = { ...casework, whose: ['contact'], why: 'To find out whose a transfer is' };

/** Bank accounts, statements, receipts, claims and the journal. */
export const bankPersonalData: PersonalData = {
  tables: {
    // The tenant's own accounts, which it prints on its invoices: nobody's personal data.
    bank_accounts: 'id tenant_id name holder pays_in sort_code account_number iban currency state layout version',
    statements: {
      none: 'id tenant_id words bank_account_id file_name file_hash from_date to_date opening_pence closing_pence proof proof_detail line_count known_count posted_count receipt_count matched_count imported_at part form statement_name posted_to doubtful_count ledger_pence ledger_closing_pence',
      people: [actor('imported_by')],
    },
    statement_lines: {
      none: 'statement_id row position tenant_id bank_account_id booked_on pence balance_pence entry_id entry verdict doubt',
      personal: [datum('payer texts quoted', transfer, books)],
    },
    receipts: {
      none: 'id tenant_id bank_account_id statement_id row entry booked_on pence state received_at version parent_id suspense_since moved_at',
      people: [entity('order_id', { of: 'advance_orders.id' })],
      personal: [datum('payer texts quoted words', transfer, books)],
    },
    claims: {
      none: 'id tenant_id organisation_id order_id receipt_id pence booked_on state claimed_at decided_at version',
      people: [subject('claimed_by'), actor('decided_by')],
      personal: [datum('quoted words', 'What he believes to have quoted', asking), datum('reason', 'Why it was decided so', asking)],
    },
    questions: { none: 'id tenant_id receipt_id order_id asked_at expires_at answered_at', people: [subject('user_id')] },
    reversals: {
      none: 'id tenant_id pence debt_pence state state_since version',
      people: [entity('order_id', { of: 'advance_orders.id' }), actor('requested_by'), actor('allocated_by'), actor('decided_by')],
      personal: [datum('reason', 'Why it is asked for', trail)],
    },
    journal_entries: 'id tenant_id key kind at recorded_at',
    postings: 'entry_id account tenant_id pence',
  },
  files: { statement: 'a bank’s statement is read and not kept: its lines and its fingerprint are' },
  messages: {
    'allocation-reversed.md': { to: ['contact'], none: 'amount debt reference' },
    'claim-declined.md': { to: ['contact'], none: 'amount bookedOn reference' },
    'lines-in-doubt.md': { to: ['staff'], none: 'asked lines since' },
    'reversal-asked.md': { to: ['staff'], none: 'amount reference' },
    'suspense-escalated.md': { to: ['staff'], none: 'amount receipt returnAt' },
    'was-this-you.md': {
      to: ['contact'],
      none: 'amount bookedOn due reference',
      personal: [datum('link', 'The link to answer by', asking)],
      keeps: 'question tenant',
    },
  },
};
