import { accessPersonalData } from './access/personal-data';
import { applicationsPersonalData } from './applications/personal-data';
import { assessmentsPersonalData } from './assessments/personal-data';
import { bankPersonalData } from './bank/personal-data';
import { bookingsPersonalData } from './bookings/personal-data';
import { calendarPersonalData } from './calendar/personal-data';
import { cardsPersonalData } from './cards/personal-data';
import { cataloguePersonalData } from './catalogue/personal-data';
import { corePersonalData } from './core/personal-data';
import type { PersonalData } from './core/register';
import { learnersPersonalData } from './learners/personal-data';
import { ordersPersonalData } from './orders/personal-data';
import { organisationsPersonalData } from './organisations/personal-data';
import { outagesPersonalData } from './outages/personal-data';
import { peoplePersonalData } from './people/personal-data';
import { qualificationsPersonalData } from './qualifications/personal-data';
import { registrationPersonalData } from './registration/personal-data';
import { workPersonalData } from './work/personal-data';

/** The register of personal data, by area: each table, file, message, log field and outside party is declared once (RET-1, SEC-12). */
export const register: Record<string, PersonalData> = {
  core: corePersonalData,
  access: accessPersonalData,
  organisations: organisationsPersonalData,
  bank: bankPersonalData,
  orders: ordersPersonalData,
  people: peoplePersonalData,
  applications: applicationsPersonalData,
  assessments: assessmentsPersonalData,
  cards: cardsPersonalData,
  qualifications: qualificationsPersonalData,
  outages: outagesPersonalData,
  work: workPersonalData,
  calendar: calendarPersonalData,
  catalogue: cataloguePersonalData,
  registration: registrationPersonalData,
  learners: learnersPersonalData,
  bookings: bookingsPersonalData,
};

/** All of one sort over all areas, by name. Throws where two areas declare the same: a defect. */
export function declared<Sort extends 'tables' | 'files' | 'messages' | 'parties' | 'schemas'>(
  sort: Sort,
): NonNullable<PersonalData[Sort]> {
  const all: Record<string, unknown> = {};
  for (const [area, data] of Object.entries(register)) {
    for (const [name, each] of Object.entries(data[sort] ?? {})) {
      if (name in all) throw new Error(`${area} declares ${name} of ${sort} a second time`);
      all[name] = each;
    }
  }
  return all as NonNullable<PersonalData[Sort]>;
}
