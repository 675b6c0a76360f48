/** What other areas may use of outages: the command behind the board's retry. */
export { tryServiceNow } from './outages.routes';
