import { refusedBy } from '../decision';
import { refuse, type Refusal } from '../refusal';
import { backToEditing, goesOn, onClosedOrder, released, type About, type Decided } from './application.decide';
import type { Application } from './application.state';
import { toStaff, type EndorsementHold } from './holds/endorsement';

/** APP-6: a user of the employer who has the right endorses, which releases it at once. */
export function endorse(application: Application, _command: object, { at, by }: About): Decided {
  if (!awaited(application)) return refusedBy(application, notAwaited(application));
  return released({ ...application, endorsedAt: at }, 'endorsement', at, { evidence: { endorsedBy: by! } });
}

/** APP-6: a case operator lets it go on without the endorsement. */
export function waiveEndorsement(application: Application, _command: object, { at, by }: About): Decided {
  const hold = awaited(application);
  if (!hold?.isWithStaff) return refusedBy(application, notAwaited(application));
  return released({ ...application, endorsedAt: at }, 'endorsement', at, { evidence: { waivedBy: by! } });
}

/**
 * APP-6, APP-10: or refuses, with the reason, which whoever finalised it is told. Before its order is closed it goes back to being
 * edited; what is on a closed order cannot, so a case operator decides.
 */
export function refuseEndorsement(application: Application, _command: object, { at, facts }: About): Decided {
  const hold = awaited(application);
  if (!hold || hold.isWithStaff) return refusedBy(application, notAwaited(application));
  const { reference, finalisedBy } = application;
  const mails = [{ template: 'endorsement-refused', to: { user: finalisedBy }, facts: { reference } }];
  if (!onClosedOrder(facts)) return backToEditing(application, 'sentBack', at, facts, { mails });
  const { hold: next, effects } = toStaff(hold);
  return goesOn(application, 'endorsementRefused', at, next, { ...effects, mails });
}

function awaited({ holds }: Application): EndorsementHold | undefined {
  return holds.find((hold): hold is EndorsementHold => hold.kind === 'endorsement');
}

function notAwaited({ state }: Application): Refusal {
  return refuse('notAwaited', 'APP-6', `No endorsement is awaited: it is ${state}`, 'Read how it stands.');
}
