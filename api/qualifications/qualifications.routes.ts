import type { Request } from 'express';
import { z } from 'zod';
import { reach, type Permission } from '../../domain/access/permissions';
import { entryOf, faultsOfEntry } from '../../domain/qualifications/awarding-body';
import { startOf, type BodyOf, type CommandOf } from '../../domain/processes';
import { refuse } from '../../domain/refusal';
import { londonDate } from '../../domain/working-days';
import { openFile } from '../../db/access/offers';
import { applicationRow } from '../../db/applications/offers';
import { inScope, type Transaction } from '../../db/core/database';
import { findKind } from '../../db/qualifications/awarding-bodies.queries';
import { giveMore, giveQualification, type Given } from '../../db/qualifications/qualifications.commands';
import {
  findQualification,
  lastDocument,
  listQualifications,
  type QualificationDetails,
} from '../../db/qualifications/qualifications.queries';
import { reasoned } from '../../messages/access.schemas';
import { acceptQualification, qualificationEntry } from '../../messages/qualifications.schemas';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { attachment } from '../core/attachment';
import { reservedCommand } from '../core/command';
import { decisionRoute } from '../core/deciding';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { sentFile } from '../core/sent-file';
import { nodesReached } from '../organisations/offers';
import { qualification, qualificationBody, states } from './qualifications.representations';

const enter = route({
  name: 'enterQualification',
  method: 'post',
  path: '/v1/applications/:id/qualifications',
  summary: 'Enter the details of a certificate of the applicant; they are checked with the awarding body, or by a case operator',
  permission: 'fillInApplications',
  rules: ['QUA-1', 'AUD-1', 'IDM-1'],
  params: byId,
  body: qualificationEntry,
  command: 'plain',
  answers: { status: 201, description: 'The qualification, being checked', schema: qualification },
  handle: (call) => giving(call, call.body, (trx, at) => entered(trx, call.body, at)),
});

const upload = route({
  name: 'uploadQualification',
  method: 'post',
  path: '/v1/applications/:id/qualifications/files',
  summary: 'Upload a document of the applicant, a picture or a PDF: its text is read and matched; X-File-Name names it',
  permission: 'fillInApplications',
  rules: ['QUA-1', 'SEC-12', 'AUD-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  file: 'application/octet-stream',
  answers: { status: 201, description: 'The qualification, being read', schema: qualification },
  handle: async (call) => {
    await inScope(call.deps.database, call.caller, (trx) => applicant(trx, call));
    const { file, ...sent } = await document(call);
    return giving(call, sent, async () => ({ file, ring: call.deps.config.COUNTERSIGN_KEYS }));
  },
});

const list = listRoute({
  name: 'listQualifications',
  path: '/v1/qualifications',
  summary: 'Qualifications, newest first; of a person, of an applicant, or in a state',
  permission: 'viewApplications',
  rules: ['QUA-1'],
  of: qualification,
  answer: 'A page of qualifications',
  filter: { person: z.string().max(20).optional(), application: identifier.optional(), state: z.enum(states).optional() },
  list: async (trx, query, caller) => listQualifications(trx, { ...query, nodes: await nodesReached(trx, caller, 'viewApplications') }),
  as: qualificationBody,
});

const own = listRoute({
  name: 'listOwnQualifications',
  path: '/v1/own-qualifications',
  summary: 'The qualifications of the person who asks, newest first',
  permission: 'ownAccount',
  rules: ['QUA-1', 'AUT-1', 'SEC-13'],
  of: qualification,
  answer: 'A page of qualifications',
  filter: {},
  list: (trx, query) => listQualifications(trx, { ...query, nodes: null }),
  as: qualificationBody,
});

const show = showRoute({
  name: 'showQualification',
  path: '/v1/qualifications/:id',
  summary: 'One qualification: what was given, what came of it with score and reasons, how it stands',
  permission: 'viewApplications',
  rules: ['QUA-1', 'WHY-1'],
  of: qualification,
  answer: 'The qualification; ETag is its version',
  find: (trx, id, caller) => seen(trx, id, caller, 'viewApplications'),
  headers: version,
  as: qualificationBody,
});

const download = route({
  name: 'downloadQualification',
  method: 'get',
  path: '/v1/qualifications/:id/file',
  summary: 'Download the document that was given last; 404 where none was',
  permission: 'viewApplications',
  rules: ['QUA-1', 'SEC-12'],
  params: byId,
  answers: { status: 200, description: 'The document, as an attachment', schema: z.string(), type: 'application/octet-stream' },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      await existing(trx, params.id, caller, 'viewApplications');
      const given = await lastDocument(trx, params.id);
      const file = given && (await openFile(trx, given.fileId!, deps.config.COUNTERSIGN_KEYS));
      if (!file) throw notFound();
      return attachment(file);
    }),
});

