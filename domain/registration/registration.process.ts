import type { CaseDefinition } from '../process';
import { registrationNames } from './registration';
import { confirm, undo } from './registration.confirm';
import { checked, discard, failed, notOpen, onDue, restRemoved, retry, send, unheard } from './registration.decide';
import { CHECKING, eventSummary } from './registration.standing';
import { unsent, type Registration, type RegistrationFacts } from './registration.state';
import { registrationLife } from './registration.transitions';

/**
 * A registration of learners (REG-1): a file is sent and checked, or learners are keyed in; each group of one product is confirmed,
 * and can be undone for a while; what nobody confirms lapses (IMP-1).
 */
export const registration = {
  names: registrationNames,
  rules: ['REG-1', 'REG-7', 'REG-8', 'REG-9', 'IMP-1'],
  life: 'The life of a registration',
  reads: 'viewRegistrations',
  board: {
    name: 'Registrations',
    description: 'Files of learners that are checked, confirmed and can be undone; retry has one checked again that could not be',
    lateStages: [CHECKING],
  },
  ...registrationLife,
  empty: unsent,
  commands: {
    send: { decide: send },
    retry: { decide: retry },
    confirm: { decide: confirm },
    undo: { decide: undo },
    discard: { decide: discard },
  },
  news: { checked: { decide: checked }, restRemoved: { decide: restRemoved }, failed: { decide: failed } },
  awaitsWork: ({ state, round, hasFailed }) => (state === 'checking' && !hasFailed ? String(round) : null),
  onDue,
  unheard,
  summary: eventSummary,
  ended: notOpen,
} satisfies CaseDefinition<Registration, RegistrationFacts>;
