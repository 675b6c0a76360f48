import { z } from 'zod';
import { bands } from '../../domain/bookings/band';
import { referenceOf } from '../../domain/processes';
import type { LineFault } from '../../domain/registration/learner';
import { undoneUntil } from '../../domain/registration/registration.confirm';
import type { Caller } from '../../platform/scope';
import { standingOf } from '../../db/registration/registration-facts.queries';
import type { RegistrationLineRow, RegistrationRow } from '../../db/registration/registration.model';
import type { GroupDetails } from '../../db/registration/registrations.queries';

const fault = z.object({
  code: z.string(),
  rule: z.string(),
  field: z.string().nullable(),
  column: z.string().nullable().describe('Its letter, where it came in a file'),
  detail: z.string(),
  remedy: z.string(),
  isWarning: z.boolean().describe('It keeps nobody from being registered'),
});
fault.register(z.globalRegistry, { id: 'LineFault' });

/** A group: learners of one product (REG-8). */
export const registrationGroup = z.object({
  id: z.uuid(),
  row: z.int().nullable().describe('Of its header in the file'),
  productCode: z.string(),
  centreReference: z.string().nullable(),
  state: z.enum(['open', 'blocked', 'removed', 'registered', 'undone']).describe('blocked: greyed out, for the faults of its header'),
  faults: z.array(fault),
  lines: z.int(),
  faulty: z.int().describe('Lines that have faults'),
  session: z.int().nullable(),
  batch: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  purchaseOrder: z.string().nullable(),
  registeredAt: z.iso.datetime().nullable(),
  undoUntil: z.iso.datetime().nullable().describe('From then on it cannot be undone (IMP-1)'),
  undoneAt: z.iso.datetime().nullable(),
  kept: z.array(z.object({ number: z.string(), why: z.string() })).describe('Learners who were not undone, and what depends on them'),
  bookings: z
    .array(z.object({ group: z.uuid(), component: z.string(), band: z.enum(bands), assessmentAt: z.iso.datetime() }))
    .describe('What was booked with the registration, by component: read them by GET /v1/bookings?group= (REG-17)'),
});
registrationGroup.register(z.globalRegistry, { id: 'RegistrationGroup' });

/** A registration as it stands (REG-1). */
export const registration = z.object({
  id: z.uuid(),
  reference: z.string(),
  way: z.enum(['keyIn', 'single', 'bulk']),
  isCheckOnly: z.boolean(),
  fileName: z.string().nullable(),
  state: z.enum(['checking', 'open', 'registered', 'over', 'discarded', 'lapsed']),
  since: z.iso.datetime(),
  progress: z.object({ rows: z.int(), checked: z.int(), done: z.boolean() }).describe('How far the check of its file has come'),
  madeBy: z.uuid(),
  madeAt: z.iso.datetime(),
  version: z.int(),
});
registration.register(z.globalRegistry, { id: 'Registration' });

/** The same with its first groups and whom a confirmation would name (REG-10). */
export const registrationDetails = registration.extend({
  groups: z.array(registrationGroup).describe('The first 200; all by GET /v1/registrations/{id}/groups'),
  contact: z.object({ name: z.string(), email: z.string() }).describe('Whoever reads it: told with a confirmation unless another is'),
});
registrationDetails.register(z.globalRegistry, { id: 'RegistrationDetails' });

/** A line: a learner as sent, and what is wrong (REG-9). */
export const registrationLine = z.object({
  id: z.uuid(),
  group: z.uuid(),
  row: z.int(),
  cells: z.record(z.string(), z.string()),
  faults: z.array(fault),
  version: z.int(),
});
registrationLine.register(z.globalRegistry, { id: 'RegistrationLine' });

/** What is shown of a registration beside its row. */
export interface ShownRegistration {
  row: RegistrationRow;
  groups: ShownGroup[];
  contact: { name: string; email: string };
  undoHours: number;
}
export type ShownGroup = GroupDetails & { kept: { number: string; why: string }[] };

/** A registration as the API shows it. */
export function registrationBody(row: RegistrationRow) {
  const { id, way, isCheckOnly, fileName, stateSince: since, rowsRead, rowsChecked, checkedAt, madeBy, madeAt, version } = row;
  const progress = { rows: rowsRead, checked: rowsChecked, done: way === 'keyIn' || checkedAt !== null };
  const state = row.state as z.infer<typeof registration>['state'];
  return { id, reference: referenceOf('registration', id), way, isCheckOnly, fileName, state, since, progress, madeBy, madeAt, version };
}

/** The same with groups and contact. */
export function registrationDetailsBody({ row, groups, contact, undoHours }: ShownRegistration) {
  return { ...registrationBody(row), groups: groups.map((group) => groupBody(group, undoHours)), contact };
}

/** A group as the API shows it; how long it can be undone goes by the policy in force. */
export function groupBody(group: ShownGroup, undoHours: number) {
  const { id, row, productCode, centreReference, lines, faulty, session, batchId, batchNumber, purchaseOrder, registeredAt, undoneAt } =
    group;
  return {
    ...{ id, row, productCode, centreReference, lines, faulty, session, purchaseOrder, registeredAt, undoneAt },
    state: undoneAt ? ('undone' as const) : standingOf(group),
    faults: faultsBody(group.faults),
    batch: batchId ? { id: batchId, number: batchNumber! } : null,
    undoUntil: registeredAt && !undoneAt ? undoneUntil(registeredAt, undoHours) : null,
    kept: group.kept,
    bookings: group.booked.map(({ id: of, component, band, assessmentAt }) => ({ group: of, component, band, assessmentAt })),
  };
}

/** A line as the API shows it. */
export function lineBody({ id, groupId: group, row, cells, faults, version }: RegistrationLineRow) {
  return { id, group, row, cells, faults: faultsBody(faults), version };
}

/** The right that a caller needs for a registration of a way: bulk files have one of their own (REG-1). */
export function rightFor(way: RegistrationRow['way']): 'productRegistrations' | 'bulkRegistration' {
  return way === 'bulk' ? 'bulkRegistration' : 'productRegistrations';
}

/** What is shown is undone by the policy of whoever reads it. */
export function undoHoursOf({ policy }: Caller): number {
  return policy.registrations.undoHours;
}

function faultsBody(faults: LineFault[]) {
  return faults.map(({ code, rule, field, column, detail, remedy, isWarning }) => ({
    code,
    rule,
    field,
    column,
    detail,
    remedy,
    isWarning,
  }));
}
