import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';

/** Seeded persons by their part: two alike but for their numbers, one with marks in the name, and the one who has an account. */
export interface SeededPeople {
  alike: [string, string];
  marked: string;
  individual: string;
}
/** What two people who are alike share, and the numbers by which they differ; the person with marks in the name has the third ones. */
export const SEEDED = {
  alike: { birthDate: '1988-02-29', familyName: 'O’Brien-Smith' },
  marked: { birthDate: '1990-07-14', familyName: 'Núñez' },
  cards: ['ECS-1000001', 'ECS-1000002', 'ECS-1000003'],
  hse: ['HSE-500001', 'HSE-500002', 'HSE-500003'],
  niNumber: 'AB123456C',
} as const;

/** Makes persons whom nobody employs yet, each with a card and an assessment, and the person of an account. */
export async function seedPeople(trx: Knex, tenant: string, account: string): Promise<SeededPeople> {
  const [one, other, marked, individual] = [uuid(), uuid(), uuid(), uuid()];
  const person = (id: string, given: string, family: string, born: string, more = {}) => ({
    id,
    tenant_id: tenant,
    title: 'Mx',
    given_name: given,
    family_name: family,
    birth_date: born,
    gender: 'undisclosed',
    ni_number: null,
    ...more,
  });
  const { alike, marked: withMarks } = SEEDED;
  await trx('persons').insert([
    person(one, 'Pat', alike.familyName, alike.birthDate, { ni_number: SEEDED.niNumber }),
    person(other, 'Sam', alike.familyName, alike.birthDate),
    person(marked, 'José', withMarks.familyName, withMarks.birthDate),
    person(individual, 'Ada', 'Byron', '1985-12-10'),
  ]);
  await trx('users').where({ id: account }).update({ person_id: individual });
  for (const [index, id] of [one, other, marked].entries()) {
    const whose = { tenant_id: tenant, person_id: id };
    await trx('cards').insert({
      ...whose,
      id: uuid(),
      number: SEEDED.cards[index],
      type: 'craft',
      occupation: 'electrician',
      grade: 'electrician',
      valid_from: '2024-01-01',
      valid_to: '2028-12-31',
      state: 'issued',
    });
    await trx('hse_records').insert({
      ...whose,
      id: uuid(),
      number: SEEDED.hse[index],
      taken_on: '2026-01-10',
      expires_on: '2028-01-10',
      mode: 'online',
      result: 'pass',
      source: 'provider',
    });
  }
  return { alike: [one, other], marked, individual };
}

/** Whom the demo's employer employs: name, birth date, at which of its offices, in how many days card and pass run out. */
const EMPLOYED: [given: string, family: string, born: string, office: 0 | 1, card: number | null, pass: number | null][] = [
  ['Joan', 'Clarke', '1987-06-24', 0, 700, 400],
  ['Alan', 'Marsh', '1979-11-02', 0, 45, 300],
  ['Beatrice', 'Shilling', '1991-03-08', 0, 12, null],
  ['Caroline', 'Haslett', '1995-08-17', 0, null, null],
  ['Hertha', 'Ayrton', '1984-04-28', 0, -20, -20],
  ['John', 'Fleming', '1972-11-29', 0, 1100, 650],
  ['Mary', 'Fergusson', '1999-01-15', 0, null, 500],
  ['Oliver', 'Lodge', '1966-06-12', 0, 80, 80],
  ['Sebastian', 'Ferranti', '1990-04-09', 1, 900, 200],
  ['Verena', 'Holmes', '1989-06-23', 1, 30, null],
  ['William', 'Sturgeon', '1981-05-22', 1, null, null],
  ['Zoë', 'O’Neill', '1998-12-01', 1, 250, 720],
];

/** Employs them at an employer that has nobody yet, so that a newcomer finds its lists filled (EMP-5). */
export async function seedEmployees(trx: Knex, tenant: string, employer: { id: string; offices: string[]; user: string }): Promise<void> {
  if (await trx('employments').where({ organisation_id: employer.id }).first('id')) return;
  const inDays = (days: number) => trx.raw('current_date + ?::int', [days]);
  for (const [index, [given, family, born, office, card, pass]] of EMPLOYED.entries()) {
    const whose = { tenant_id: tenant, person_id: uuid() };
    const number = 2_000_001 + index;
    const name = { given_name: given, family_name: family, birth_date: born, gender: 'undisclosed' };
    await trx('persons').insert({ id: whose.person_id, tenant_id: tenant, ...name });
    if (card !== null) {
      const held = { number: `ECS-${number}`, type: 'craft', valid_from: inDays(card - 1095), valid_to: inDays(card), state: 'issued' };
      await trx('cards').insert({ ...whose, ...held, id: uuid() });
    }
    if (pass !== null) {
      const passed = { number: `HSE-${number}`, taken_on: inDays(pass - 730), expires_on: inDays(pass), mode: 'online', result: 'pass' };
      await trx('hse_records').insert({ ...whose, ...passed, id: uuid(), source: 'provider' });
    }
    await trx('employments').insert({
      ...{ ...whose, id: uuid(), organisation_id: employer.id, node_id: employer.offices[office], started_on: inDays(-400 - index) },
      ...{ declaration: 'Seeded for the demonstration', declared_by: employer.user, declared_at: trx.fn.now() },
    });
  }
}
