import { startOf } from '../../domain/processes';
import type { Confirm } from '../../domain/registration/registration.state';
import type { Transaction } from '../../db/core/database';
import { confirmation, ofGroup } from '../../messages/registration.schemas';
import type { Caller } from '../../platform/scope';
import { decisionRoute } from '../core/deciding';
import type { Route } from '../core/route';
import { shownRegistration, workedOn } from './existing';
import { registrationDetails, registrationDetailsBody, type ShownRegistration } from './registrations.representations';

/** What all decisions about a registration have in common. */
const decision = {
  permission: 'makeRegistrations',
  kind: 'registration',
  of: registrationDetails,
  find: async (trx: Transaction, id: string, caller: Caller) => {
    await workedOn(trx, id, caller);
    return shownRegistration(trx, id, caller);
  },
  starts: ({ row }: ShownRegistration, { tenant, organisation, policyVersion }: Caller) =>
    startOf('registration', row.id, { owner: 'caseOperator', tenant, organisation, ...policyVersion }),
  headers: ({ row: { version } }: ShownRegistration) => ({ ETag: `"${version}"` }),
  as: registrationDetailsBody,
} as const;

const confirm = decisionRoute({
  ...decision,
  name: 'confirmRegistration',
  path: '/v1/registrations/:id/confirm',
  summary:
    'Register the learners of a group, all at once or none: its fee is charged, and what its product books is booked with it. A dry run tells fees, session and bands',
  rules: ['REG-1', 'REG-2', 'REG-3', 'REG-9', 'REG-10', 'REG-11', 'REG-14', 'REG-17', 'BKG-3', 'MON-3', 'WHY-4'],
  command: 'confirm',
  body: confirmation,
  answer: 'The registration, the group with its batch',
  tell: (
    { group, session, batch, learnerAddress, certificateAddress, window, mode, sittings, location, paperAddress },
    isQuote,
  ): Confirm => ({
    ...{ group, session: session ?? null, batch: batch ?? null, window: window ?? null, mode: mode ?? null },
    ...{ learnerAddress: learnerAddress ?? null, certificateAddress: certificateAddress ?? null },
    booking: { sittings: sittings ?? [], hasLocation: location !== undefined, address: paperAddress ?? null, isQuote },
  }),
});

const undo = decisionRoute({
  ...decision,
  name: 'undoRegistration',
  path: '/v1/registrations/:id/undo',
  summary:
    'Undo a group within 24 hours, with what was booked with it and the full fees back; learners on whom something else depends stay, and are named',
  rules: ['IMP-1', 'REG-3', 'REG-17', 'MON-2'],
  command: 'undo',
  body: ofGroup,
  answer: 'The registration, the group with those who stay',
  tell: ({ group }) => ({ group }),
});

const discard = decisionRoute({
  ...decision,
  name: 'discardRegistration',
  path: '/v1/registrations/:id/discard',
  summary: 'Give up whatever of a registration is not registered; its file and lines are deleted',
  rules: ['REG-1'],
  command: 'discard',
  answer: 'The registration',
  tell: () => ({}),
});

const retry = decisionRoute({
  ...decision,
  name: 'recheckRegistration',
  path: '/v1/registrations/:id/retry',
  summary: 'Have a file checked again that could not be',
  rules: ['REG-9', 'OPS-2'],
  command: 'retry',
  answer: 'The registration, being checked',
  tell: () => ({}),
});

/** What is decided about a registration. */
export const registrationDecisionRoutes: Route[] = [confirm, undo, discard, retry];
