import type { LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { OccupationGradeRow } from './application.model';

/** What occupations and grades can be applied for on a London date, with what each needs (APP-9). */
export function listOccupations(trx: Transaction, on: LocalDate): Promise<OccupationGradeRow[]> {
  return standing(trx, on).orderBy(['name', 'grade']).execute();
}

/** One of them, or undefined. */
export function findOccupation(
  trx: Transaction,
  occupation: string,
  grade: string | null,
  on: LocalDate,
): Promise<OccupationGradeRow | undefined> {
  return standing(trx, on)
    .where({ occupation, grade: grade ?? '' })
    .first()
    .execute();
}

function standing(trx: Transaction, on: LocalDate) {
  return OccupationGradeRow.query(trx)
    .where('valid_from', '<=', on)
    .where((until) => until.whereNull('valid_to').orWhere('valid_to', '>=', on));
}
