import type { ProcessKind, RetriedKind } from '../../../domain/processes';
import type { Route } from '../../core/route';
import { retryCard } from '../../cards/offers';
import { tryServiceNow } from '../../outages/offers';
import { retryDocument } from '../documents.routes';

/** The API's command behind the board's retry, for each kind whose definition names one. */
const retries = { document: retryDocument, outage: tryServiceNow, card: retryCard } satisfies Record<RetriedKind, Route>;

/** The route of a kind's retry; null where its cases are not retried. */
export function retryOf(kind: ProcessKind): Route | null {
  return (retries as Partial<Record<ProcessKind, Route>>)[kind] ?? null;
}
