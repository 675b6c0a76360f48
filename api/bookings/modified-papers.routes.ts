import { z } from 'zod';
import type { BodyOf, CommandOf } from '../../domain/processes';
import { giveEvidence, readEvidence } from '../../db/bookings/evidence-of-need.commands';
import { findModifiedPapers, listModifiedPapers, type FoundPapers } from '../../db/bookings/modified-papers.queries';
import { markPapers } from '../../db/bookings/papers-marking.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { reasoned } from '../../messages/access.schemas';
import { identifier } from '../../messages/core.schemas';
import { despatchedPapers, processedPapers } from '../../messages/modified-papers.schemas';
import { attachment } from '../core/attachment';
import { reservedCommand } from '../core/command';
import { decisionRoute } from '../core/deciding';
import { notFound } from '../core/problems';
import { exportRoute, listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { sentFile } from '../core/sent-file';
import { numberText, ofCentre, productText } from '../registration/batches.representations';
import { whereOf } from '../registration/offers';
import { evidenceState, markedPapers, modifiedPapers, papersBody, papersColumns, papersState } from './modified-papers.representations';

const reading = { permission: 'viewBookings' as const, rules: ['REG-15', 'REG-12', 'SEC-9'] };
const marking = { method: 'post', permission: 'manageModifiedPapers', command: 'plain' } as const;
const rules = ['REG-15', 'AUD-1', 'IDM-1', 'WHY-3'];

const filter = {
  state: papersState.optional(),
  evidence: evidenceState.optional(),
  batch: numberText('the batch'),
  product: productText,
  window: identifier.optional(),
  learner: identifier.optional(),
  booking: identifier.optional(),
  ...ofCentre,
};
const list = listRoute({
  ...reading,
  name: 'listModifiedPapers',
  path: '/v1/modified-papers',
  summary:
    'Modified papers of bookings, by their state, that of the evidence of need, batch, product, window and learner; the newest first',
  of: modifiedPapers,
  answer: 'A page of modified papers',
  filter,
  list: (trx, { organisation, ...query }, caller, at) => listModifiedPapers(trx, whereOf(caller, organisation), query, at),
  as: papersBody,
});

const download = exportRoute({
  ...reading,
  name: 'exportModifiedPapers',
  path: '/v1/modified-papers/export',
  summary: 'All modified papers that a search finds, as a CSV that is sent while it is read',
  file: 'modified-papers.csv',
  columns: papersColumns,
  filter,
  list: (trx, { organisation, ...query }, caller, at) => listModifiedPapers(trx, whereOf(caller, organisation), query, at),
});

const show = showRoute({
  ...reading,
  name: 'showModifiedPapers',
  path: '/v1/modified-papers/:id',
  summary: 'The modified papers of one booking: what is asked for, whether they are made and have left, the evidence of need',
  rules: [...reading.rules, 'WHY-1'],
  of: modifiedPapers,
  answer: 'The papers; ETag is the version',
  find: (trx, id, _caller, at) => findModifiedPapers(trx, id, at),
  headers: version,
  as: papersBody,
});

const process = route({
  ...marking,
  name: 'processModifiedPapers',
  path: '/v1/modified-papers/process',
  summary: 'Say that modified papers are made, some, all of them or none, or all of a window that are to be: each contact is told',
  rules,
  body: processedPapers,
  answers: { status: 200, description: 'So many are made', schema: markedPapers },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => ({
      body: { papers: await markPapers(trx, call.caller.tenant, 'process', meantBy(call.body), asked, at) },
    })),
});

const despatch = route({
  ...marking,
  name: 'despatchModifiedPapers',
  path: '/v1/modified-papers/despatch',
  summary:
    'Say that modified papers have left, some, all of them or none, or all of a window that are made: each contact is told, and by whom',
  rules,
  body: despatchedPapers,
  answers: { status: 200, description: 'So many have left', schema: markedPapers },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { carrier = null, tracking = null } = call.body;
      const meant = { ...meantBy(call.body), carrier, tracking };
      return { body: { papers: await markPapers(trx, call.caller.tenant, 'despatch', meant, asked, at) } };
    }),
});

