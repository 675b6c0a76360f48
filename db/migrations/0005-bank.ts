import type { Knex } from 'knex';
import { protect } from './helpers';

/** Bank accounts with their CSV layouts, statements line by line, and receipts in suspense (ADV-4, BNK-1). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table bank_accounts (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      name text not null,
      sort_code text not null,
      account_number text not null,
      layout jsonb,
      version int not null default 1
    );
    create table statements (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      bank_account_id uuid not null references bank_accounts,
      file_name text not null,
      file_hash bytea not null,
      from_date date not null,
      to_date date not null,
      opening_pence bigint,
      closing_pence bigint,
      proof text not null,
      proof_detail text not null,
      line_count int not null,
      known_count int not null,
      posted_count int not null default 0,
      receipt_count int not null default 0,
      matched_count int not null default 0,
      imported_at timestamptz not null,
      imported_by uuid not null references users,
      unique (bank_account_id, file_hash)
    );
    create index statements_of_account on statements (bank_account_id, to_date desc);
    create table statement_lines (
      statement_id uuid not null references statements,
      row int not null,
      tenant_id uuid not null references tenants,
      bank_account_id uuid not null,
      booked_on date not null,
      pence bigint not null,
      balance_pence bigint,
      payer text not null,
      texts text[] not null,
      quoted text[] not null,
      identity bytea not null,
      primary key (statement_id, row)
    );
    create index statement_lines_by_identity on statement_lines (bank_account_id, identity);
    create table receipts (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      bank_account_id uuid not null references bank_accounts,
      statement_id uuid not null references statements,
      row int not null,
      identity bytea not null,
      booked_on date not null,
      pence bigint not null check (pence > 0),
      payer text not null,
      texts text[] not null,
      quoted text[] not null,
      state text not null check (state in ('suspense', 'allocated', 'returning')),
      order_id uuid references advance_orders,
      received_at timestamptz not null,
      version int not null default 1,
      unique (bank_account_id, identity)
    );
    create index receipts_in_suspense on receipts (tenant_id, received_at, id) where state = 'suspense';
    create index receipts_newest on receipts (tenant_id, id desc);
    create index receipts_of_order on receipts (order_id) where order_id is not null;
  `);
  await protect(knex, 'bank_accounts', 'select, update');
  await protect(knex, 'statements', 'select, insert, update');
  await protect(knex, 'statement_lines', 'select, insert');
  await protect(knex, 'receipts', 'select, insert, update');
}
