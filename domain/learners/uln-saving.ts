import { refuse, type Refusal } from '../refusal';
import { ulnFault, ulnWords } from '../registration/uln';
import { GONE, learnerStateWords, type LearnerStateName } from './learner.state';

/** What is known of a learner whose ULN is saved, or taken away. */
export interface UlnFacts {
  state: LearnerStateName;
  /** Somebody else has it: on the same product and session, or of the centre under another name or birth date (REG-9). */
  isTaken: boolean;
  /** Without a ULN he is one with somebody of his name and birth date on the same product and session (REG-9). */
  isNamesake: boolean;
}

/** ULN-1: why a ULN is not saved, or with null not taken away; nothing where it is. */
export function ulnRefusals(uln: string | null, { state, isTaken, isNamesake }: UlnFacts): Refusal[] {
  const no = (...[code, rule, detail, remedy]: [string, string, string, string]) => [refuse(code, rule, detail, remedy, '/uln')];
  const fault = uln === null ? null : ulnFault(uln);
  if (fault) return no(fault, 'ULN-1', ulnWords[fault].detail, ulnWords[fault].remedy);
  if (GONE.includes(state))
    return [refuse('learnerState', 'LRN-3', `The learner is ${learnerStateWords[state].toLowerCase()}`, 'Read how the learner stands.')];
  if (uln !== null)
    return isTaken ? no('ulnTaken', 'ULN-1', 'Another learner has this ULN', 'Compare it with the learner’s own record.') : [];
  if (state === 'certificated')
    return no('ulnNeeded', 'ULN-3', 'The learner is certificated: what was achieved is reported under the ULN', 'Correct the ULN instead.');
  if (!isNamesake) return [];
  const detail = 'Somebody of this name and birth date is registered on this product and session: the ULN tells them apart';
  return no('learnerThere', 'REG-9', detail, 'Correct the ULN instead, or cancel one of the two.');
}