const upload = route({
  name: 'uploadEvidenceOfNeed',
  method: 'post',
  path: '/v1/modified-papers/:id/evidence',
  summary: 'Upload the evidence of need that is asked for, a picture or a PDF; X-File-Name names it',
  permission: 'bookings',
  rules: ['REG-15', 'SEC-12', 'AUD-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  file: 'application/octet-stream',
  refuses: [409],
  answers: { status: 200, description: 'The papers; their case hears of it within a second', schema: modifiedPapers },
  handle: async (call) => {
    await inScope(call.deps.database, call.caller, (trx) => existing(trx, call.params.id));
    const { file, bytes, hash: sha256 } = await sentFile(call.request, call.caller.policy.files.maximumBytes);
    return reservedCommand(call as Call<unknown, unknown, unknown>, { bytes, sha256 }, async (trx, asked, at) => {
      const { id } = (await existing(trx, call.params.id)).papers;
      await giveEvidence(trx, id, file, call.deps.config.COUNTERSIGN_KEYS, asked, at);
      const changed = await existing(trx, id);
      return { headers: version(changed), body: papersBody(changed) };
    });
  },
});

const evidence = route({
  name: 'downloadEvidenceOfNeed',
  method: 'get',
  path: '/v1/modified-papers/:id/evidence/file',
  summary: 'Download the evidence of need that was uploaded last; it goes on record who did. 404 where none was',
  permission: 'manageModifiedPapers',
  rules: ['REG-15', 'SEC-12', 'AUD-1'],
  params: byId,
  answers: { status: 200, description: 'The evidence, as an attachment', schema: z.string(), type: 'application/octet-stream' },
  handle: ({ deps, caller, params, request }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      const by = { user_id: caller.user, session_id: caller.session, api_key_id: caller.key, ip: request.ip ?? '' };
      const file = await readEvidence(trx, params.id, deps.config.COUNTERSIGN_KEYS, { by, reason: null }, at);
      if (!file) throw notFound();
      return attachment(file);
    }),
});

const accept = decided({
  name: 'acceptEvidenceOfNeed',
  command: 'accept',
  verb: 'accept-evidence',
  summary: 'Accept the evidence of need, uploaded or seen otherwise',
});
const askAgain = decided({
  name: 'askAgainForEvidenceOfNeed',
  command: 'askAgain',
  verb: 'ask-again-for-evidence',
  summary: 'Ask for other evidence of need: the time for it begins anew',
});
const refuseIt = decided({
  name: 'refuseEvidenceOfNeed',
  command: 'refuse',
  verb: 'refuse-evidence',
  summary: 'Refuse the evidence of need: papers that have not left are withheld',
});

/** Modified papers, what staff say of them, and the evidence of need (REG-15). */
export const modifiedPapersRoutes: Route[] = [list, download, show, process, despatch, upload, evidence, accept, askAgain, refuseIt];

interface Decided<Command extends CommandOf<'modified-papers'>> extends Pick<Route, 'name' | 'summary'> {
  command: Command;
  verb: string;
}

/** A decision about evidence of need, with its reason: the centre reads it. */
function decided<Command extends CommandOf<'modified-papers'>>({ command, verb, ...told }: Decided<Command>): Route {
  return decisionRoute({
    ...told,
    permission: 'manageModifiedPapers',
    rules: ['REG-15', 'AUD-1'],
    path: `/v1/modified-papers/:id/${verb}`,
    kind: 'modified-papers',
    command,
    body: reasoned,
    tell: () => ({}) as BodyOf<'modified-papers', Command>,
    of: modifiedPapers,
    answer: 'The papers as they stand then',
    find: (trx, id) => findModifiedPapers(trx, id),
    headers: version,
    as: papersBody,
  });
}

function meantBy({ papers, window }: { papers?: string[] | undefined; window?: string | undefined }) {
  return papers ? { papers } : { window: window! };
}

async function existing(trx: Transaction, id: string): Promise<FoundPapers> {
  const found = await findModifiedPapers(trx, id);
  if (!found) throw notFound();
  return found;
}

function version({ papers }: FoundPapers): Record<string, string> {
  return { ETag: `"${papers.version}"` };
}
