import { z } from 'zod';
import { amendLearnerName, editLearner } from '../../db/learners/edits.commands';
import { findLearner } from '../../db/registration/learners.queries';
import type { LineCells } from '../../domain/registration/cells';
import { amendedName, editedCells } from '../../messages/learners.schemas';
import { plainCommand, reservedCommand } from '../core/command';
import { notFound } from '../core/problems';
import { ifMatch } from '../core/process-command';
import { members, route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { learnerDetails, learnerDetailsBody } from '../registration/learners.representations';
import { outcome, shown } from './deciding';

const edit = route({
  name: 'editLearner',
  method: 'put',
  path: '/v1/learners/:id',
  summary: 'Edit a learner who is registered: names, dates, reference, postcode, arrangements; checked as a line of a registration is',
  permission: 'myLearners',
  rules: ['LRN-1', 'REG-9', 'REG-11', 'REG-12', 'AUD-1', 'IDM-1'],
  params: byId,
  body: z.strictObject({ cells: editedCells }),
  command: 'plain',
  needsVersion: true,
  edits: members('cells'),
  answers: { status: 200, description: 'The learner; ETag is the version', schema: learnerDetails },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      if (!(await editLearner(trx, call.params.id, ifMatch(call), call.body.cells as LineCells, asked, at))) throw notFound();
      const body = learnerDetailsBody((await findLearner(trx, call.params.id, at))!);
      return { headers: { ETag: `"${body.version}"` }, body };
    }),
});

const amend = route({
  name: 'amendLearnerName',
  method: 'post',
  path: '/v1/learners/:id/amend-name',
  summary: 'Amend the name of a certificated learner for the fee of a replacement; a dry run tells what it costs',
  permission: 'myLearners',
  rules: ['LRN-2', 'CEN-1', 'MON-2', 'MON-3', 'TIM-4', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  params: byId,
  body: amendedName,
  refuses: [412],
  command: 'plain',
  answers: { status: 200, description: 'How the learner stands then, and what it cost', schema: outcome },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const amended = await amendLearnerName(trx, call.params.id, ifMatch(call), call.body, asked, at);
      if (!amended) throw notFound();
      const [body] = await shown(trx, [amended], at);
      return { headers: { ETag: `"${body!.learner.version}"` }, body: body! };
    }),
});

/** What is written of a learner who is registered, and of one who is certificated (LRN-1, LRN-2). */
export const learnerEditRoutes: Route[] = [edit, amend];
