import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Express } from 'express';
import { headersOf, keyed, Refused, type Problem } from './client';
import { field, type Visit } from './page';
import { fromOf } from './session';

/** Sends the file of a form past the typed client, which knows JSON alone, under the form's own key; answers what the API made of it (SEC-12). */
export async function sendFile<Made>(url: string, visit: Visit, key = field(visit, 'key')): Promise<Made> {
  if (!visit.file) throw new Refused(422, { title: 'Choose a file', detail: 'A picture (JPEG, PNG, WebP) or a PDF.' });
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...visit.headers,
      'Content-Type': 'application/octet-stream',
      'X-File-Name': encodeURIComponent(visit.file.name),
      ...keyed(key),
    },
    body: new Uint8Array(visit.file.content),
  });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Problem);
  return (await answer.json()) as Made;
}

/** Keeps the file that a form sent about something, if it sent one, beside what the form does; answers its identifier. */
export async function keepFile(apiUrl: string, visit: Visit, about: string): Promise<string | null> {
  if (!visit.file) return null;
  const url = `${apiUrl}/v1/files?about=${encodeURIComponent(about)}`;
  return (await sendFile<{ id: string }>(url, visit, `${field(visit, 'key')}/file`)).id;
}

/** Serves a file of a case as the API sends it; `from` is its place there. */
export function serveFile(app: Express, path: string, from: (id: string) => string): void {
  app.get(path, async (request, response) => {
    const headers = headersOf(fromOf(request), response.locals['token'] as string);
    const answer = await fetch(from(encodeURIComponent(String(request.params['id']))), { headers });
    response.status(answer.status).type(answer.headers.get('content-type') ?? 'application/pdf');
    const disposition = answer.headers.get('content-disposition');
    if (disposition) response.set('Content-Disposition', disposition);
    response.send(Buffer.from(await answer.arrayBuffer()));
  });
}

/** Passes on a long file of the API as it comes, however long it is; `from` makes its place there of what the address asks for. */
export function streamFile(app: Express, path: string, type: string, from: (query: Record<string, string>) => string): void {
  app.get(path, async (request, response) => {
    const headers = { ...headersOf(fromOf(request), response.locals['token'] as string), Accept: type };
    const answer = await fetch(from(request.query as Record<string, string>), { headers });
    if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Problem);
    response.type(type).attachment(path.slice(1));
    // Whoever goes away in the middle ends both.
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => response.destroy());
  });
}
