/**
 * A National Insurance number as HMRC allocates it (National Insurance Manual, NIM39110): two letters, six digits, a suffix A to D.
 * D, F, I, Q, U and V stand in no prefix, O is never its second letter, and BG, GB, KN, NK, NT, TN and ZZ are not allocated (EMP-2).
 */
export const NI_NUMBER = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/;

/** What somebody typed as it is stored and compared: capitals without spaces and hyphens, `AB123456C` (EMP-2). */
export function normalisedNiNumber(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}

/** True for a normalised number that HMRC may have allocated (EMP-2). */
export function isNiNumber(normalised: string): boolean {
  return NI_NUMBER.test(normalised);
}
