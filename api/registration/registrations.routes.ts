import { z } from 'zod';
import type { ProductVersion } from '../../domain/catalogue/product';
import { closed, notApproved } from '../../domain/registration/registration.refusals';
import { londonDate, type Instant } from '../../domain/working-days';
import { isApproved, productsByCode } from '../../db/catalogue/offers';
import { CommitRefused, refused } from '../../db/core/commit-refused';
import { inScope, type Transaction } from '../../db/core/database';
import { beginKeyIn, sendLearners, type SentLearners } from '../../db/registration/registrations.commands';
import {
  allGroups,
  allLines,
  findRegistration,
  groupsOf,
  keptInGroups,
  listRegistrations,
} from '../../db/registration/registrations.queries';
import { beginning, productCode } from '../../messages/registration.schemas';
import { attachment } from '../core/attachment';
import { readBody } from '../core/body';
import { plainCommand } from '../core/command';
import { notFound } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { insistOnWay, shownRegistration } from './existing';
import { fileWithErrors, template } from './learner-files';
import { countLearners } from './learner-reading';
import { faultyFile, sentName } from './sent-learners';
import {
  groupBody,
  registration,
  registrationBody,
  registrationDetails,
  registrationDetailsBody,
  registrationGroup,
  undoHoursOf,
} from './registrations.representations';

const checkOnly = z.enum(['true', 'false']).default('false').describe('true: it is checked and nothing more');

type Sending = Call<unknown, { checkOnly: string; product?: string }, unknown>;
/** What both ways of sending a file have in common. */
const sending = {
  method: 'post',
  permission: 'makeRegistrations',
  command: 'plain',
  file: 'text/csv',
  answers: { status: 201, description: 'Being checked; its progress is at Location', schema: registrationDetails },
} as const;

const sendSingle = route({
  ...sending,
  name: 'sendLearners',
  path: '/v1/registrations/single',
  summary:
    'Send a CSV file of learners on one product (columns A to AG): the file is the body, X-File-Name its name. It is checked row by row',
  rules: ['REG-1', 'REG-7', 'REG-9', 'IDM-1'],
  query: z.object({ product: productCode, checkOnly }),
  handle: (call) => received(call, 'single'),
});

const sendBulk = route({
  ...sending,
  name: 'sendBulkLearners',
  path: '/v1/registrations/bulk',
  summary: 'Send a bulk CSV file of learners on many products (records NCFE1 and NCFE2): the file is the body, X-File-Name its name',
  rules: ['REG-1', 'REG-8', 'REG-9', 'IDM-1'],
  query: z.object({ checkOnly }),
  handle: (call) => received(call, 'bulk'),
});

const begin = route({
  name: 'beginRegistration',
  method: 'post',
  path: '/v1/registrations',
  summary: 'Begin a registration on one product whose learners are keyed in',
  permission: 'makeRegistrations',
  rules: ['REG-1', 'AUD-1', 'IDM-1'],
  body: beginning,
  command: 'plain',
  answers: { status: 201, description: 'To be filled in', schema: registrationDetails },
  handle: (call) => {
    insistOnWay(call.caller, { way: 'keyIn', isCheckOnly: false });
    return plainCommand(call, call.body, async (trx, asked, at) => {
      const about = ofCentre(call);
      const product = await approvedProduct(trx, about.organisation, call.body.product, at, '/product');
      return made(trx, call, await beginKeyIn(trx, about, product, asked, at));
    });
  },
});

const list = listRoute({
  name: 'listRegistrations',
  path: '/v1/registrations',
  summary: 'Registrations of the centre, newest first; staff see those of all centres',
  permission: 'viewRegistrations',
  rules: ['REG-1', 'IMP-1'],
  of: registration,
  answer: 'A page of registrations',
  filter: { state: registration.shape.state.optional() },
  list: listRegistrations,
  as: registrationBody,
});

const show = showRoute({
  name: 'showRegistration',
  path: '/v1/registrations/:id',
  summary: 'A registration: how far its check has come, its groups with their faults, batches, and how long each can be undone',
  permission: 'viewRegistrations',
  rules: ['REG-8', 'REG-9', 'REG-10', 'IMP-1'],
  of: registrationDetails,
  answer: 'The registration; ETag is the version of its case',
  find: shownRegistration,
  headers: ({ row: { version } }) => ({ ETag: `"${version}"` }),
  as: registrationDetailsBody,
});

