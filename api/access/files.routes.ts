import { z } from 'zod';
import { isStaff, reach } from '../../domain/access/permissions';
import { keepFile, openFile } from '../../db/access/files.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { applicationRow } from '../../db/applications/applications.queries';
import { filesOf, findFile } from '../../db/access/files.queries';
import { findUser } from '../../db/access/users.queries';
import { entityTypeOf } from '../../db/work/work.queries';
import { readLink, signLink } from '../../platform/links';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { attachment } from '../core/attachment';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { publicRoute, route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { sentFile } from '../core/sent-file';

const file = z.object({
  id: z.uuid(),
  about: z.uuid(),
  person: z.uuid(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  uploadedBy: z.uuid(),
  uploadedAt: z.iso.datetime(),
});
file.register(z.globalRegistry, { id: 'File' });

const list = route({
  name: 'listFiles',
  method: 'get',
  path: '/v1/files',
  summary: 'The files about a case, or about oneself',
  permission: null,
  rules: ['SEC-12', 'SEC-13'],
  query: z.object({ about: identifier }),
  refuses: [404],
  answers: { status: 200, description: 'Oldest first', schema: z.object({ items: z.array(file) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      await ownerOf(trx, caller, query.about);
      return { body: { items: await filesOf(trx, query.about) } };
    }),
});

const upload = route({
  name: 'uploadFile',
  method: 'post',
  path: '/v1/files',
  summary: 'Upload a small file about a case, or about oneself: a picture or a PDF, told by its content; X-File-Name names it',
  permission: null,
  rules: ['SEC-12', 'SEC-13', 'IDM-1'],
  query: z.object({ about: identifier }),
  command: 'plain',
  file: 'application/octet-stream',
  refuses: [404],
  answers: { status: 201, description: 'Kept, encrypted under the key of its person; pictures without their metadata', schema: file },
  handle: async (call) => {
    const { deps, caller, query, request } = call;
    const { file: clean, bytes, hash: sha256 } = await sentFile(request, caller.policy.files.maximumBytes);
    return plainCommand(call, { about: query.about, bytes, sha256 }, async (trx, asked, at) => {
      const owner = await ownerOf(trx, caller, query.about);
      const id = await keepFile(trx, owner, clean, deps.config.COUNTERSIGN_KEYS, asked, at);
      return { status: 201, headers: { Location: `/v1/files/${id}` }, body: (await findFile(trx, id))! };
    });
  },
});

const link = route({
  name: 'linkFile',
  method: 'post',
  path: '/v1/files/:id/link',
  summary: 'A link to download a file, for some minutes',
  permission: null,
  rules: ['SEC-12', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: {
    status: 201,
    description: 'Whoever has it can download the file until then',
    schema: z.object({ url: z.string(), expiresAt: z.iso.datetime() }),
  },
  handle: (call) =>
    plainCommand(call, null, async (trx, _asked, at) => {
      const { deps, caller, params } = call;
      const found = await findFile(trx, params.id);
      if (!found) throw notFound();
      await ownerOf(trx, caller, found.about);
      const expiresAt = new Date(Date.parse(at) + caller.policy.files.linkMinutes * 60_000).toISOString();
      const token = signLink(deps.config.COUNTERSIGN_KEYS, 'file', `${caller.tenant}/${found.id}/${expiresAt}`);
      return { status: 201, body: { url: `${deps.config.PUBLIC_URL}/v1/downloads/${token}`, expiresAt } };
    }),
});

const download = publicRoute({
  name: 'downloadFile',
  method: 'get',
  path: '/v1/downloads/:token',
  summary: 'Download by a link that still holds',
  rules: ['SEC-12'],
  params: z.object({ token: z.string().max(500) }),
  refuses: [410],
  answers: { status: 200, description: 'The file, as an attachment', schema: z.string(), type: 'application/octet-stream' },
  handle: async ({ deps, params }) => {
    const [tenant, id, expiresAt] = (readLink(deps.config.COUNTERSIGN_KEYS, 'file', params.token) ?? '').split('/');
    const at = (await deps.clock()).toISOString();
    const ring = deps.config.COUNTERSIGN_KEYS;
    const isOpen = tenant && id && expiresAt && expiresAt > at;
    const found = isOpen ? await inScope(deps.database, { tenant, organisation: null }, (trx) => openFile(trx, id, ring)) : null;
    if (!found) throw new Problem(410, 'link-used-up', 'This link is over', { detail: 'Ask for a new one where the file is listed.' });
    return attachment(found);
  },
});

/** Small files (SEC-12). */
export const fileRoutes: Route[] = [list, upload, link, download];

/** Whose file it would be: staff reach cases, everybody himself. Throws 404. */
async function ownerOf(trx: Transaction, caller: Caller, about: string) {
  const { tenant, organisation } = caller;
  if (about === caller.user) return { tenant, organisation, entity: { type: 'user', id: about }, user: about };
  // What an employer adds to its own application, for a case operator who asked for it (APP-9).
  if (!isStaff(caller.role) && !(await applicationRow(trx, about, reach(caller, 'fillInApplications')))) throw notFound();
  if (!isStaff(caller.role)) return { tenant, organisation, entity: { type: 'application', id: about }, user: caller.user };
  const found = await findUser(trx, about);
  if (found) return { tenant, organisation: found.organisation, entity: { type: 'user', id: about }, user: about };
  const type = await entityTypeOf(trx, about);
  if (!type) throw notFound();
  return { tenant, organisation: null, entity: { type, id: about }, user: caller.user };
}
