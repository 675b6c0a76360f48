import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { toMoney } from '../../domain/money';
import { startOfDate, endOfDate, londonDate } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { verifyAudit } from '../../db/core/audit-chain.commands';
import { inScope } from '../../db/core/database';
import { auditOf, chainHead, exportAudit, listAudit, type AuditRow } from '../../db/core/audit.queries';
import { namesOf } from '../../db/access/users.queries';
import { date, identifier } from '../../messages/core.schemas';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';

const PAGE = 1000;

const row = z.object({
  event: z.string(),
  at: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  user: z.uuid().nullable(),
  userName: z.string().nullable(),
  session: z.uuid().nullable(),
  apiKey: z.uuid().nullable(),
  ip: z.string().nullable(),
  request: z.uuid().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  policyVersion: z.string(),
  calendarVersion: z.string(),
  evidence: z.record(z.string(), z.string()),
});
row.register(z.globalRegistry, { id: 'AuditEntry' });

const trail = route({
  name: 'showAuditTrail',
  method: 'get',
  path: '/v1/audit/:id',
  summary: 'The trail of any entity: who, when, from where, what, why; and the moments that decisions turned on',
  permission: 'viewAudit',
  rules: ['AUD-1', 'WHY-4'],
  params: byId,
  answers: { status: 200, description: 'Oldest first', schema: z.object({ items: z.array(row) }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const rows = await auditOf(trx, params.id);
      if (rows.length === 0) throw notFound();
      const names = await namesOf(
        trx,
        rows.flatMap(({ user_id }) => user_id ?? []),
      );
      return { body: { items: rows.map((each) => ({ ...auditBody(each), userName: names.get(each.user_id ?? '') ?? null })) } };
    }),
});

const listed = row.extend({ entity: z.uuid(), entityType: z.string() });
listed.register(z.globalRegistry, { id: 'AuditListEntry' });
const filter = {
  from: date.optional().describe('A London date'),
  to: date.optional().describe('A London date, included'),
  event: z.string().max(60).optional(),
  user: identifier.optional(),
  entity: identifier.optional(),
  entityType: z.string().max(60).optional(),
};

const list = route({
  name: 'listAudit',
  method: 'get',
  path: '/v1/audit',
  summary: 'The trail over all entities, newest first, by days, event, person and entity; Accept: text/csv for a file of exactly that',
  permission: 'viewAudit',
  rules: ['AUD-1'],
  query: z.object({ ...paging, ...filter }),
  answers: {
    status: 200,
    description: 'A page; as CSV the newest thousand rows, with Countersign-Next as the cursor to go on from where there are more',
    orText: 'text/csv',
    schema: pageOf(listed),
  },
  handle: ({ deps, caller, query, request }) =>
    inScope(deps.database, caller, async (trx) => {
      const isCsv = request.accepts(['json', 'csv']) === 'csv';
      const { from, to, limit, ...rest } = query;
      const period = { from: from && startOfDate(from), until: to && endOfDate(to) };
      const { items, next } = await listAudit(trx, { ...rest, ...period, limit: isCsv ? PAGE : limit });
      const names = await namesOf(
        trx,
        items.flatMap(({ user_id }) => user_id ?? []),
      );
      const rows = items.map((each) => ({
        ...auditBody(each),
        userName: names.get(each.user_id ?? '') ?? null,
        entity: each.entity_id,
        entityType: each.entity_type,
      }));
      if (!isCsv) return { body: { items: rows, next } };
      const name = `audit-${londonDate((await deps.clock()).toISOString())}.csv`;
      const headers = { 'Content-Disposition': `attachment; filename="${name}"`, ...(next ? { 'Countersign-Next': next } : {}) };
      return { type: 'text/csv', headers, body: asCsv(rows) };
    }),
});

