import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { markDelivered, receive, tenantOfMessage } from '../../db/access/webhooks.commands';
import { takeResult } from '../../db/assessments/hse-results.commands';
import { takePrinterReport, tenantOfCard } from '../../db/cards/cards.commands';
import { schemeCalled } from '../../db/assessments/hse-results.queries';
import type { Database, Transaction } from '../../db/core/database';
import { takeReport, tenantOfPayment } from '../../db/orders/card-payments.commands';
import { takeOutcome, tenantOfCheck } from '../../db/people/identity-checks.commands';
import { numbersInForce } from '../../db/core/policies.queries';
import { printerReports, type Told } from '../../domain/cards/printing';
import { identityOutcomes, type IdentityOutcome } from '../../domain/people/identity-check';
import type { Instant } from '../../domain/working-days';
import { hseResult } from '../../messages/assessments.schemas';
import { instant } from '../../messages/core.schemas';
import { readBody } from '../core/body';
import { orRefused } from '../core/command';
import { readPart } from '../core/faults';
import { invalidProblem, notFound, Problem, type PointedFault } from '../core/problems';
import { publicRoute, type Route } from '../core/route';

const MOST_BYTES = 100_000;

/** What a source may tell us: whose it is, and what is done about it. */
interface Handler {
  /** What of the data it reads. */
  data: z.ZodType<Record<string, string>>;
  tenant(database: Database, data: Record<string, string>): Promise<string | null>;
  work(trx: Transaction, data: Record<string, string>, of: { tenant: string; at: Instant }): Promise<unknown>;
}

