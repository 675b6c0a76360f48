import type { LineCells, LineRules } from '../registration/cells';
import type { Learner } from '../registration/learner';
import { cellFields, isReserved, type LineField } from '../registration/learner-columns';
import { readLine, type ReadLine } from '../registration/learner-line';
import { refuse } from '../refusal';
import { refusedBecause } from './learner.decide';
import type { LearnerState } from './learner.state';
import { noStep, stepOf, type AboutLearner, type LearnerDecision } from './learner.transitions';

/** A learner who is registered, as a line has one; of window and mode the batch tells. */
export type Registered = Omit<Learner, 'window' | 'mode'>;

const FIXED: ReadonlySet<LineField> = new Set(['uln', 'ethnicity', 'country', 'window', 'mode']);
/** What of a line is edited after the registration (LRN-1); the ULN has a page of its own. */
export const editableFields: readonly LineField[] = cellFields.filter((field) => !FIXED.has(field) && !isReserved(field));

/** What an edit can write of a registered learner, by the names of its columns. */
export type EditedColumns = Omit<Registered, 'uln' | 'ethnicity' | 'country'>;

/** LRN-1: registered, withdrawn or lapsed a learner is edited; after the certification names only are amended. */
export function edit(learner: LearnerState, { at }: Pick<AboutLearner, 'at'>): LearnerDecision {
  if (learner.state === 'certificated')
    return noStep(learner, refuse('certificated', 'LRN-2', 'The learner is certificated', 'Amend the name: nothing else is changed.'));
  return refusedBecause(learner, 'edited') ?? stepOf(learner, 'edited', at, {});
}

/** A registered learner as a line has one, with what an edit takes back. */
export function cellsOfLearner({ modifications, arrangements, ...learner }: EditedColumns): LineCells {
  const { enlarged, coloured, braille } = modifications;
  const cells: [LineField, string | null | undefined][] = [
    ['forename', learner.forename],
    ['middleNames', learner.middleNames],
    ['surname', learner.surname],
    ['birthDate', learner.birthDate],
    ['gender', learner.gender],
    ['centreReference', learner.centreReference],
    ['postcode', learner.postcode],
    ['startOn', learner.startOn],
    ['plannedEndOn', learner.plannedEndOn],
    ['contactEmail', learner.contactEmail],
    ['enlarged', enlarged && 'Y'],
    ['size', enlarged],
    ['coloured', coloured && 'Y'],
    ['shade', coloured],
    ['braille', braille && 'Y'],
    ['grade', braille],
    ...arrangements.map((code): [LineField, string] => [`arrangement.${code}`, 'Y']),
  ];
  return Object.fromEntries(cells.flatMap(([field, text]) => (text ? [[field, text]] : [])));
}

/** Reads an edit by the same checks as a line of a registration, with what stays as it is; every fault at once (LRN-1, REG-12). */
export function readEdit(cells: LineCells, { uln, ethnicity, country }: Registered, rules: LineRules): ReadLine {
  return readLine({ ...cells, ethnicity, country, ...(uln ? { uln } : {}) }, rules);
}

/** What an edit leaves of a learner, and which of its fields are others than before. */
export function changesOf(before: EditedColumns, after: EditedColumns): { columns: EditedColumns; changed: (keyof EditedColumns)[] } {
  const needsNothing = after.arrangements.length === 0 && Object.keys(after.modifications).length === 0;
  const { forename, middleNames, surname, birthDate, gender, centreReference, postcode, startOn, plannedEndOn } = after;
  const columns: EditedColumns = {
    ...{ forename, middleNames, surname, birthDate, gender, centreReference, postcode, startOn, plannedEndOn },
    ...{ arrangements: after.arrangements, modifications: after.modifications, contactEmail: needsNothing ? null : after.contactEmail },
  };
  const names = Object.keys(columns) as (keyof EditedColumns)[];
  return { columns, changed: names.filter((name) => JSON.stringify(columns[name]) !== JSON.stringify(before[name])) };
}
