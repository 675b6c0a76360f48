import type { ApiClient, Got } from './api-client';
import { eventually } from './eventually';

/** A statement as the API shows it. */
export interface Statement {
  id: string;
  bankAccount: string;
  proof: { status: string; detail: string };
  progress: { lines: number; known: number; asked: number; posted: number; receipts: number; matched: number; done: boolean };
}

/** Waits until all lines of a statement are posted. */
export const posted = (finance: ApiClient, statement: Statement): Promise<Statement> =>
  eventually(async () => {
    const { body } = await finance.get<Statement>(`/v1/statements/${statement.id}`);
    expect(body.progress.done).toBe(true);
    return body;
  }, 30_000);

/** Imports a file, insists that it is taken, and waits until it is posted. */
export async function importStatement(finance: ApiClient, account: string, file: string): Promise<Statement> {
  const answer: Got<Statement> = await finance.upload(account, file);
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return posted(finance, answer.body);
}

/** What FIN-1 wants to be zero at all times. */
export async function trialTotal(finance: ApiClient): Promise<number> {
  return (await finance.get<{ total: { amount: number } }>('/v1/reports/trial-balance')).body.total.amount;
}

/** A receipt as the API shows it. */
export interface Receipt {
  id: string;
  amount: { amount: number };
  texts: string[];
  state: string;
  order: string | null;
  partOf: string | null;
  receivedAt: string;
  version: number;
}
/** How a process stands, as the API shows it. */
export interface Standing {
  stage: string;
  awaiting: string;
  why: string;
  since: string;
  dueAt: string | null;
  next: { at: string; what: string }[];
  stages: { stage: string; event: string; enteredAt: string }[];
}

/** The newest receipt whose text is this one. */
export const findReceipt = (finance: ApiClient, text: string): Promise<Receipt> =>
  eventually(async () => {
    const { body } = await finance.get<{ items: Receipt[] }>('/v1/receipts?limit=200');
    const found = body.items.find((receipt) => receipt.texts.includes(text));
    if (!found) throw new Error(`There is no receipt "${text}"`);
    return found;
  });

/** How the process of an entity stands. */
export const standingOf = (finance: ApiClient, entity: string): Promise<Standing> =>
  eventually(async () => {
    const { status, body } = await finance.get<Standing>(`/v1/processes/${entity}`);
    expect(status).toBe(200);
    return body;
  }, 20_000);
