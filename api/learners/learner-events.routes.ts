import { z } from 'zod';
import { daysLeftOf, happenedTo, isAbout, learnerEvents, type Happening } from '../../domain/learners/learner-events';
import { flagInWords, ulnFlags } from '../../domain/learners/uln-flags';
import { learnerStory, type LearnerStory } from '../../db/learners/learner-events.queries';
import type { Caller } from '../../platform/scope';
import { showRoute } from '../core/reading';
import type { Route } from '../core/route';

const happening = z.object({
  event: z.enum(learnerEvents),
  at: z.iso.datetime(),
  by: z.enum(['centre', 'awardingBody']).nullable().describe('Null where it happened by itself'),
  name: z.string().nullable().describe('Who did it; of the awarding body’s people staff alone are told'),
  reason: z.string().nullable(),
  changed: z.array(z.string()).describe('Which of his fields an edit has changed'),
  flags: z.array(z.object({ code: z.enum(ulnFlags), detail: z.string() })).describe('What the service holds otherwise (ULN-2)'),
  lapsesOn: z.iso.date().nullable().describe('The last day that follows from it, or on which it tells'),
  daysLeft: z.int().nullable().describe('Of a notice of the lapse (LAP-1)'),
});
const mail = z.object({
  template: z.string(),
  writtenAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  status: z.enum(['waiting', 'active', 'delayed', 'failed', 'completed', 'skipped']),
  to: z
    .array(z.object({ name: z.string(), email: z.string() }))
    .describe('The centre’s own: the contact of the batch, and whoever registered it'),
});
const story = z.object({ happened: z.array(happening), mails: z.array(mail) });
story.register(z.globalRegistry, { id: 'LearnerStory' });

const show = showRoute({
  name: 'showLearnerEvents',
  path: '/v1/learners/:id/events',
  summary: 'What happened to a learner, and which mails told the centre of it; both oldest first',
  permission: 'viewBatches',
  rules: ['LAP-1', 'LRN-1', 'LRN-2', 'LRN-3', 'LRN-4', 'LRN-5', 'ULN-2', 'OPS-3', 'SEC-9'],
  of: story,
  answer: 'The learner’s own events and mails',
  find: async (trx, id, caller) => {
    const found = await learnerStory(trx, id);
    return found && storyBody(found, caller);
  },
  as: (body) => body,
});

/** What happened to a learner, for the centre’s own people and for staff (LRN-1..5). */
export const learnerEventRoutes: Route[] = [show];

function storyBody(found: LearnerStory, caller: Caller) {
  const happened = happenedTo(found.life);
  const mails = found.mails.filter(({ mail: { name: template }, day }) => isAbout(happened, { template, day }));
  return {
    happened: happened.map((each) => happeningBody(each, found, caller)),
    mails: mails.map(({ mail: { name, createdAt, doneAt, status } }) => ({
      ...{ template: name, writtenAt: createdAt, sentAt: doneAt, status, to: found.recipients },
    })),
  };
}

function happeningBody(each: Happening, { people, organisation }: LearnerStory, caller: Caller) {
  const { event, at, changed, lapsesOn } = each;
  const who = people.get(each.by ?? '');
  const isCentres = who?.organisation === organisation;
  const isShown = isCentres || caller.organisation === null;
  return {
    ...{ event, at, changed, lapsesOn, daysLeft: daysLeftOf(each) },
    by: each.by === null ? null : isCentres ? ('centre' as const) : ('awardingBody' as const),
    name: isShown ? (who?.name ?? null) : null,
    reason: each.by === null || isShown ? each.reason : null,
    flags: each.flags.map((code) => ({ code, detail: flagInWords(code) })),
  };
}
