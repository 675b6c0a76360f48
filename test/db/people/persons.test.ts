import { randomUUID } from 'node:crypto';
import { checkDigits } from '../../../domain/references';
import { inScope, type Transaction } from '../../../db/core/database';
import { makePerson, personOfUser } from '../../../db/people/persons.commands';
import { CardRow, HseRecordRow, PersonRow } from '../../../db/people/person.model';
import type { SeededTenant } from '../../../db/seeds/demo';
import { rowsOfPerson } from '../../support/rows-of-person';
import { storeSystem, type StoreSystem } from '../../support/store';

let system: StoreSystem;
let tenant: SeededTenant;
let other: SeededTenant;

beforeAll(async () => {
  system = await storeSystem('persons');
  [tenant, other] = [await system.tenant('one'), await system.tenant('other')];
});
afterAll(() => system?.stop());

const within = <Result>(organisation: string | null, work: (trx: Transaction) => Promise<Result>, of = tenant) =>
  inScope(system.database, { tenant: of.id, organisation }, work);
const seen = (organisation: string | null, of = tenant) =>
  within(
    organisation,
    async (trx) => ({
      persons: (await PersonRow.query(trx)).map(({ id }) => id),
      cards: (await CardRow.query(trx)).map(({ personId }) => personId),
      records: (await HseRecordRow.query(trx)).map(({ personId }) => personId),
    }),
    of,
  );
const employ = async (person: string, company: SeededTenant['companies'][number], endedOn: string | null = null) => {
  const id = randomUUID();
  await system.owner('employments').insert({
    ...{ id, tenant_id: tenant.id, organisation_id: company.id, node_id: company.offices[0], person_id: person },
    ...{ started_on: '2026-01-05', ended_on: endedOn, declaration: 'd', declared_by: company.user.id, declared_at: new Date() },
  });
  return id;
};

test('SEC-9 EMP-3 SEC-13 a person is seen by staff, by himself, and by an employer from the start of an employment to its end', async () => {
  const [one, two] = tenant.companies;
  const { marked, individual, alike } = tenant.people;
  expect((await seen(null)).persons.sort()).toEqual([...alike, marked, individual].sort());
  expect(await seen(one.id)).toEqual({ persons: [], cards: [], records: [] });
  const employment = await employ(marked, one);
  expect(await seen(one.id)).toEqual({ persons: [marked], cards: [marked], records: [marked] });
  expect(await seen(two.id)).toEqual({ persons: [], cards: [], records: [] });
  await system.owner('employments').where({ id: employment }).update({ ended_on: '2026-02-01' });
  expect(await seen(one.id)).toEqual({ persons: [], cards: [], records: [] });
  expect((await seen(tenant.individual.id)).persons).toEqual([individual]);
  expect((await seen(null, other)).persons).not.toEqual(expect.arrayContaining([marked]));
  expect(await seen(one.id, other)).toEqual({ persons: [], cards: [], records: [] });
});

test('PER-1 every person has a registration number of the form of references, and no two the same one', async () => {
  const make = (trx: Transaction) => makePerson(trx, tenant.id, { givenName: 'N', familyName: 'N' });
  await within(null, (trx) => Promise.all(Array.from({ length: 200 }, () => make(trx))));
  const numbers: string[] = await system.owner('persons').pluck('number');
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) {
    const [, body, check] = /^PER(\d{7})(\d\d)$/.exec(number)!;
    expect([number, checkDigits(body!)]).toEqual([number, check]);
  }
});

test('PER-1 registration numbers grow longer when the shorter ones are used up', async () => {
  await system.owner.raw(`select setval('person_numbers', 9999999)`);
  const numbers = (await system.owner.raw('select person_number() as number from generate_series(1, 2)')).rows as { number: string }[];
  for (const { number } of numbers) expect(checkDigits(/^PER(\d{8})\d\d$/.exec(number)![1]!)).toBe(number.slice(-2));
});

test('PER-1 one account stands for one person, and one person has one account', async () => {
  const { finance, finance2 } = tenant.staff;
  const once = () => within(null, (trx) => personOfUser(trx, tenant.id, finance.id));
  const [first, again] = [await once(), await once()];
  expect(again).toBe(first);
  await expect(system.owner('users').where({ id: finance2.id }).update({ person_id: first })).rejects.toThrow('users_of_person');
});

test('EMP-2 an NI number is one person’s alone within a tenant', async () => {
  const [one, two] = tenant.people.alike;
  const number = (await system.owner('persons').where({ id: one }).first('ni_number')).ni_number;
  await expect(system.owner('persons').where({ id: two }).update({ ni_number: number })).rejects.toThrow('persons_ni_number');
  expect(await system.owner('persons').where({ ni_number: number }).pluck('tenant_id')).toEqual(
    expect.arrayContaining([tenant.id, other.id]),
  );
});

test('EMP-5 COR-1 where a person’s name is corrected, his employer’s list is sorted by the new one', async () => {
  const id = await employ(tenant.people.alike[1], tenant.companies[1]);
  const sorted = async () => (await system.owner('employments').where({ id }).first('sorted_by')).sorted_by;
  const rename = (organisation: string | null, familyName: string) =>
    within(organisation, async (trx) => void (await PersonRow.query(trx).findById(tenant.people.alike[1]).patch({ familyName })));
  expect(await sorted()).toBe(' o brien smith sam ');
  await rename(tenant.individual.id, 'Stranger');
  expect(await sorted()).toBe(' o brien smith sam ');
  await rename(null, 'Żuraw');
  expect(await sorted()).toBe(' zuraw sam ');
});

test('SAR-1 ERA-1 the register leads from an account to its person, and from there to employments, cards and assessments', async () => {
  await employ(tenant.people.individual, tenant.companies[0]);
  const row = {
    ...{ id: randomUUID(), tenant_id: tenant.id, person_id: tenant.people.individual },
    number: 'C-1',
    type: 't',
    state: 'issued',
  };
  await system.owner('cards').insert({ ...row, valid_from: '2026-01-01', valid_to: '2027-01-01' });
  const found = await system.owner.transaction((trx) => rowsOfPerson(trx, tenant.individual.id));
  expect(found['persons']).toMatchObject([{ id: tenant.people.individual }]);
  expect([found['employments']?.length, found['cards']?.length]).toEqual([1, 1]);
});