const head = route({
  name: 'showAuditChain',
  method: 'get',
  path: '/v1/audit-chain',
  summary: 'The newest link of the trail’s chain: keep it elsewhere, and the trail before it cannot be written anew unseen',
  permission: 'exportAudit',
  namesNobody: true,
  rules: ['AUD-1'],
  answers: {
    status: 200,
    description: 'Rows younger than a minute may have no link yet',
    schema: z.object({ position: z.int(), head: z.string().nullable(), unlinked: z.int() }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const { position, hash, unlinked } = await chainHead(trx);
      return { body: { position: Number(position), head: hash?.toString('hex') ?? null, unlinked } };
    }),
});

const verification = route({
  name: 'verifyAuditChain',
  method: 'get',
  path: '/v1/audit-chain/verification',
  summary: 'Goes through the whole chain: is every row there, and is it what it was?',
  permission: 'exportAudit',
  namesNobody: true,
  rules: ['AUD-1'],
  answers: {
    status: 200,
    description: 'The first place where it does not hold, if any',
    schema: z.object({
      links: z.int(),
      head: z.string(),
      broken: z.object({ position: z.int(), why: z.enum(['changed', 'removed']) }).nullable(),
    }),
  },
  handle: async ({ deps, caller }) => ({ body: await verifyAudit(deps.database, caller.tenant, deps.config.COUNTERSIGN_KEYS) }),
});

const exported = route({
  name: 'exportAuditTrail',
  method: 'get',
  path: '/v1/audit-export',
  summary: 'The trail of some days for an auditor: one JSON object a line, each with its link',
  permission: 'exportAudit',
  rules: ['AUD-1'],
  query: z.object({
    from: date,
    to: date,
    after: z.coerce.number().int().min(0).default(0).describe('Position to go on from'),
  }),
  answers: {
    status: 200,
    description: 'At most a thousand lines; Countersign-Next is the position to go on from',
    schema: z.string(),
    type: 'application/x-ndjson',
  },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const rows = await exportAudit(trx, query.after, { from: startOfDate(query.from), until: endOfDate(query.to) }, PAGE);
      const lines = rows.map(({ position, hash, key_id, ...each }) =>
        JSON.stringify({
          position: Number(position),
          entity: each.entity_id,
          entityType: each.entity_type,
          ...auditBody(each),
          link: hash.toString('hex'),
          key: key_id,
        }),
      );
      const next: Record<string, string> = rows.length === PAGE ? { 'Countersign-Next': String(rows.at(-1)!.position) } : {};
      const name = `audit-${query.from}-${query.to}-${londonDate((await deps.clock()).toISOString())}.ndjson`;
      const headers = { 'Content-Disposition': `attachment; filename="${name}"`, ...next };
      return { type: 'application/x-ndjson', headers, body: lines.join('\n') };
    }),
});

/** The trail of entities, and the proof that nobody has changed it (AUD-1). */
export const auditRoutes: Route[] = [list, trail, head, verification, exported];

function asCsv(rows: (ReturnType<typeof auditBody> & Record<'entity' | 'entityType', string> & { userName: string | null })[]): string {
  const lines = rows.map(({ at, event, entityType, entity, user, userName, ip, reason, before, after }) => [
    ...[at, event, entityType, entity, user, userName, ip, reason],
    ...[before, after].map((state) => (state === null ? '' : JSON.stringify(state))),
  ]);
  const columns = ['at', 'event', 'entityType', 'entity', 'user', 'userName', 'ip', 'reason', 'before', 'after'];
  return stringify(lines, { header: true, columns, escape_formulas: true, record_delimiter: 'windows' });
}

function auditBody(each: AuditRow) {
  return {
    event: each.event,
    at: each.at,
    recordedAt: each.recorded_at,
    user: each.user_id,
    session: each.session_id,
    apiKey: each.api_key_id,
    ip: each.ip,
    request: each.request_id,
    reason: each.reason,
    before: withMoney(each.before),
    after: withMoney(each.after),
    policyVersion: each.policy_version,
    calendarVersion: each.calendar_version,
    evidence: each.evidence,
  };
}

/** Pence as they are kept become money as the API writes it (MON-1). */
function withMoney(kept: unknown): unknown {
  return JSON.parse(
    JSON.stringify(fromJson(JSON.stringify(kept)), (_key, value: unknown) => (typeof value === 'bigint' ? toMoney(value) : value)),
  );
}
