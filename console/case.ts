import { data, Refused, type Api } from './client';

/** What every case's page shows: why it waits, what happened, mails and audit; null where it is no case yet. */
export async function caseParts(api: Api, id: string) {
  const path = { id };
  const [process, mails, audit] = await Promise.all([
    orNothing(data(api.GET('/v1/processes/{id}', { params: { path } }))),
    data(api.GET('/v1/mails', { params: { query: { about: id } } })),
    orNothing(data(api.GET('/v1/audit/{id}', { params: { path } }))),
  ]);
  return { process, mails: mails.items, audit: audit?.items ?? [] };
}

async function orNothing<Found>(found: Promise<Found>): Promise<Found | null> {
  return found.catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  });
}
