import type { Express, Request, Response } from 'express';
import { headersOf, keyed, Refused, type Problem } from './client';
import { field, type Visit } from './page';
import { fromOf } from './session';

/** Serves the photo of a page's person as a picture; the API says whose may be seen. */
export function servePhoto(app: Express, apiUrl: string, path: string, at: (request: Request) => string): void {
  app.get(path, async (request: Request, response: Response) => {
    const headers = headersOf(fromOf(request), response.locals['token'] as string);
    const answer = await fetch(`${apiUrl}${at(request)}`, { headers });
    response.status(answer.status).type(answer.headers.get('content-type') ?? 'image/jpeg');
    response.send(Buffer.from(await answer.arrayBuffer()));
  });
}

/** Uploads a photo that a form sent: it goes past the typed client, which knows JSON alone (APP-2). */
export async function uploadPhoto(apiUrl: string, path: string, visit: Visit): Promise<void> {
  if (!visit.file) throw new Refused(422, { title: 'Choose a photo', detail: 'A JPEG or PNG.' });
  const answer = await fetch(`${apiUrl}${path}`, {
    method: 'POST',
    headers: { ...visit.headers, 'Content-Type': 'application/octet-stream', ...keyed(field(visit, 'key')) },
    body: new Uint8Array(visit.file.content),
  });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Problem);
}
