import type { CaseDefinition } from '../process';
import { applicationNames } from './application';
import { abandon, applicationEnded, approve, extend, finalise, reject, unfinalise } from './application.decide';
import { onDue } from './application.due';
import { accepted, checked, heard, ordered, paid, rechecked, takenOff, unheard } from './application.news';
import { eventSummary } from './application.standing';
import { unfinalised, type Application } from './application.state';
import type { ApplicationFacts } from './application.facts';
import { applicationLife } from './application.transitions';

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
  },
  news: {
    rechecked: { decide: rechecked },
    ordered: { decide: ordered },
    takenOff: { decide: takenOff },
    paid: { decide: paid },
    checked: { decide: checked },
    heard: { decide: heard },
    accepted: { decide: accepted },
  },
  onDue,
  unheard,
  summary: eventSummary,
  ended: applicationEnded,
} satisfies CaseDefinition<Application, ApplicationFacts>;
