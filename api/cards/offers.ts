/** What other areas may use of cards: the command behind the board's retry. */
export { retryCard } from './cards.routes';
