import type { WantedKind } from '../../domain/catalogue/centre-request.state';
import { UserRow } from '../access/user.model';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { OrganisationRow } from '../organisations/organisation.model';
import { CentreRequestRow } from './catalogue.model';

/** A request with who asks for which centre. */
export interface CentreRequestDetails {
  request: CentreRequestRow;
  centre: string;
  askedBy: string;
}

/** Requests of centres in scope, newest first: by state, or what they ask for (REG-18). */
export async function listCentreRequests(
  trx: Transaction,
  filter: { state?: string | undefined; what?: WantedKind | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<CentreRequestDetails>> {
  const query = CentreRequestRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.what) query.where('what', filter.what);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, (last) => [last.id]);
  return { items: await described(trx, items), next };
}

/** One of them, or undefined. */
export async function findCentreRequest(trx: Transaction, id: string): Promise<CentreRequestDetails | undefined> {
  return (await described(trx, await CentreRequestRow.query(trx).findByIds([id])))[0];
}

async function described(trx: Transaction, rows: CentreRequestRow[]): Promise<CentreRequestDetails[]> {
  const [centres, people] = await Promise.all([
    OrganisationRow.query(trx).findByIds(rows.map(({ organisationId }) => organisationId)),
    UserRow.query(trx).findByIds(rows.map(({ requestedBy }) => requestedBy)),
  ]);
  return rows.map((request) => ({
    request,
    centre: centres.find(({ id }) => id === request.organisationId)?.name ?? '',
    askedBy: people.find(({ id }) => id === request.requestedBy)?.fullName ?? '',
  }));
}
