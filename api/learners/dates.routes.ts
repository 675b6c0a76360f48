import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { DatesFile } from '../../domain/learners/dates-file';
import { datesTitles, datesWithErrors } from '../../domain/learners/dates-file';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import { faultOfLearners } from '../../domain/registration/learner-file';
import { undoneUntil } from '../../domain/registration/registration.confirm';
import { inScope } from '../../db/core/database';
import { checkDates, importDates, undoDates } from '../../db/learners/dates.commands';
import { findImport, listImports, type ImportDetails } from '../../db/learners/imports.queries';
import type { LearnerImportRow } from '../../db/learners/learner-import.model';
import type { FoundLearner } from '../../db/registration/learners.queries';
import type { Caller } from '../../platform/scope';
import { attachment } from '../core/attachment';
import { readBody } from '../core/body';
import { plainCommand, reservedCommand } from '../core/command';
import type { CsvColumn } from '../core/csv';
import { notFound } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { threadsOf, TooMuch } from '../core/threads';
import { exportOfLearners, faultyFile, sentName } from '../registration/offers';
import type { Work } from './dates-reading.thread';

const ask = threadsOf<Work>('learners/dates-reading', { threads: 1, megabytes: 256, milliseconds: 30_000, idleMilliseconds: 60_000 });

const shape = {
  id: z.uuid(),
  fileName: z.string(),
  rows: z.int().describe('Learners of the file'),
  changed: z.int().describe('Those whose dates it changed; all others had these dates already'),
  madeAt: z.iso.datetime(),
  undoUntil: z.iso.datetime().nullable().describe('From then on it can be undone no longer; null where it is undone (IMP-1)'),
  undoneAt: z.iso.datetime().nullable(),
};
const learnerImport = z.object(shape);
learnerImport.register(z.globalRegistry, { id: 'LearnerImport' });
const kept = z.array(z.object({ id: z.uuid(), number: z.string(), forename: z.string(), surname: z.string() }));
const importDetails = z.object({ ...shape, kept: kept.describe('Who was changed in between, and stays as he is') });
importDetails.register(z.globalRegistry, { id: 'LearnerImportDetails' });

const EDITED: ReadonlySet<LearnerStateName> = new Set(['registered', 'withdrawn', 'lapsed']);
const columns: CsvColumn<FoundLearner>[] = [
  [datesTitles.number, ({ learner }) => learner.number],
  [datesTitles.batch, ({ batch }) => batch.number],
  ['Forename', ({ learner }) => learner.forename],
  ['Surname', ({ learner }) => learner.surname],
  ['Product', ({ product }) => product.name],
  [datesTitles.startOn, ({ learner }) => learner.startOn],
  [datesTitles.plannedEndOn, ({ learner }) => learner.plannedEndOn],
];

const download = exportOfLearners({
  name: 'exportLearnerDates',
  path: '/v1/learner-dates',
  summary: 'Start and planned end dates of all learners that a search finds, as a CSV that is changed and sent back',
  permission: 'search',
  rules: ['LRN-1', 'REG-13', 'SEC-9'],
  file: 'learner-dates.csv',
  columns,
  // Of all others the file would be refused.
  states: EDITED,
});

const send = route({
  name: 'sendLearnerDates',
  method: 'post',
  path: '/v1/learner-dates',
  summary: 'Send such a file back: read whole first, nothing of it is kept where anything is wrong; the same file again changes nothing',
  permission: 'myLearners',
  rules: ['LRN-1', 'IMP-1', 'AUD-1', 'IDM-1', 'WHY-3'],
  command: 'plain',
  file: 'text/csv',
  answers: { status: 201, description: 'What it changed, and until when it can be undone', schema: importDetails },
  handle: async (call) => {
    const { file, name, hash } = await received(call);
    return plainCommand(call, { sha256: hash, name }, async (trx, asked, at) => {
      const sent = { ...ofCentre(call), file, name };
      const { changes, faults } = await checkDates(trx, sent, at);
      if (faults.length > 0) throw faultyFile(faults);
      const id = await importDates(trx, sent, changes, asked, at);
      const body = detailsBody((await findImport(trx, id))!, call.caller);
      return { status: 201, headers: { Location: `/v1/learner-imports/${id}` }, body };
    });
  },
});

