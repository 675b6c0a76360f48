import { Model, snakeCaseMappers } from 'objection';

/** The base of all models: camelCase here, snake_case there; never bound to the pool, always to a scoped transaction. */
export class Row extends Model {
  static override columnNameMappers = snakeCaseMappers();
}
