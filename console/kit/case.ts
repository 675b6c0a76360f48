import { data, Refused, type Api } from './client';

/** What every case's page shows: why it waits, what happened, messages, notes, tasks and trail; null where it is no case yet. */
export async function caseParts(api: Api, id: string) {
  const path = { id };
  const [process, mails, audit, notes, tasks, files, draft] = await Promise.all([
    orNothing(data(api.GET('/v1/processes/{id}', { params: { path } }))),
    data(api.GET('/v1/mails', { params: { query: { about: id } } })),
    orNothing(data(api.GET('/v1/audit/{id}', { params: { path } }))),
    orNothing(data(api.GET('/v1/cases/{id}/notes', { params: { path } }))),
    data(api.GET('/v1/work-items', { params: { query: { about: id, limit: 20 } } })),
    orNothing(data(api.GET('/v1/files', { params: { query: { about: id } } }))),
    orNothing(data(api.GET('/v1/cases/{id}/drafts/{form}', { params: { path: { id, form: 'note' } } }))),
  ]);
  const work = {
    id,
    notes: notes?.items ?? [],
    tasks: tasks.items,
    files: files?.items ?? [],
    draft: (draft?.content as { text?: string } | undefined)?.text ?? '',
  };
  return { process, mails: mails.items, audit: audit?.items ?? [], work };
}

/** What is not there, or not for this user, is left out of the page. */
export async function orNothing<Found>(found: Promise<Found>): Promise<Found | null> {
  return found.catch((error: unknown) => {
    if (error instanceof Refused && (error.status === 404 || error.status === 403)) return null;
    throw error;
  });
}
