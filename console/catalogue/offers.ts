/** What other areas' pages may use of the catalogue: products to choose from. */
export { productChoices } from './product-fields';
