import type { Payload } from '@temporalio/common';
import express, { type Request, type Response, type Router } from 'express';
import { may } from '../../domain/access/permissions';
import { inScope } from '../../db/core/database';
import { processesInScope } from '../../db/core/processes.queries';
import { EncryptionCodec, processOf } from '../../platform/data-converter';
import type { Caller } from '../../platform/scope';
import { refuseMonsters } from './json-shape';
import { missingPermission } from './problems';
import type { ApiDeps } from './route';
import { authenticate, insistOnTraining } from './session';

/** What the UI asks at once, with room: a payload has four values. */
const MOST_VALUES = 20_000;

interface WirePayload {
  metadata?: Record<string, string>;
  data?: string;
}

/**
 * Decodes payloads for the Temporal UI, for signed-in and trained staff only, and only those of their own tenant's processes
 * (SEC-8, SEC-9, SEC-12): histories stay encrypted at rest, and what is not the caller's comes back as it was sent.
 */
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
  const json = express.json({ limit: '5mb', type: () => true, verify: refuseMonsters(MOST_VALUES) });
  router.post('/codec/decode', json, async (request: Request, response: Response) => {
    const caller = await authenticate(deps.database, request);
    if (!may(caller, 'viewWork')) throw missingPermission('viewWork');
    await insistOnTraining(caller, deps.clock);
    const given = (request.body as { payloads?: WirePayload[] }).payloads ?? [];
    const opened = await codec.decode(given.map(fromWire));
    const isOwn = await ownership(deps, caller, opened);
    response.json({ payloads: opened.map((payload, index) => (isOwn(payload) ? toWire(payload) : given[index])) });
  });
}

/** Tells a payload of the caller's own tenant: by its process, or, sealed before payloads knew theirs, by the tenant that it names. */
async function ownership({ database }: ApiDeps, caller: Caller, payloads: Payload[]): Promise<(payload: Payload) => boolean> {
  const named = payloads.map(processOf).filter((process) => process !== null);
  const own = await inScope(database, caller, (trx) => processesInScope(trx, named));
  return (payload) => {
    const process = processOf(payload);
    return process === null ? Buffer.from(payload.data ?? []).includes(`"tenant":"${caller.tenant}"`) : own.has(process);
  };
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
