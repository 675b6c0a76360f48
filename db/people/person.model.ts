import type { Gender } from '../../domain/people/genders';
import type { LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `persons`: an operative or learner, apart from any account (PER-1). */
export class PersonRow extends Row {
  static override tableName = 'persons';
  id!: string;
  tenantId!: string;
  number!: string;
  title!: string | null;
  givenName!: string;
  familyName!: string;
  birthDate!: LocalDate | null;
  niNumber!: string | null;
  gender!: Gender | null;
  addressLines!: string[];
  postcode!: string | null;
  email!: string | null;
  mobile!: string | null;
  version!: number;

  /** Title, given and family name as one. */
  get fullName(): string {
    return [this.title, this.givenName, this.familyName].filter(Boolean).join(' ');
  }
}

/** A row of `cards`: valid to the end of its last day (TIM-4). */
export class CardRow extends Row {
  static override tableName = 'cards';
  id!: string;
  tenantId!: string;
  personId!: string;
  number!: string;
  type!: string;
  occupation!: string | null;
  grade!: string | null;
  validFrom!: LocalDate;
  validTo!: LocalDate;
  state!: 'approved' | 'issued' | 'superseded' | 'revoked' | 'expired';
}

/** A row of `hse_records`: one health, safety and environment assessment (HSE-5). */
export class HseRecordRow extends Row {
  static override tableName = 'hse_records';
  id!: string;
  tenantId!: string;
  personId!: string;
  number!: string;
  takenOn!: LocalDate;
  expiresOn!: LocalDate;
  mode!: 'atCentre' | 'online';
  result!: 'pass' | 'fail';
  source!: 'provider' | 'operator' | 'csv';
}
