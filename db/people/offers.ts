/** What other areas may use of people: the person whom an account stands for. */
export { makePerson, personOfUser } from './persons.commands';
export { goneOnFrom } from './cards.queries';
export { findEmployee, holdEmployees, type Employee } from './employees.queries';
