import type { CaseDefinition } from '../process';
import { applicationNames } from './application';
import { abandon, applicationEnded, approve, askMore, extend, finalise, giveMore, reject, unfinalise } from './application.decide';
import { endorse, refuseEndorsement, waiveEndorsement } from './application.endorse';
import { onDue } from './application.due';
import { accepted, checked, heard, left, ordered, paid, rechecked, takenOff, unheard } from './application.news';
import { eventSummary } from './application.standing';
import { unfinalised, type Application } from './application.state';
import type { ApplicationFacts } from './application.facts';
import { applicationLife } from './application.transitions';
import { dueOf } from './holds/holds';

/**
 * An application for a card (APP-3, APP-4, APP-9, APP-10): finalised by the employer, ordered, paid, held for all that is still
 * awaited (HSE-2: an assessment), approved by itself or by a case operator, completed when the printer accepts its card.
 */
export const application = {
  names: applicationNames,
  rules: ['APP-3', 'APP-4', 'APP-9', 'APP-10', 'HSE-2', 'HSE-3'],
  life: 'The life of an application',
  reads: 'viewApplications',
  board: { name: 'Applications', description: 'Applications for cards, from finalised to completed', lateStages: ['On hold'] },
  ...applicationLife,
  empty: unfinalised,
  commands: {
    finalise: { decide: finalise },
    unfinalise: { decide: unfinalise },
    abandon: { decide: abandon },
    extend: { decide: extend },
    approve: { decide: approve },
    reject: { decide: reject },
    endorse: { decide: endorse },
    refuseEndorsement: { decide: refuseEndorsement },
    waiveEndorsement: { decide: waiveEndorsement },
    askMore: { decide: askMore },
    giveMore: { decide: giveMore },
  },
  news: {
    rechecked: { decide: rechecked },
    ordered: { decide: ordered },
    takenOff: { decide: takenOff },
    paid: { decide: paid },
    checked: { decide: checked },
    heard: { decide: heard },
    accepted: { decide: accepted },
    left: { decide: left },
  },
  onDue,
  // A pass that was received before the lapse releases, however late its row is there (HSE-3).
  turnsOnResults: (state, due) => dueOf(state, due).event === 'lapsed',
  unheard,
  summary: eventSummary,
  ended: applicationEnded,
} satisfies CaseDefinition<Application, ApplicationFacts>;
