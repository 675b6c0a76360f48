import type { Server } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import { escaped, outsideService, pageOf, type Told } from './outside-service';

/** A learner as the service holds him. */
interface Held {
  givenName: string;
  familyName: string;
  previousFamilyName?: string;
  birthDate: string;
  gender: string;
}

/**
 * The Learning Records Service as the outside world has it: holds a record for each ULN that it was told of (`PUT /records/:uln`); of any
 * other it holds what it is asked. It answers by flags, at once; `POST /garble` makes the next answers other than agreed.
 */
export function createLearnerRecords(options: { key: string; webhook: Told }): Express {
  const app = express();
  const records = new Map<string, Held>();
  let asked = 0;
  let garbled = 0;
  app.disable('x-powered-by').use(express.json());
  const service = outsideService(app, options);

  app.put('/records/:uln', (request: Request, response: Response) => {
    records.set(String(request.params['uln']), request.body as Held);
    response.status(204).end();
  });
  app.post('/garble', (request: Request, response: Response) => {
    garbled = (request.body as { times: number }).times;
    response.status(204).end();
  });
  app.post('/verify', async (request: Request, response: Response) => {
    if (await service.answers(request, response)) return;
    asked += 1;
    if (garbled > 0) {
      garbled -= 1;
      return void response.json({ flags: ['VRF999'] });
    }
    const { uln, ...told } = request.body as Held & { uln: string };
    response.json({ flags: flagsOf(told, records.get(uln) ?? told) });
  });
  app.get('/', (_request: Request, response: Response) => {
    const rows = [...records].map(([uln, { givenName, familyName }]) => `<li>${escaped(`${uln} ${givenName} ${familyName}`)}</li>`);
    const words = `This service is a simulator. It was asked ${asked} times, and holds by ULN:`;
    response.type('html').send(pageOf('Learner records', `<p>${words}</p><ul>${rows.join('')}</ul>`));
  });
  return app;
}

/** Names are told that stand where they do not belong; of a name that is nowhere, that it is not the one held. */
function flagsOf(told: Held, held: Held): string[] {
  const same = (one: string, other: string | undefined) => one.localeCompare(other ?? '', 'en', { sensitivity: 'base' }) === 0;
  const flags: string[] = [];
  if (!same(told.givenName, held.givenName))
    flags.push(same(told.givenName, held.familyName) ? 'VRF002' : same(told.givenName, held.previousFamilyName) ? 'VRF003' : 'VRF001');
  if (!same(told.familyName, held.familyName))
    flags.push(same(told.familyName, held.givenName) ? 'VRF004' : same(told.familyName, held.previousFamilyName) ? 'VRF006' : 'VRF005');
  if (told.birthDate !== held.birthDate) flags.push('VRF007');
  if (told.gender !== held.gender) flags.push('VRF008');
  return flags;
}

/** Serves learner records until its process ends. */
export function serveLearnerRecords(port: number, options: Parameters<typeof createLearnerRecords>[0]): Server {
  return createLearnerRecords(options).listen(port, '127.0.0.1');
}
