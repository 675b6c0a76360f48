/** What other areas may use of cards: one goes to the printer, and which came of applications. */
export { cardsOf } from './cards.queries';
export { startCard } from './cards.commands';
