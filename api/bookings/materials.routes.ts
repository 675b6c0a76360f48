import { z } from 'zod';
import { declarationNow, materialsDeclarations } from '../../domain/bookings/materials-declaration';
import { closedBecause, recordDownload } from '../../db/bookings/controlled-changes.commands';
import { findControlled, overFromOf } from '../../db/bookings/controlled-bookings.queries';
import { openMaterial } from '../../db/bookings/materials.commands';
import { CommitRefused } from '../../db/core/commit-refused';
import { inScope } from '../../db/core/database';
import { linkedMaterial } from '../../messages/controlled.schemas';
import { readLink, signLink } from '../../platform/links';
import { attachment } from '../core/attachment';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { publicRoute, route, type Route } from '../core/route';
import { byId } from '../core/schemas';

const declaration = route({
  name: 'showMaterialsDeclaration',
  method: 'get',
  path: '/v1/materials-declaration',
  summary: 'What is declared before materials are released, with its version',
  permission: null,
  namesNobody: true,
  rules: ['CAS-1', 'MAT-1'],
  answers: { status: 200, description: 'As it stands now', schema: z.object({ version: z.string(), words: z.string() }) },
  handle: () => Promise.resolve({ body: { version: declarationNow, words: materialsDeclarations[declarationNow] } }),
});

const link = route({
  name: 'linkMaterial',
  method: 'post',
  path: '/v1/controlled-bookings/:id/material-link',
  summary:
    'A link to download a material of a booking, for some minutes: from its release until the window or the day is over, after the declaration',
  permission: 'bookings',
  rules: ['MAT-1', 'CAS-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  body: linkedMaterial,
  answers: {
    status: 201,
    description: 'Whoever has it can download the material until then; each download is on record',
    schema: z.object({ url: z.string(), expiresAt: z.iso.datetime() }),
  },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, _asked, at) => {
      const { deps, caller, params, body } = call;
      const found = await findControlled(trx, params.id, at);
      if (!found) throw notFound();
      const refusal = await closedBecause(trx, found, body.material, at);
      if (refusal) throw new CommitRefused([refusal]);
      const lives = new Date(Date.parse(at) + caller.policy.files.linkMinutes * 60_000).toISOString();
      const overFrom = overFromOf(found);
      const expiresAt = lives < overFrom ? lives : overFrom;
      const text = [caller.tenant, params.id, body.material, caller.user, expiresAt].join('/');
      const token = signLink(deps.config.COUNTERSIGN_KEYS, 'material', text);
      return { status: 201, body: { url: `${deps.config.PUBLIC_URL}/v1/material-downloads/${token}`, expiresAt } };
    }),
});

const download = publicRoute({
  name: 'downloadMaterial',
  method: 'get',
  path: '/v1/material-downloads/:token',
  summary: 'Download a material by a link that still holds: it goes on record, by whom, when and from where',
  rules: ['MAT-1', 'SEC-12', 'AUD-1'],
  params: z.object({ token: z.string().max(500) }),
  refuses: [410],
  answers: { status: 200, description: 'The file, as an attachment', schema: z.string(), type: 'application/octet-stream' },
  handle: async ({ deps, params, request }) => {
    const ring = deps.config.COUNTERSIGN_KEYS;
    const [tenant, booking, material, user, expiresAt] = (readLink(ring, 'material', params.token) ?? '').split('/');
    const at = (await deps.clock()).toISOString();
    const isOpen = tenant && booking && material && user && expiresAt && at < expiresAt;
    const file = isOpen
      ? await inScope(deps.database, { tenant, organisation: null }, async (trx) => {
          const found = await findControlled(trx, booking, at);
          if (!found) return null;
          const by = { user_id: user, ip: request.ip ?? '' };
          const refusal = await recordDownload(trx, { tenant, organisation: found.booking.organisationId }, { found, material }, by, at);
          return refusal ? null : openMaterial(trx, material, ring);
        })
      : null;
    if (!file) throw new Problem(410, 'link-used-up', 'This link is over', { detail: 'Ask for a new one on the page of the booking.' });
    return attachment(file);
  },
});

/** Materials of controlled assessment, for centres (MAT-1). */
export const materialRoutes: Route[] = [declaration, link, download];
