import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { faultsOfPhoto } from '../../domain/people/photo-picture';
import { refuse } from '../../domain/refusal';
import { applicationRow } from '../../db/applications/applications.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { personOf } from '../../db/people/own.queries';
import { givePhoto, openPhoto } from '../../db/people/photos.commands';
import { UnfitFile, type CleanFile } from '../../platform/file-content';
import { measure, redrawnPhoto } from '../../platform/photo';
import type { Caller } from '../../platform/scope';
import { attachment } from '../core/attachment';
import { readBody } from '../core/body';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { route, type Answer, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';

const taken = z.object({ photo: z.uuid() }).meta({ id: 'PhotoTaken' });
const ANSWER = { description: 'Kept, encrypted under the key of its person: upright, without place and camera', schema: taken } as const;
const SHOWN = {
  answers: { status: 200, description: 'The verified photo in date, else the newest: a JPEG', schema: z.string(), type: 'image/jpeg' },
  refuses: [404 as const],
};
type Photographed = (trx: Transaction, caller: Caller, id: string) => Promise<string>;

const give = route({
  name: 'uploadApplicantPhoto',
  method: 'post',
  path: '/v1/applications/:id/photo',
  summary: 'Upload the photo of an applicant: JPEG or PNG, told by its content; it serves all that the person applies for',
  permission: 'fillInApplications',
  rules: ['APP-2', 'SEC-12', 'IDM-1'],
  params: byId,
  command: 'plain',
  file: 'application/octet-stream',
  answers: { status: 201, ...ANSWER },
  handle: (call) => takePhoto(call, call.params.id, applicantOf('fillInApplications')),
});

const show = route({
  name: 'showApplicantPhoto',
  method: 'get',
  path: '/v1/applications/:id/photo',
  summary: 'The photo of an applicant',
  permission: 'viewApplications',
  rules: ['APP-2', 'SEC-12'],
  params: byId,
  ...SHOWN,
  handle: (call) => shownPhoto(call, call.params.id, applicantOf('viewApplications')),
});

const giveOwn = route({
  name: 'uploadMyPhoto',
  method: 'post',
  path: '/v1/account/photo',
  summary: 'Upload my photo: JPEG or PNG, told by its content',
  permission: 'ownAccount',
  rules: ['APP-2', 'SEC-12', 'SEC-13', 'IDM-1'],
  command: 'plain',
  file: 'application/octet-stream',
  answers: { status: 201, ...ANSWER },
  handle: (call) => takePhoto(call, '', oneself),
});

const showOwn = route({
  name: 'showMyPhoto',
  method: 'get',
  path: '/v1/account/photo',
  summary: 'My photo',
  permission: 'ownAccount',
  rules: ['APP-2', 'SEC-13'],
  ...SHOWN,
  handle: (call) => shownPhoto(call, '', oneself),
});

/** Photos of those who apply (APP-2). */
export const photoRoutes: Route[] = [give, show, giveOwn, showOwn];

const oneself: Photographed = (trx, caller) => personOf(trx, caller.user);

function applicantOf(permission: 'fillInApplications' | 'viewApplications'): Photographed {
  return async (trx, caller, id) => {
    const row = await applicationRow(trx, id, reach(caller, permission));
    if (!row) throw notFound();
    return row.personId;
  };
}

async function takePhoto(call: Call<unknown, unknown, unknown>, id: string, whose: Photographed): Promise<Answer> {
  const { deps, caller, request } = call;
  const { bytes, hash } = await readBody(request, caller.policy.files.maximumBytes, 'Make the picture smaller, and send that.');
  // Who may not see the person is not told of faults; the picture is opened outside of any transaction.
  await inScope(deps.database, caller, (trx) => whose(trx, caller, id));
  const clean = await takenPhoto(bytes);
  return plainCommand(call, { about: id, bytes: bytes.length, sha256: hash.toString('hex') }, async (trx, asked, at) => {
    const of = { tenant: caller.tenant, organisation: caller.role === 'individual' ? null : caller.organisation };
    const person = await whose(trx, caller, id);
    return { status: 201, body: { photo: await givePhoto(trx, { ...of, person }, clean, deps.config.COUNTERSIGN_KEYS, asked, at) } };
  });
}

async function shownPhoto({ deps, caller }: Call<unknown, unknown, unknown>, id: string, whose: Photographed): Promise<Answer> {
  const at = (await deps.clock()).toISOString();
  const found = await inScope(deps.database, caller, async (trx) =>
    openPhoto(trx, await whose(trx, caller, id), deps.config.COUNTERSIGN_KEYS, at),
  );
  if (!found) throw notFound();
  return attachment(found);
}

/** A photo as it is kept: drawn anew. Throws a problem with all that is wrong with it (APP-2). */
export async function takenPhoto(bytes: Buffer): Promise<CleanFile> {
  const faults = faultsOfPhoto(await measure(bytes));
  if (faults.length > 0) throw refusedProblem(faults);
  try {
    return await redrawnPhoto(bytes);
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    throw refusedProblem([refuse(`photo.${error.code}`, 'APP-2', error.message, error.remedy)]);
  }
}
