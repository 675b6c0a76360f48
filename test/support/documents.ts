import type { ApiClient, Got } from './api-client';
import { eventually } from './eventually';
import type { Problem } from './orders';

/** A document as the API answers it. */
export interface DocumentBody {
  id: string;
  reference: string;
  state: string;
  attempts: number;
  lastError: string | null;
  file: string | null;
}

/** Asks for the report of a day. */
export function askForReport(
  by: ApiClient,
  day = '2026-11-20',
  headers: Record<string, string> = {},
): Promise<Got<DocumentBody & Problem>> {
  return by.post<DocumentBody & Problem>('/v1/documents', { kind: 'day-report', day }, headers);
}

/** Waits until a document is in a state; answers it. */
export function documentIs(by: ApiClient, { id }: { id: string }, state: string, withinMs?: number): Promise<DocumentBody> {
  return eventually(async () => {
    const { body } = await by.get<DocumentBody>(`/v1/documents/${id}`);
    expect(body.state).toBe(state);
    return body;
  }, withinMs);
}
