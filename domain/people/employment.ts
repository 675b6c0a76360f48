import { refuse, type Refusal } from '../refusal';
import { dateWords, type LocalDate } from '../working-days';

/** What is asked: since when, and of a new person what the rules look at. */
export interface AskedEmployment {
  startedOn: LocalDate;
  person: { birthDate: LocalDate } | null;
}

/** What it meets: the London date, and whether the office, the NI number and the person are free for it. */
export interface EmploymentSituation {
  today: LocalDate;
  isOffice: boolean;
  isNiNumberTaken: boolean;
  /** False where another birth date or last name was looked up than the new person has. */
  isWhoWasLookedUp: boolean;
  isEmployed: boolean;
}

/** Every reason against an employment but its look-up, all at once (EMP-1, EMP-2). */
export function refusalsOf({ startedOn, person }: AskedEmployment, situation: EmploymentSituation): Refusal[] {
  const { today, isOffice, isNiNumberTaken, isWhoWasLookedUp, isEmployed } = situation;
  const faults: [boolean, Refusal][] = [
    [!isOffice, refuse('office', 'EMP-1', 'There is no such office for you', 'Take an office from GET /v1/nodes.', '/office')],
    [startedOn > today, refuse('startedOn', 'EMP-1', 'The start lies in the future', 'Add people from the day they start.', '/startedOn')],
    [
      person !== null && startedOn <= person.birthDate,
      refuse('startedOn', 'EMP-1', 'The start lies before the birth', 'Correct the start or the birth date.', '/startedOn'),
    ],
    [
      person !== null && person.birthDate > today,
      refuse('birthDate', 'EMP-1', 'The birth date lies in the future', 'Correct it.', '/person/birthDate'),
    ],
    [
      !isWhoWasLookedUp,
      refuse('person', 'EMP-1', 'Another birth date or last name was looked up', 'Look up the person whom you add.', '/person'),
    ],
    [
      isNiNumberTaken,
      refuse(
        'niNumber',
        'EMP-2',
        'This NI number cannot be used',
        'Check it. If it is right, look the person up by another key, or ask our staff.',
        '/person/niNumber',
      ),
    ],
    [isEmployed, refuse('employed', 'EMP-1', 'You employ this person already', 'Find the employee in your list.', '/lookUp')],
  ];
  return faults.flatMap(([applies, fault]) => (applies ? [fault] : []));
}

/** What somebody declares who adds an employee, in the words that are kept (EMP-1). */
export function declarationOf({ user, office, startedOn }: { user: string; office: string; startedOn: LocalDate }): string {
  return `I (${user}) hereby confirm that the operative shown above started work with ${office} on ${dateWords(startedOn)} and that we have the right to view and modify their details`;
}