const groups = route({
  name: 'listRegistrationGroups',
  method: 'get',
  path: '/v1/registrations/:id/groups',
  summary: 'The groups of a registration by their places in the file',
  permission: 'viewRegistrations',
  rules: ['REG-8'],
  params: byId,
  query: z.object(paging),
  answers: { status: 200, description: 'A page of groups', schema: pageOf(registrationGroup) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      if (!(await findRegistration(trx, params.id))) throw notFound();
      const { items, next } = await groupsOf(trx, params.id, query);
      const shown = await keptInGroups(trx, items);
      return { body: { items: shown.map((group) => groupBody(group, undoHoursOf(caller))), next } };
    }),
});

const errors = route({
  name: 'downloadRegistrationErrors',
  method: 'get',
  path: '/v1/registrations/:id/errors',
  summary: 'What was sent as CSV with a column Errors beside each learner; cells that look like formulas are neutralised',
  permission: 'viewRegistrations',
  rules: ['IMP-1', 'REG-9'],
  params: byId,
  answers: { status: 200, description: 'The file, as an attachment', schema: z.string(), type: 'text/csv' },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const row = await findRegistration(trx, params.id);
      if (!row) throw notFound();
      const content = fileWithErrors(row.way, await allGroups(trx, row.id), await allLines(trx, row.id));
      return attachment({ name: `errors-${row.fileName ?? 'learners.csv'}`, type: 'text/csv; charset=utf-8', content });
    }),
});

const templates = route({
  name: 'downloadRegistrationTemplate',
  method: 'get',
  path: '/v1/registration-templates/:way',
  summary:
    'The template of a file of learners: of one product with its header row, or bulk with a record of each type. Columns AB and AC of one product name assessment window and mode, in which what books with the registration is booked',
  permission: 'viewRegistrations',
  namesNobody: true,
  rules: ['REG-7', 'REG-8', 'REG-17'],
  params: z.object({ way: z.enum(['single', 'bulk']) }),
  answers: { status: 200, description: 'The template, as an attachment', schema: z.string(), type: 'text/csv' },
  handle: async ({ params }) =>
    attachment({ name: `learners-${params.way}.csv`, type: 'text/csv; charset=utf-8', content: template(params.way) }),
});

/** Registrations: sent, begun, read, and their files. */
export const registrationRoutes: Route[] = [sendSingle, sendBulk, begin, list, show, groups, errors, templates];

/** Reads a file whole before anything is kept: faults of the file as a whole are answered at once (REG-9). */
async function received(call: Sending, way: 'single' | 'bulk') {
  const { caller, query, request, deps } = call;
  const isCheckOnly = query.checkOnly === 'true';
  insistOnWay(caller, { way, isCheckOnly });
  const limits = caller.policy.registrations;
  const { bytes, hash } = await readBody(request, limits.fileBytes, 'Send the learners in several files. Nothing of this one was kept.');
  const read = await countLearners(bytes, way, limits);
  if ('faults' in read) throw faultyFile(read.faults);
  const name = sentName(request.get('x-file-name'), 'learners.csv');
  const body = { sha256: hash.toString('hex'), name, isCheckOnly, product: query.product ?? null };
  return plainCommand(call, body, async (trx, asked, at) => {
    const about = ofCentre(call);
    const product = way === 'single' ? await approvedProduct(trx, about.organisation, query.product!, at, '') : null;
    const file = { type: 'text/csv', name, content: bytes };
    const sent: SentLearners = { way, file, hash, ring: deps.config.COUNTERSIGN_KEYS, isCheckOnly, rows: read.rows, product };
    return made(trx, call, await sendLearners(trx, about, sent, asked, at));
  });
}

async function made(trx: Transaction, { caller }: Pick<Sending, 'caller'>, id: string) {
  const shown = (await shownRegistration(trx, id, caller))!;
  return { status: 201, headers: { Location: `/v1/registrations/${id}` }, body: registrationDetailsBody(shown) };
}

function ofCentre({ caller: { tenant, organisation } }: Pick<Sending, 'caller'>): { tenant: string; organisation: string } {
  if (!organisation) throw notFound();
  return { tenant, organisation };
}

/** The product of a code, open and approved for the centre as of the instant. Throws a refusal (REG-1). */
async function approvedProduct(trx: Transaction, organisation: string, typed: string, at: Instant, place: string): Promise<ProductVersion> {
  const [product] = await productsByCode(trx, [typed], londonDate(at));
  if (!product) throw refused('product', 'REG-1', `There is no product ${typed}`, 'Search for the product, and take its code.', place);
  const { code } = product;
  if (!product.isOpen) throw new CommitRefused([closed(code, place)]);
  const approved = await isApproved(trx, organisation, [code], at);
  if (!approved.has(code)) throw new CommitRefused([notApproved(code, place)]);
  return product;
}
