import type { SeededCompany } from '../../db/organisations/seed';
import type { ApiClient, Got } from './api-client';

/** An advance order as the API shows it. */
export interface Order {
  id: string;
  reference: string;
  state: string;
  due: { amount: number };
  received: { amount: number };
  allocated: { amount: number };
  bacsChosenAt: string;
  dueAt: string;
  notice: string | null;
  version: number;
}
/** A problem as the API shows it. */
export interface Problem {
  type: string;
  title: string;
  detail: string;
  permission?: string;
  errors: { pointer?: string; row?: number; column?: string; code: string; rule: string; detail: string; remedy: string }[];
}

/** The body of an order at a company's top. */
export function orderBody(company: SeededCompany, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    purchaseOrder: 'PO-77',
    level: company.company,
    billingOffice: company.offices[0],
    accountsContact: 'Ann Other',
    credits: 2,
    payBy: 'bacs',
    ...change,
  };
}

/** Places an order and insists that it is taken. */
export async function placeOrder(employer: ApiClient, company: SeededCompany, change: Record<string, unknown> = {}): Promise<Order> {
  const placed: Got<Order> = await employer.post('/v1/advance-orders', orderBody(company, change));
  if (placed.status !== 201) throw new Error(`Order not placed: ${placed.status} ${JSON.stringify(placed.body)}`);
  return placed.body;
}

/** A line of a Lloyds statement: pounds in (or out, negative) with a text. */
export interface Paid {
  date?: string;
  text: string;
  pounds: number;
}

let closing = 1000;

/** A Lloyds CSV, newest first with running balances, of lines given oldest first; it follows on from the last one that was made so. */
export function lloydsFile(lines: Paid[], opening?: number): string {
  let balance = opening ?? closing;
  const rows = lines.map(({ date = '20/11/2026', text, pounds }) => {
    balance += pounds;
    const [debit, credit] = pounds < 0 ? [(-pounds).toFixed(2), ''] : ['', pounds.toFixed(2)];
    return `${date},BGC,'82-62-19,12345678,${text},${debit},${credit},${balance.toFixed(2)}`;
  });
  if (opening === undefined) closing = balance;
  return [
    'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
    ...rows.reverse(),
  ].join('\r\n');
}
