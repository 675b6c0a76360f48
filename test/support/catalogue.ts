/** What a centre asks for: a country of study that is none yet (REG-18). */
export const askingCountry = { asked: { what: 'country', code: 'NO', name: 'Norway' }, reason: 'Two learners study there' };

/** A qualification as staff enter it, with nothing that other rows would have to be there for. */
export const QUALIFICATION = {
  from: '2026-11-01',
  name: 'Level 3 Certificate in Boat Building',
  number: '603/1234/5',
  sector: 'Engineering',
  type: 'qualification',
  isRegulated: true,
  lapseMonths: 36,
  gradeScale: 'Pass, Refer',
  components: [{ code: 'PF', title: 'Portfolio', form: 'internal' }],
};

/** A product as the API shows it, as far as tests look at it. */
export interface ProductBody {
  id: string;
  code: string;
  name: string;
  from: string;
  version: number;
  isApproved: boolean | null;
  isOpen: boolean;
  units: { unit: string; code: string; isMandatory: boolean }[];
  madeOf: { id: string; name: string }[];
  sessions: { session: number; name: string }[];
  fee: { amount: number } | null;
  versions: { from: string; name: string }[];
}
/** A page of a list. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
