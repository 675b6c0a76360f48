import type { CaseDefinition } from '../process';
import { modifiedPapersNames } from './modified-papers';
import { accept, asked, askAgain, onDue, papersEnded, refuseEvidence } from './modified-papers.decide';
import { despatched, ended, evidenceGiven, moved, needsChanged, processed, unheard } from './modified-papers.news';
import { eventSummary, LATE } from './modified-papers.standing';
import { unasked, type ModifiedPapers, type PapersFacts } from './modified-papers.state';
import { papersLife } from './modified-papers.transitions';

/**
 * The modified papers of one booking (REG-15): made and despatched before the day of the assessment, each told to the contact of the
 * arrangement; the evidence of need is asked for by sample, uploaded by the centre and decided by staff.
 */
export const modifiedPapers = {
  names: modifiedPapersNames,
  rules: ['REG-15', 'REG-12'],
  life: 'The life of modified papers',
  reads: 'viewBookings',
  board: { name: 'Modified papers', description: 'Modified papers that are made and despatched, and evidence of need', lateStages: [LATE] },
  ...papersLife,
  empty: unasked,
  commands: { accept: { decide: accept }, askAgain: { decide: askAgain }, refuse: { decide: refuseEvidence } },
  news: {
    ended: { decide: ended },
    moved: { decide: moved },
    needsChanged: { decide: needsChanged },
    processed: { decide: processed },
    despatched: { decide: despatched },
    evidenceGiven: { decide: evidenceGiven },
  },
  opens: asked,
  onDue,
  unheard,
  summary: eventSummary,
  ended: papersEnded,
} satisfies CaseDefinition<ModifiedPapers, PapersFacts>;
