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