const enterMore = route({
  name: 'enterQualificationDetails',
  method: 'post',
  path: '/v1/qualifications/:id/details',
  summary: 'Enter the details of a certificate where a document was not matched, or more is asked for',
  permission: 'fillInApplications',
  rules: ['QUA-1', 'AUD-1', 'IDM-1'],
  params: byId,
  body: qualificationEntry,
  command: 'plain',
  refuses: [409],
  answers: { status: 200, description: 'The qualification; its case hears of it within a second', schema: qualification },
  handle: (call) => givingMore(call, call.body, (trx, at) => entered(trx, call.body, at)),
});

const uploadMore = route({
  name: 'replaceQualificationDocument',
  method: 'post',
  path: '/v1/qualifications/:id/files',
  summary: 'Upload another document where one was not matched, or more is asked for; X-File-Name names it',
  permission: 'fillInApplications',
  rules: ['QUA-1', 'SEC-12', 'AUD-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  file: 'application/octet-stream',
  refuses: [409],
  answers: { status: 200, description: 'The qualification; its case hears of it within a second', schema: qualification },
  handle: async (call) => {
    await inScope(call.deps.database, call.caller, (trx) => existing(trx, call.params.id, call.caller, 'fillInApplications'));
    const { file, ...sent } = await document(call);
    return givingMore(call, sent, async () => ({ file, ring: call.deps.config.COUNTERSIGN_KEYS }));
  },
});

const refer = decided({
  name: 'referQualification',
  command: 'refer',
  summary: 'Leave a document that was not matched to a case operator as it is',
  permission: 'fillInApplications',
  rules: ['QUA-1'],
  tell: () => ({}),
});
const accept = decided({
  name: 'acceptQualification',
  command: 'accept',
  summary: 'Accept a qualification that nothing verified by itself, as one of a kind',
  permission: 'decideApplications',
  rules: ['QUA-1', 'AUT-1'],
  body: acceptQualification,
  tell: ({ kind }) => ({ kind }),
});
const ask = decided({
  name: 'askForMoreOfQualification',
  command: 'askForMore',
  summary: 'Ask for another document or for details',
  permission: 'decideApplications',
  rules: ['QUA-1'],
  body: reasoned,
  tell: () => ({}),
});
const refuseIt = decided({
  name: 'refuseQualification',
  command: 'refuse',
  summary: 'Refuse a qualification; the person may contest it',
  permission: 'decideApplications',
  rules: ['QUA-1', 'AUT-1'],
  body: reasoned,
  tell: () => ({}),
});
const contest = decided({
  name: 'contestQualification',
  command: 'contest',
  summary: 'Contest that one’s own document was not matched, or a refusal: another person decides anew',
  permission: 'ownAccount',
  rules: ['AUT-1', 'SEC-13'],
  body: reasoned,
  tell: () => ({}),
});

/** All operations on qualifications. */
export const qualificationRoutes: Route[] = [
  ...[enter, upload, list, own, show, download, enterMore, uploadMore],
  ...[refer, accept, ask, refuseIt, contest],
];

type IdCall<Body> = Call<{ id: string }, unknown, Body>;
type Entry = z.output<typeof qualificationEntry>;

interface Decided<Body, Command extends CommandOf<'qualification'>> extends Pick<Route, 'name' | 'summary' | 'rules' | 'permission'> {
  command: Command;
  body?: z.ZodType<Body>;
  tell(body: Body): BodyOf<'qualification', Command>;
}

/** A decision about a qualification. */
function decided<Body, Command extends CommandOf<'qualification'>>({ command, ...told }: Decided<Body, Command>): Route {
  const verb = command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return decisionRoute({
    ...told,
    path: `/v1/qualifications/:id/${verb}`,
    kind: 'qualification',
    command,
    of: qualification,
    answer: 'The qualification as it stands then',
    find: (trx, id, caller) => seen(trx, id, caller, told.permission!),
    // The person sees the qualification, not the case, which is the employer's that gave it.
    starts: ({ qualification: { id, organisationId: organisation } }, { tenant, policyVersion }) =>
      startOf('qualification', id, { owner: 'caseOperator', tenant, organisation, ...policyVersion }),
    headers: version,
    as: qualificationBody,
  });
}

/** What is given for the applicant of an application, as a qualification of its own. */
function giving<Body>(call: IdCall<Body>, body: unknown, given: (trx: Transaction, at: string) => Promise<Given>) {
  return reservedCommand(call as Call<unknown, unknown, unknown>, body, async (trx, asked, at) => {
    const { organisationId: organisation, personId: person } = await applicant(trx, call);
    const id = await giveQualification(trx, { tenant: call.caller.tenant, organisation, person }, await given(trx, at), asked, at);
    const made = await existing(trx, id, call.caller, 'fillInApplications');
    return { status: 201, headers: { Location: `/v1/qualifications/${id}`, ...version(made) }, body: qualificationBody(made) };
  });
}

/** What is given once more for a qualification. */
function givingMore<Body>(call: IdCall<Body>, body: unknown, given: (trx: Transaction, at: string) => Promise<Given>) {
  return reservedCommand(call as Call<unknown, unknown, unknown>, body, async (trx, asked, at) => {
    const { id } = (await existing(trx, call.params.id, call.caller, 'fillInApplications')).qualification;
    const { organisation } = call.caller;
    await giveMore(trx, { id, organisation }, await given(trx, at), asked, at);
    const changed = await existing(trx, id, call.caller, 'fillInApplications');
    return { headers: version(changed), body: qualificationBody(changed) };
  });
}

/** The application that something is given for. Throws 404. */
async function applicant(trx: Transaction, { caller, params }: Pick<IdCall<unknown>, 'caller' | 'params'>) {
  const row = await applicationRow(trx, params.id, reach(caller, 'fillInApplications'));
  if (!row) throw notFound();
  return row;
}

/** A qualification that the caller sees: of whom he employs at his nodes, of himself, or of anybody for staff (SEC-7). */
async function seen(trx: Transaction, id: string, caller: Caller, permission: Permission): Promise<QualificationDetails | undefined> {
  return findQualification(trx, id, permission === 'ownAccount' ? null : await nodesReached(trx, caller, permission));
}

async function existing(trx: Transaction, id: string, caller: Caller, permission: Permission): Promise<QualificationDetails> {
  const found = await seen(trx, id, caller, permission);
  if (!found) throw notFound();
  return found;
}

/** An entry as it is kept. Throws every fault at its field, by the awarding body's own schema. */
async function entered(trx: Transaction, { kind, fields }: Entry, at: string): Promise<Given> {
  const found = await findKind(trx, kind);
  if (!found)
    throw refusedProblem([
      refuse('kind', 'QUA-1', 'There is no such kind of qualification', 'Take one from GET /v1/awarding-bodies.', '/kind'),
    ]);
  const faults = faultsOfEntry(found.body, fields, londonDate(at));
  if (faults.length > 0) throw refusedProblem(faults);
  return { kind, entry: entryOf(found.body, fields) };
}

/** The document that was sent, clean, and what tells it from another one. */
async function document({ request, caller }: { request: Request; caller: { policy: { files: { maximumBytes: number } } } }) {
  const { file, bytes, hash: sha256 } = await sentFile(request, caller.policy.files.maximumBytes);
  return { file, bytes, sha256 };
}

function version({ qualification: row }: QualificationDetails): Record<string, string> {
  return { ETag: `"${row.version}"` };
}