/** A report of the gateway: our reference of the payment, and its amount (pence) and currency as the gateway has them. */
const gatewayReport = z.object({
  reference: z.string().max(200),
  amount: z.string().regex(/^\d{1,12}$/, 'must be pence'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217'),
});
const reported = (outcome: 'succeeded' | 'failed'): Handler => ({
  data: gatewayReport,
  tenant: (database, { reference }) =>
    z.uuid().safeParse(reference).success ? tenantOfPayment(database, reference!) : Promise.resolve(null),
  work: (trx, { reference, amount, currency }, { at }) =>
    takeReport(trx, reference!, { outcome, pence: BigInt(amount!), currency: currency! }, at),
});

/** A report of the printer: our reference of the card, and the number of the job. */
const printerReport = z.object({ reference: z.string().max(200), round: z.string().regex(/^\d{1,4}$/, 'must be the number of a job') });
const printed = (told: Told): Handler => ({
  data: printerReport,
  tenant: (database, { reference }) => (z.uuid().safeParse(reference).success ? tenantOfCard(database, reference!) : Promise.resolve(null)),
  work: (trx, { reference, round }, { at }) => takePrinterReport(trx, reference!, { told, round: Number(round) }, at),
});

const envelope = z.object({ type: z.string().max(100), data: z.record(z.string(), z.string()) });
/** Each source's messages by type; what we do not know is taken and left alone, for services add types without asking. */
const handlers: Record<string, Record<string, Handler>> = {
  sms: {
    'sms.delivered': {
      data: z.object({ reference: z.string().max(200), at: instant }),
      tenant: (database, { reference }) =>
        z.uuid().safeParse(reference).success ? tenantOfMessage(database, reference!) : Promise.resolve(null),
      work: (trx, { reference, at }) => markDelivered(trx, reference!, at!),
    },
  },
  identity: {
    'identity.checked': {
      data: z.object({ reference: z.string().max(200), outcome: z.enum(identityOutcomes) }),
      tenant: (database, { reference }) =>
        z.uuid().safeParse(reference).success ? tenantOfCheck(database, reference!) : Promise.resolve(null),
      work: (trx, { reference, outcome }, { at }) => takeOutcome(trx, reference!, outcome as IdentityOutcome, at),
    },
  },
  gateway: { 'payment.succeeded': reported('succeeded'), 'payment.failed': reported('failed') },
  printer: Object.fromEntries(printerReports.map((told) => [`card.${told}`, printed(told)])),
  hse: {
    'assessment.result': {
      data: z.looseObject({ scheme: z.string().max(50) }) as z.ZodType<Record<string, string>>,
      tenant: (database, { scheme }) => schemeCalled(database, scheme!),
      work: async (trx, { scheme: _scheme, ...told }, { tenant, at }) => {
        const bringing = { tenant, source: 'provider' as const, policy: await numbersInForce(trx), asked: null };
        await takeResult(trx, bringing, read(hseResult, told, '/data'), at);
      },
    },
  },
};

const webhook = publicRoute({
  name: 'receiveWebhook',
  method: 'post',
  path: '/v1/webhooks/:source',
  summary: 'Messages of outside services, signed as Standard Webhooks say: each is done once, an old or changed one is refused',
  rules: ['ORD-5', 'OPS-3', 'HSE-5', 'IDV-1', 'CRD-1', 'CRD-2'],
  params: z.object({ source: z.string().max(30) }),
  file: 'application/json',
  refuses: [401, 409, 422],
  answers: { status: 202, description: 'Taken, now or before' },
  handle: async ({ deps, params, request }) => {
    const secret = deps.config.WEBHOOK_SECRETS.get(params.source);
    const known = ownOf(handlers, params.source);
    if (!secret || !known) throw notFound();
    const { bytes: body, hash } = await readBody(request, MOST_BYTES, 'Send less at once.');
    const id = request.get('webhook-id') ?? '';
    insistOnSignature(secret, body, {
      id,
      timestamp: request.get('webhook-timestamp') ?? '',
      signature: request.get('webhook-signature') ?? '',
    });
    const { type, data: given } = read(envelope, jsonOf(body));
    const handler = ownOf(known, type);
    if (!handler) return { status: 202 };
    const data = read(handler.data, given, '/data');
    const tenant = await handler.tenant(deps.database, data);
    if (!tenant) throw invalidProblem([ofNobody(data)]);
    const at = (await deps.clock()).toISOString();
    const message = { source: params.source, id, type, bodyHash: hash };
    const became = await orRefused(
      receive(deps.database, tenant, message, at, (trx, first) => handler.work(trx, data, { tenant, at: first })),
    );
    if (became === 'differs')
      throw new Problem(409, 'message-differs', 'This identifier came with another body before', {
        detail: 'The first one stands. Give each message its own identifier.',
      });
    return { status: 202 };
  },
});

/** What outside services tell us. */
export const webhookRoutes: Route[] = [webhook];

/** The signature covers identifier, time and body; five minutes off, it is a replay. Throws 401. */
function insistOnSignature(
  secret: string,
  body: Buffer,
  { id, timestamp, signature }: { id: string; timestamp: string; signature: string },
): void {
  try {
    new Webhook(secret).verify(body.toString(), { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature });
  } catch {
    throw new Problem(401, 'signature', 'The signature does not hold', {
      detail: 'Sign identifier, time and body with the shared secret (standardwebhooks.com), not more than five minutes ago.',
    });
  }
}

/** A signed message about nothing of ours: its sender has to look after it, for what it tells would be lost with us. */
function ofNobody(data: Record<string, string>): PointedFault {
  const name = 'scheme' in data ? 'scheme' : 'reference';
  const remedy = 'Send what we have given you, or ask our staff.';
  return { pointer: `/data/${name}`, code: 'unknown', rule: 'OPS-3', detail: `We know no such ${name}`, remedy };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** A part of a message by its schema. Throws 422 with every fault in it. */
function read<Part>(schema: z.ZodType<Part>, value: unknown, place = ''): Part {
  const { data, faults } = readPart(schema, value);
  if (faults) throw invalidProblem(faults.map((fault) => ({ ...fault, pointer: place + fault.pointer })));
  return data;
}

function ownOf<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
