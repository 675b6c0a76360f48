import type { LocalDate } from '../working-days';

/** How a person's gender is told (REG-4, REG-5). */
export const genders = ['M', 'F', 'U'] as const;
export type Gender = (typeof genders)[number];

/** What is asked for a paper: each with its detail, which is required beside the choice (REG-7, REG-12). */
export interface Modifications {
  /** The size, as `A3`. */
  enlarged?: string;
  /** The shade. */
  coloured?: string;
  /** The grade. */
  braille?: string;
}

/** A learner as read from a line and as registered (REG-4, REG-7). */
export interface Learner {
  forename: string;
  middleNames: string | null;
  surname: string;
  birthDate: LocalDate;
  gender: Gender;
  /** A code of REG-5. */
  ethnicity: string;
  /** A code of the countries of study (REG-6). */
  country: string;
  uln: string | null;
  centreReference: string | null;
  postcode: string | null;
  startOn: LocalDate | null;
  plannedEndOn: LocalDate | null;
  contactEmail: string | null;
  /** Codes of arrangement types (REG-7: columns P to X). */
  arrangements: string[];
  modifications: Modifications;
  /** By name, as the file has it; asked for by products with windows of registration (REG-11). */
  window: string | null;
  mode: string | null;
}
/** What is told of a learner: a column of a file, a field of a form. */
export type LearnerField = keyof Omit<Learner, 'modifications'> | 'enlarged' | 'coloured' | 'braille' | 'size' | 'shade' | 'grade';

/** What is wrong with a line, or worth saying of it: by field, and by the column in which a file has it (REG-9). */
export interface LineFault {
  code: string;
  rule: string;
  /** Null for the whole line. */
  field: LearnerField | null;
  /** The letter of the column, where it came in a file. */
  column: string | null;
  detail: string;
  remedy: string;
  /** It keeps nobody from being registered. */
  isWarning: boolean;
}
