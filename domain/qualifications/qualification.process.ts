import type { CaseDefinition } from '../process';
import { qualificationNames } from './qualification';
import { accept, askForMore, contest, onDue, qualificationEnded, refer, refuseIt } from './qualification.decide';
import { awaitedWork, examined, failed, given, unheard } from './qualification.news';
import { eventSummary, stages } from './qualification.standing';
import { unread, type Qualification, type QualificationFacts } from './qualification.state';
import { qualificationLife } from './qualification.transitions';

/**
 * A qualification of a person (QUA-1): a document that the document worker reads and matches, or details that are checked with the
 * awarding body; what neither verifies a case operator decides, and the person may contest it (AUT-1).
 */
export const qualification = {
  names: qualificationNames,
  rules: ['QUA-1', 'AUT-1'],
  life: 'The life of a qualification',
  reads: 'viewApplications',
  board: {
    name: 'Qualifications',
    description: 'Qualifications that are read, looked up and decided',
    lateStages: [stages.awaitingDecision, stages.contested],
  },
  ...qualificationLife,
  empty: unread,
  commands: {
    refer: { decide: refer },
    accept: { decide: accept },
    askForMore: { decide: askForMore },
    refuse: { decide: refuseIt },
    contest: { decide: contest },
  },
  news: { given: { decide: given }, examined: { decide: examined }, failed: { decide: failed } },
  opens: (state, about) => given(state, null, about),
  awaitsWork: awaitedWork,
  onDue,
  unheard,
  summary: eventSummary,
  ended: qualificationEnded,
} satisfies CaseDefinition<Qualification, QualificationFacts>;
