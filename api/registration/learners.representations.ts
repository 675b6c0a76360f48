import { z } from 'zod';
import { sessionInWords } from '../../domain/catalogue/session';
import { whatIsDue } from '../../domain/learners/lapse-moments';
import { learnerStates } from '../../domain/learners/learner.state';
import { flagInWords, ulnFlags, ulnStandingOf, ulnStandings } from '../../domain/learners/uln-flags';
import { genders } from '../../domain/registration/learner';
import { toMoney } from '../../domain/money';
import { needsInWords } from '../../domain/registration/learner-needs';
import { cellsOfLearner } from '../../domain/learners/learner-edit';
import { londonDate } from '../../domain/working-days';
import { editedCells } from '../../messages/learners.schemas';
import type { LearnerRow } from '../../db/registration/batch.model';
import type { FoundLearner, LearnerDetails } from '../../db/registration/learners.queries';
import type { CsvColumn } from '../core/csv';
import { money } from '../core/schemas';
import { batchName, productBody, productName } from './batches.representations';

/** How a learner stands. */
export const learnerState = z.enum(learnerStates);
const shape = {
  id: z.uuid(),
  number: z.string().describe('Of an apprenticeship the same on each qualification (REG-11)'),
  forename: z.string(),
  middleNames: z.string().nullable(),
  surname: z.string(),
  birthDate: z.iso.date(),
  uln: z.string().nullable(),
  centreReference: z.string().nullable(),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  product: productName,
  batch: batchName,
  bundle: batchName.nullable(),
  session: z.int(),
  sessionInWords: z.string(),
  state: learnerState,
  registeredAt: z.iso.datetime(),
  lapsesOn: z.iso.date().describe('The last day of the registration (LAP-1)'),
};
/** A learner as listed (REG-13). */
export const foundLearner = z.object(shape);
foundLearner.register(z.globalRegistry, { id: 'FoundLearner' });
/** How a learner's ULN stands (ULN-2). */
export const ulnShape = {
  standing: z.enum(ulnStandings).describe('Of the ULN: none, not sent since it or the learner changed, sent, or as the service answered'),
  flags: z.array(z.object({ code: z.enum(ulnFlags), detail: z.string() })).describe('What differs from what the service holds (ULN-2)'),
};
/** A learner in full. */
export const learnerDetails = z.object({
  ...shape,
  ulnAnswer: z.object(ulnShape),
  gender: z.enum(genders),
  ethnicity: z.string(),
  country: z.string(),
  postcode: z.string().nullable(),
  startOn: z.iso.date().nullable(),
  plannedEndOn: z.iso.date().nullable(),
  contactEmail: z.string().nullable().describe('Who is asked about the arrangements (REG-12)'),
  arrangements: z.array(z.string()).describe('Arrangements by their names, and each paper that is modified with its detail'),
  stateSince: z.iso.datetime(),
  dueNext: z
    .object({ at: z.iso.datetime(), what: z.enum(['notice', 'lapse']) })
    .nullable()
    .describe(
      'What comes next of the lapse: a notice to the centre, or the withdrawal by the system; null where nothing does (LAP-1, LAP-3)',
    ),
  registration: z
    .object({ id: z.uuid(), way: z.enum(['keyIn', 'single', 'bulk']), purchaseOrder: z.string().nullable() })
    .nullable()
    .describe('How the learner came to be registered'),
  firstRegisteredAt: z.iso.datetime().describe('A transfer keeps it (LRN-3)'),
  fee: money.describe('What was charged for it, with value added tax; of an apprenticeship or a bundle for the whole'),
  certificatedOn: z.iso.date().nullable(),
  cameFrom: z.uuid().nullable().describe('The registration on which this one follows (LRN-4, LRN-5)'),
  wentTo: z.uuid().nullable().describe('The registration that follows on this one'),
  cells: editedCells.describe('What an edit takes back (LRN-1)'),
  version: z.int(),
});
learnerDetails.register(z.globalRegistry, { id: 'LearnerDetails' });

/** How a learner's ULN stands, with each flag as a sentence. */
export function ulnBodyOf(learner: Pick<LearnerRow, 'uln' | 'ulnState' | 'ulnFlags'>) {
  return { standing: ulnStandingOf(learner), flags: learner.ulnFlags.map((code) => ({ code, detail: flagInWords(code) })) };
}

/** A learner in a list. */
export function learnerBody({ learner, batch, bundle, product, centre }: FoundLearner) {
  const { id, number, forename, middleNames, surname, birthDate, uln, centreReference, session, state, registeredAt, lapsesOn } = learner;
  return {
    ...{ id, number, forename, middleNames, surname, birthDate, uln, centreReference },
    ...{ centre: { id: centre.id, name: centre.name }, product: productBody({ product }), batch: { id: batch.id, number: batch.number } },
    ...{ bundle: bundle && { id: bundle.id, number: bundle.number }, session, sessionInWords: sessionInWords(session) },
    ...{ state, registeredAt, lapsesOn },
  };
}

/** A learner in full. */
export function learnerDetailsBody({ group, registration, wentTo, ...found }: LearnerDetails) {
  const { firstRegisteredAt, certificatedOn, cameFromId: cameFrom, feeNetPence, feeVatPence } = found.learner;
  const { gender, ethnicity, country, postcode, startOn, plannedEndOn, contactEmail, stateSince, version } = found.learner;
  return {
    ...learnerBody(found),
    ...{ gender, ethnicity, country, postcode, startOn, plannedEndOn, contactEmail, stateSince, version },
    arrangements: needsInWords(found.learner),
    ulnAnswer: ulnBodyOf(found.learner),
    dueNext: dueNextOf(found.learner),
    ...{ firstRegisteredAt, certificatedOn, cameFrom, wentTo, fee: toMoney(feeNetPence + feeVatPence) },
    cells: cellsOfLearner(found.learner),
    registration: group && registration && { id: registration.id, way: registration.way, purchaseOrder: group.purchaseOrder },
  };
}

function dueNextOf({ lapsesOn, nextAt }: LearnerDetails['learner']) {
  if (!nextAt) return null;
  return { at: nextAt, what: whatIsDue({ lapsesOn, nextAt }) === 'lapse' ? ('lapse' as const) : ('notice' as const) };
}

/** The columns of the learners' file. */
export const learnerColumns: CsvColumn<FoundLearner>[] = [
  ['learner number', ({ learner }) => learner.number],
  ['forename', ({ learner }) => learner.forename],
  ['middle names', ({ learner }) => learner.middleNames],
  ['surname', ({ learner }) => learner.surname],
  ['date of birth', ({ learner }) => learner.birthDate],
  ['ULN', ({ learner }) => learner.uln],
  ['centre learner reference', ({ learner }) => learner.centreReference],
  ['product code', ({ product }) => product.code],
  ['product', ({ product }) => product.name],
  ['session', ({ learner }) => sessionInWords(learner.session)],
  ['batch', ({ batch }) => batch.number],
  ['bundle batch', ({ bundle }) => bundle?.number ?? null],
  ['registered', ({ learner }) => londonDate(learner.registeredAt)],
  ['lapse date', ({ learner }) => learner.lapsesOn],
  ['state', ({ learner }) => learner.state],
  ['arrangements', ({ learner }) => needsInWords(learner).join(', ')],
];
