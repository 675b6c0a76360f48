import express, { type Request, type Response, type Router } from 'express';
import { may } from '../../domain/access/permissions';
import { EncryptionCodec } from '../../platform/data-converter';
import { refuseMonsters } from './json-shape';
import { missingPermission } from './problems';
import type { ApiDeps } from './route';
import { authenticate } from './session';

/** What the UI asks at once, with room: a payload has four values. */
const MOST_VALUES = 20_000;

interface WirePayload {
  metadata?: Record<string, string>;
  data?: string;
}

/** Decodes payloads for the Temporal UI, for signed-in staff only (SEC-12): histories stay encrypted at rest. */
export function serveCodec(router: Router, deps: ApiDeps): void {
  const codec = new EncryptionCodec(deps.config.COUNTERSIGN_KEYS);
  router.use('/codec', (request: Request, response: Response, next) => {
    response.set({
      'Access-Control-Allow-Origin': new URL(deps.config.TEMPORAL_UI_URL).origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Headers': 'content-type,x-namespace,authorization',
      'Access-Control-Allow-Methods': 'POST',
    });
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  });
  router.post(
    '/codec/decode',
    express.json({ limit: '5mb', type: () => true, verify: refuseMonsters(MOST_VALUES) }),
    async (request: Request, response: Response) => {
      const caller = await authenticate(deps.database, request);
      if (!may(caller, 'viewWork')) throw missingPermission('viewWork');
      const payloads = ((request.body as { payloads?: WirePayload[] }).payloads ?? []).map(fromWire);
      response.json({ payloads: (await codec.decode(payloads)).map(toWire) });
    },
  );
}

function fromWire({ metadata = {}, data = '' }: WirePayload) {
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: Buffer.from(data, 'base64'),
  };
}

function toWire({ metadata, data }: { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array | null }): WirePayload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
    data: Buffer.from(data ?? []).toString('base64'),
  };
}
