/** What other areas of the API may use of the catalogue: how its parts are made and changed, and who asks for it. */
export { changing, partOf } from './editing';
export { askingOf } from './products.routes';