const check = route({
  name: 'checkLearnerDates',
  method: 'post',
  path: '/v1/learner-dates/check',
  summary: 'Get such a file back with a column Errors, and change nothing; it is accepted as it is once they are mended',
  permission: 'myLearners',
  rules: ['LRN-1', 'IMP-1'],
  file: 'text/csv',
  refuses: [422],
  answers: { status: 200, description: 'The file, as an attachment', schema: z.string(), type: 'text/csv' },
  handle: async (call) => {
    const { file, name } = await received(call);
    const at = (await call.deps.clock()).toISOString();
    const { faults } = await inScope(call.deps.database, call.caller, (trx) => checkDates(trx, { ...ofCentre(call), file }, at));
    const content = stringify(datesWithErrors(file, faults), { escape_formulas: true, record_delimiter: 'windows', bom: true });
    return attachment({ name: `errors-${name}`, type: 'text/csv; charset=utf-8', content: Buffer.from(content) });
  },
});

const list = listRoute({
  name: 'listLearnerImports',
  path: '/v1/learner-imports',
  summary: 'Files of dates that changed learners, the newest first',
  permission: 'viewBatches',
  rules: ['LRN-1', 'IMP-1'],
  of: learnerImport,
  answer: 'A page of imports',
  filter: {},
  list: listImports,
  as: importBody,
});

const show = showRoute({
  name: 'showLearnerImport',
  path: '/v1/learner-imports/:id',
  summary: 'One file of dates: what it changed, until when it can be undone, and what its undoing left',
  permission: 'viewBatches',
  rules: ['LRN-1', 'IMP-1'],
  of: importDetails,
  answer: 'The import',
  find: async (trx, id, caller) => {
    const found = await findImport(trx, id);
    return found && detailsBody(found, caller);
  },
  as: (body) => body,
});

const undo = route({
  name: 'undoLearnerImport',
  method: 'post',
  path: '/v1/learner-imports/:id/undo',
  summary: 'Give learners the dates back that they had before; who was changed in between is named and stays',
  permission: 'myLearners',
  rules: ['IMP-1', 'LRN-1', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'The import', schema: importDetails },
  handle: (call) =>
    reservedCommand(call, null, async (trx, asked, at) => {
      if (!(await findImport(trx, call.params.id))) throw notFound();
      await undoDates(trx, call.params.id, asked, at);
      return { body: detailsBody((await findImport(trx, call.params.id))!, call.caller) };
    }),
});

/** Dates of learners by file: down, up, undone (LRN-1, IMP-1). */
export const learnerDatesRoutes: Route[] = [download, send, check, list, show, undo];

type Sending = Call<unknown, unknown, unknown>;

/** Reads a file whole, off the event loop, before anything is asked of it. */
async function received({ caller, request }: Sending): Promise<{ file: DatesFile; name: string; hash: string }> {
  const limits = caller.policy.registrations;
  const { bytes, hash } = await readBody(request, limits.fileBytes, 'Send the dates in several files. Nothing of this one was kept.');
  const read = await ask('read', [bytes, limits]).catch((error: unknown) => {
    if (!(error instanceof TooMuch)) throw error;
    return { faults: [faultOfLearners('tooComplex', 'The file takes too much memory or time to be read', 'Send it in parts.')] };
  });
  if ('faults' in read) throw faultyFile(read.faults);
  return { file: read, name: sentName(request.get('x-file-name'), 'learner-dates.csv'), hash: hash.toString('hex') };
}

function ofCentre({ caller: { tenant, organisation } }: Sending): { tenant: string; organisation: string } {
  if (!organisation) throw notFound();
  return { tenant, organisation };
}

function importBody({ id, fileName, rowsRead: rows, changed, madeAt, undoneAt }: LearnerImportRow, { policy }: Caller) {
  const undoUntil = undoneAt ? null : undoneUntil(madeAt, policy.registrations.undoHours);
  return { id, fileName, rows, changed, madeAt, undoUntil, undoneAt };
}

function detailsBody({ row, kept: left }: ImportDetails, caller: Caller) {
  const named = left.map(({ id, number, forename, surname }) => ({ id, number, forename, surname }));
  return { ...importBody(row, caller), kept: named };
}
