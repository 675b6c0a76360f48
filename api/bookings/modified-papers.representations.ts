import { z } from 'zod';
import { evidenceStates, papersStates } from '../../domain/bookings/modified-papers.state';
import { evidenceWords, stages } from '../../domain/bookings/modified-papers.standing';
import { referenceOf } from '../../domain/processes';
import { needsInWords } from '../../domain/registration/learner-needs';
import type { FoundPapers } from '../../db/bookings/modified-papers.queries';
import type { CsvColumn } from '../core/csv';
import { standing, standingBody } from '../core/standing.representations';
import { bookingBody, bookingColumns, foundBooking } from './bookings.representations';

/** How modified papers stand; none within the second before their case is opened. */
const state = z.enum(['none', ...papersStates]);
export const papersState = z.enum(papersStates);
export const evidenceState = z.enum(evidenceStates);
/** Modified papers of a booking (REG-15). */
export const modifiedPapers = z.object({
  id: z.uuid(),
  reference: z.string(),
  state,
  stage: z.string(),
  since: z.iso.datetime(),
  booking: foundBooking,
  askedAt: z.iso.datetime(),
  needs: z.array(z.string()).describe('How the papers are modified, each with its detail'),
  contactEmail: z.string().nullable().describe('Whom we tell'),
  processedAt: z.iso.datetime().nullable().describe('When staff said that they are made'),
  despatchedAt: z.iso.datetime().nullable().describe('When staff said that they have left'),
  carrier: z.string().nullable(),
  tracking: z.string().nullable().describe('The reference of the consignment'),
  evidence: z.object({
    state: evidenceState,
    since: z.iso.datetime(),
    reason: z.string().nullable().describe('Why staff accepted it, refused it or asked for other evidence'),
    uploaded: z
      .object({ round: z.int(), at: z.iso.datetime(), type: z.string(), href: z.string() })
      .nullable()
      .describe('The file that was uploaded last: staff who decide about it download it'),
  }),
  standing: standing.nullable().describe('How its case stands; null within the second before it is opened'),
  version: z.int(),
});
modifiedPapers.register(z.globalRegistry, { id: 'ModifiedPapers' });

/** So many papers it was said of. */
export const markedPapers = z.object({ papers: z.int().describe('So many are told so; each of them hears of it within a second') });
markedPapers.register(z.globalRegistry, { id: 'MarkedPapers' });

/** Modified papers as the API shows them. */
export function papersBody({ papers, uploaded, process, ...booked }: FoundPapers) {
  const { id, stateSince: since, askedAt, contactEmail, processedAt, despatchedAt, carrier, tracking, version } = papers;
  return {
    ...{ id, reference: referenceOf('modified-papers', id), state: papers.state, stage: stages[papers.state], since },
    ...{ booking: bookingBody(booked), askedAt, needs: needsOf(papers), contactEmail, processedAt, despatchedAt, carrier, tracking },
    evidence: {
      ...{ state: papers.evidence, since: papers.evidenceSince, reason: papers.evidenceReason },
      uploaded: uploaded && {
        ...{ round: uploaded.round, at: uploaded.uploadedAt, type: uploaded.type, href: `/v1/modified-papers/${id}/evidence/file` },
      },
    },
    ...{ standing: process && standingBody(process), version },
  };
}

/** The columns of the papers' file. */
export const papersColumns: CsvColumn<FoundPapers>[] = [
  ['papers', ({ papers }) => referenceOf('modified-papers', papers.id)],
  ['state', ({ papers }) => stages[papers.state]],
  ...bookingColumns,
  ['modified papers', ({ papers }) => needsOf(papers).join(', ')],
  ['contact', ({ papers }) => papers.contactEmail],
  ['due', ({ process }) => process?.dueAt ?? null],
  ['processed', ({ papers }) => papers.processedAt],
  ['despatched', ({ papers }) => papers.despatchedAt],
  ['carrier', ({ papers }) => papers.carrier],
  ['tracking', ({ papers }) => papers.tracking],
  ['evidence of need', ({ papers }) => evidenceWords[papers.evidence]],
];

function needsOf({ modifications }: FoundPapers['papers']): string[] {
  return needsInWords({ arrangements: [], modifications });
}
