import { z } from 'zod';
import type { Employee } from '../../db/people/employees.queries';
import { hseStatuses } from '../../domain/people/hse-status';
import { gender } from '../../messages/people.schemas';

const card = z.object({ number: z.string(), type: z.string(), validTo: z.iso.date() });
const employee = z.object({
  id: z.uuid(),
  person: z.uuid(),
  registrationNumber: z.string(),
  name: z.string(),
  organisation: z.object({ id: z.uuid(), name: z.string() }),
  office: z.object({ id: z.uuid(), name: z.string() }),
  startedOn: z.iso.date(),
  cards: z.array(card),
  hse: z.object({ status: z.enum(hseStatuses), expiresOn: z.iso.date().nullable() }),
  applicationsInProgress: z.int(),
  version: z.int(),
});
/** An employee in a list (EMP-5). */
export const listedEmployee = employee.meta({ id: 'Employee' });
/** An employee with the details that his employer may view, and the declaration that says so (EMP-1). */
export const shownEmployee = employee
  .extend({
    title: z.string().nullable(),
    givenName: z.string(),
    familyName: z.string(),
    birthDate: z.iso.date().nullable(),
    niNumber: z.string().nullable(),
    gender: gender.nullable(),
    address: z.object({ lines: z.array(z.string()), postcode: z.string().nullable() }),
    email: z.string().nullable(),
    mobile: z.string().nullable(),
    declaration: z.object({ words: z.string(), by: z.uuid(), at: z.iso.datetime() }),
  })
  .meta({ id: 'EmployeeDetails' });

/** A row of the list. */
export function employeeBody({
  employment,
  person,
  organisation,
  office,
  cards,
  hse,
  inProgress,
}: Employee): z.output<typeof listedEmployee> {
  const { id, startedOn, version } = employment;
  return {
    id,
    person: person.id,
    registrationNumber: person.number,
    name: person.fullName,
    organisation: { id: organisation.id, name: organisation.name },
    office: { id: office.id, name: office.name },
    startedOn,
    cards: cards.map(({ number, type, validTo }) => ({ number, type, validTo })),
    hse,
    applicationsInProgress: inProgress,
    version,
  };
}

/** One employee in full. */
export function employeeDetails(found: Employee): z.output<typeof shownEmployee> {
  const { title, givenName, familyName, birthDate, niNumber, addressLines: lines, postcode, email, mobile, ...person } = found.person;
  const { declaration: words, declaredBy: by, declaredAt: at } = found.employment;
  const details = { title, givenName, familyName, birthDate, niNumber, gender: person.gender, address: { lines, postcode }, email, mobile };
  return { ...employeeBody(found), ...details, declaration: { words, by, at } };
}
