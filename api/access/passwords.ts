import { dictionary } from '@zxcvbn-ts/language-common';
import { refuse, type Refusal } from '../../domain/refusal';

/** The passwords that are tried first, 49,000 of them, each in small letters (docs/decisions/0028). */
const commonest = new Set(dictionary['passwords-common']);

/** What makes a password too weak, all at once (SEC-3): too short, of one sign, one that everybody tries, or the address itself. */
export function faultsOfPassword(given: string, address: string, minimum: number): Refusal[] {
  const lower = given.toLowerCase();
  const local = address.split('@')[0]!.toLowerCase();
  const few = given.length > 0 && new Set(given).size < 5;
  return [
    ...(given.length < minimum
      ? [fault(`It has ${given.length} characters`, `Choose ${minimum} or more; three words are easy to keep.`)]
      : []),
    ...(few ? [fault('It repeats too few different characters', 'Choose at least five different ones.')] : []),
    ...(commonest.has(lower)
      ? [fault('It is among the passwords that are tried first', 'Choose words that nobody else puts together.')]
      : []),
    ...(local.length > 2 && lower.includes(local)
      ? [fault('It contains your e-mail address', 'Choose words that are not about you.')]
      : []),
  ];
}

/** What is told of the password that its user has already. */
export function samePassword(): Refusal {
  return fault('It is the password that you have', 'Choose another one.');
}

function fault(detail: string, remedy: string): Refusal {
  return refuse('password', 'SEC-3', detail, remedy, '/password');
}
