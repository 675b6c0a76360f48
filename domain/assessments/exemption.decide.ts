import { dueIn } from '../counts';
import { refusedBy, type Decision } from '../decision';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { londonWords } from '../working-days';
import type { Exemption, ExemptionEvent, ExemptionFacts } from './exemption.state';
import { exemptionLife } from './exemption.transitions';

const { step } = exemptionLife;
type About = Situation<ExemptionFacts>;
/** A decision about an exemption. */
export type Decided = Decision<Exemption>;

/** The case operators' task about an exemption that is asked for. */
export const DECIDE_EXEMPTION = 'decideExemption';
const QUEUE = 'caseOperator';

/** HSE-1, HSE-5: it is asked for with a file as evidence; a case operator's decision is due in 5 working days. */
export function ask(exemption: Exemption, { application, evidence }: { application: string; evidence: string }, about: About): Decided {
  const { at, by, facts, policy, calendar } = about;
  if (exemption.state !== 'none') return refusedBy(exemption, exemptionEnded(exemption));
  if (facts.faults.length > 0) return refusedBy(exemption, ...facts.faults);
  const workingDays = policy.hse.decisionWorkingDays;
  const schedule = ladder<ExemptionEvent>(at, [{ what: 'exemptionLate', workingDays }], calendar);
  const opens = [{ queue: QUEUE, task: DECIDE_EXEMPTION, ...dueIn(at, workingDays, calendar) }];
  return step(exemption, 'asked', at, { application, evidence, askedBy: by!, schedule }, { opens });
}

/** HSE-1: a case operator accepts it: the applicant needs no assessment, for this application and later ones. */
export function accept(exemption: Exemption, _command: object, about: About): Decided {
  return decidedAs(exemption, 'accepted', about);
}

/** HSE-5: or refuses it, with the reason: the assessment has to be met otherwise. */
export function refuseExemption(exemption: Exemption, _command: object, about: About): Decided {
  return decidedAs(exemption, 'refused', about);
}

/** HSE-5: case operators hear once that their decision is late. */
export function onDue(exemption: Exemption, due: Scheduled<ExemptionEvent>, _about: About): Decided {
  const { reference, stateSince } = exemption;
  const mails = [{ template: 'exemption-late', to: { queue: QUEUE }, facts: { reference, since: londonWords(stateSince) } }];
  return step(exemption, 'late', due.at, { schedule: [] }, { mails });
}

/** What a command to an exemption that is decided is told. */
export function exemptionEnded({ state }: Exemption): Refusal {
  return refuse(
    'ended',
    'HSE-5',
    `This exemption is ${state}`,
    state === 'refused' ? 'Ask for another one, with other evidence.' : 'Read it again.',
  );
}

function decidedAs(exemption: Exemption, event: 'accepted' | 'refused', { at, facts }: About): Decided {
  if (exemption.state !== 'asked') return refusedBy(exemption, exemptionEnded(exemption));
  const mail = { template: `exemption-${event}`, to: { user: exemption.askedBy }, facts: { reference: exemption.reference } };
  return step(exemption, event, at, { schedule: [] }, { mails: facts.hasLeft ? [] : [mail], closes: [DECIDE_EXEMPTION] });
}
