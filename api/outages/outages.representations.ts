import { z } from 'zod';
import type { Delayed, ReportedOutage } from '../../db/outages/outages.queries';
import { extensions } from '../../domain/outages/extension';
import { services } from '../../domain/outages/service';
import { processKinds, referenceOf } from '../../domain/processes';
import type { Calendar, Instant } from '../../domain/working-days';

const MINUTE_MS = 60_000;

/** An outage in the report. */
export const outage = z.object({
  id: z.uuid(),
  reference: z.string(),
  service: z.enum(services),
  state: z.enum(['none', 'down', 'back', 'over']).describe('none: noticed this moment'),
  from: z.iso.datetime().describe('The first failed call after the last answered one'),
  to: z.iso.datetime().nullable().describe('The first answered call; null while it is down'),
  minutes: z.int().nullable().describe('How long it lasted; null while it is down'),
  spells: z.int().describe('How often it went down: more than once where it flapped'),
  lastError: z.string(),
  delayed: z.int().describe('How much waited for it'),
  waiting: z.int().describe('How much of that waits still'),
  version: z.int(),
});
outage.register(z.globalRegistry, { id: 'Outage' });

const extension = z.object({
  hold: z.string().describe('What is awaited'),
  dueAt: z.iso.datetime(),
  by: z.object({ count: z.int(), unit: z.enum(['minutes', 'hours', 'days', 'workingDays']) }),
  until: z.iso.datetime(),
  command: z.string().nullable().describe('Where it is extended; null where there is no command for it, and it is told only'),
  days: z.int().nullable().describe('What that command is told'),
});
/** What an outage delayed. */
export const delayedCase = z.object({
  id: z.uuid().describe('What waited: a message, or a question'),
  outage: z.uuid(),
  service: z.enum(services),
  what: z.string(),
  about: z.uuid().describe('The case or other entity that it is about'),
  kind: z.enum(processKinds).nullable(),
  reference: z.string().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable().describe('When it went on by itself'),
  minutes: z.int(),
  outcome: z.enum(['waits', 'wentOn', 'gaveUp', 'overtaken']),
  proposes: z.array(extension).describe('The deadlines of the case that it proposes to extend'),
});
delayedCase.register(z.globalRegistry, { id: 'DelayedCase' });

/** An outage as it stands. */
export function outageBody({ id, service, state, since, backAt, ...counted }: ReportedOutage) {
  const { spells, lastError, delayed, waiting, version } = counted;
  const times = { from: since, to: backAt, minutes: backAt && minutesFrom(since, backAt) };
  return { id, reference: referenceOf('outage', id), service, state, ...times, spells, lastError, delayed, waiting, version };
}

/** What was delayed, with what is proposed for it: the length of the outage again. */
export function delayedBody(row: Delayed, calendar: Calendar, at: Instant) {
  const { outageId: outage, service, since, backAt } = row;
  const { deliveryId: id, name: what, entityId: about, kind, reference, waitsSince: from, overAt: to, outcome, holds } = row;
  const proposed = kind ? extensions({ kind, holds }, { from: since, to: backAt ?? at }, at, calendar) : [];
  const proposes = proposed.map((each) => ({ ...each, command: each.days === null ? null : commandOf(kind!, about) }));
  return { id, outage, service, what, about, kind, reference, from, to, minutes: minutesFrom(from, to ?? at), outcome, proposes };
}

/** Both commands that put a deadline off have the same shape. */
function commandOf(kind: string, id: string): string {
  return `/v1/${kind === 'application' ? 'applications' : 'advance-orders'}/${id}/extend`;
}

function minutesFrom(from: Instant, to: Instant): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / MINUTE_MS));
}
