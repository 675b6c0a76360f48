/** Why a unique learner number is refused (ULN-1): each with its own reason. */
export type UlnFault = 'ulnScientific' | 'ulnDigits' | 'ulnZero' | 'ulnTemporary' | 'ulnCheckDigit';

/** The funding body's number for those who have none yet. */
const TEMPORARY = '9999999999';
const DIGITS = 10;
const MODULUS = 11;

/** What is wrong with a unique learner number; null where it is right: ten digits, the first not 0, the last their check digit (ULN-1). */
export function ulnFault(text: string): UlnFault | null {
  if (!/^\d{10}$/.test(text)) return /^\d([.,]\d+)?e\+?\d+$/i.test(text) ? 'ulnScientific' : 'ulnDigits';
  if (text === TEMPORARY) return 'ulnTemporary';
  if (text.startsWith('0')) return 'ulnZero';
  return checkDigitOf(text.slice(0, -1)) === Number(text.at(-1)) ? null : 'ulnCheckDigit';
}

/** The check digit of nine digits: 10 less the remainder of their weighted sum by 11; null where no number has these nine. */
export function checkDigitOf(nine: string): number | null {
  const remainder = [...nine].reduce((sum, digit, index) => sum + Number(digit) * (DIGITS - index), 0) % MODULUS;
  return remainder === 0 ? null : DIGITS - remainder;
}

/** What is told of each: what is wrong, and what to do. */
export const ulnWords: Readonly<Record<UlnFault, { detail: string; remedy: string }>> = {
  ulnScientific: {
    detail: 'A spreadsheet has turned the ULN into a rounded number: its digits are lost',
    remedy: 'Format the column as text, type the ten digits again, and save as CSV.',
  },
  ulnDigits: { detail: 'A ULN has ten digits', remedy: 'Type the ten digits, or leave the ULN out.' },
  ulnZero: { detail: 'No ULN begins with 0', remedy: 'Look it up on the Learning Records Service, or leave the ULN out.' },
  ulnTemporary: {
    detail: '9999999999 is the funding body’s temporary number, nobody’s own',
    remedy: 'Leave the ULN out; it is added when it is known.',
  },
  ulnCheckDigit: {
    detail: 'The last digit does not fit the other nine: a digit is wrong or two are swapped',
    remedy: 'Compare it with the Learning Records Service, or leave the ULN out.',
  },
};
