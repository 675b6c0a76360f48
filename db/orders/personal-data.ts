import { books } from '../core/purposes';
import { datum, subject, type PersonalData } from '../core/register';

/** Advance orders, payments by card, invoices and fees, and what payers are told. */
export const ordersPersonalData: PersonalData = {
  tables: {
    advance_orders: {
      none: 'id tenant_id organisation_id node_id reference purchase_order words billing_office_id application_order_id credits due_pence state state_since chosen_at due_at allocated_pence reversed_pence policy_version version',
      people: [subject('payer_id')],
      personal: [datum('accounts_contact', 'Who is asked about the bill', books)],
    },
    card_payments: {
      none: 'id tenant_id organisation_id node_id order_id credits pence vat_pence begun_at expires_at session_id session_url state state_since version',
      people: [subject('payer_id')],
    },
    invoices: {
      none: 'id tenant_id organisation_id node_id kind number credits_id entry_key application_order_id advance_order_id card_payment_id billing_run_id issued_at paid_by seller billed_to billing_office_id purchase_order lines net_pence vat_pence pence',
      personal: [datum('accounts_contact attention_of', 'Who is asked about the bill, and for whose attention it is', books)],
    },
    invoice_series: 'tenant_id last_number',
    fees: 'id tenant_id item card_type product_id net_pence vat_pence vat_basis_points effective_from',
    card_payment_reports: 'id tenant_id organisation_id payment_id outcome pence currency received_at',
  },
  messages: {
    'card-payment-doubt.md': { to: ['staff'], none: 'reference' },
    'card-payment-funds.md': { to: ['contact'], none: 'received reference' },
    'invoice-made.md': { to: ['contact'], none: 'link reference', keeps: 'invoice' },
    'credit-note-made.md': { to: ['contact'], none: 'link reference', keeps: 'invoice' },
    'advance-order-placed.md': { to: ['contact'], none: 'due dueAt payTo reference' },
    'advance-order-cancelled.md': { to: ['contact'], none: 'reference', keeps: 'due dueAt' },
    'order-paid-by-transfer.md': { to: ['contact'], none: 'due received reference', keeps: 'dueAt' },
    'funds-usable.md': { to: ['contact'], none: 'received reference', keeps: 'due dueAt' },
    'hold-ends-soon.md': { to: ['staff'], none: 'due dueAt reference' },
    'hold-extended.md': { to: ['contact'], none: 'due dueAt reference' },
    'hold-overdue.md': { to: ['staff'], none: 'due reference', keeps: 'dueAt' },
    'hold-still-overdue.md': { to: ['staff'], none: 'due reference', keeps: 'dueAt' },
    'rest-awaited.md': { to: ['contact'], none: 'due missing received reference', keeps: 'dueAt' },
    'transfer-reminder.md': { to: ['contact'], none: 'due dueAt payTo reference' },
    'transfer-returned.md': { to: ['contact'], none: 'due dueAt received reference' },
  },
  parties: {
    'activities/providers/gateway.ts': {
      name: 'The card gateway',
      why: 'It takes payments by card: who pays tells it himself, on its own page',
      none: 'reference amount currency description expiresAt returnUrl',
    },
  },
};
