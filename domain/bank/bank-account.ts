import { refuse, type Refusal } from '../refusal';
import { knownLayouts, type StatementLayout } from './statement-layout';

/** A bank account as somebody proposes it: sort code and number, or an IBAN that holds both. */
export interface ProposedAccount {
  name: string;
  sortCode?: string | undefined;
  accountNumber?: string | undefined;
  iban?: string | undefined;
  currency: string;
  layout: keyof typeof knownLayouts | StatementLayout | null;
}

/** The same as it is kept: digits only. */
export interface ReadAccount {
  name: string;
  sortCode: string;
  accountNumber: string;
  iban: string | null;
  currency: 'GBP';
  layout: StatementLayout | null;
}

const BRITISH = /^GB\d{2}[A-Z]{4}(\d{6})(\d{8})$/;

/**
 * Reads a proposed account (ADV-4, SEC-8): six and eight digits, an IBAN that proves itself (ISO 13616, modulo 97), both saying the same,
 * in pounds. Answers it, or every fault with its place. That a sort code issues such numbers nobody but its bank can tell.
 */
export function readAccount(proposed: ProposedAccount): { account: ReadAccount } | { faults: Refusal[] } {
  const faults: Refusal[] = [];
  const fault = (place: string, code: string, detail: string, remedy: string) =>
    void faults.push(refuse(code, 'ADV-4', detail, remedy, place));
  const iban = proposed.iban === undefined ? null : proposed.iban.replace(/\s/g, '').toUpperCase();
  const inIban = iban === null ? null : BRITISH.exec(iban);
  if (iban !== null && !isIban(iban))
    fault('/iban', 'iban', 'The check digits of this IBAN are wrong', 'Copy it from a statement of the account.');
  else if (iban !== null && !inIban)
    fault(
      '/iban',
      'foreignIban',
      'This IBAN is of no British bank',
      'Only accounts with a sort code can be imported: they are told by it.',
    );
  const sortCode = (proposed.sortCode ?? inIban?.[1] ?? '').replace(/[\s-]/g, '');
  const accountNumber = (proposed.accountNumber ?? inIban?.[2] ?? '').replace(/\s/g, '');
  if (iban === null || proposed.sortCode !== undefined) {
    if (!/^\d{6}$/.test(sortCode)) fault('/sortCode', 'sortCode', 'A sort code has six digits', 'Write it as 82-62-19, or give the IBAN.');
  }
  if (iban === null || proposed.accountNumber !== undefined) {
    if (!/^\d{8}$/.test(accountNumber))
      fault('/accountNumber', 'accountNumber', 'An account number has eight digits', 'Put zeros before a shorter one, or give the IBAN.');
  }
  if (faults.length === 0 && inIban && inIban[1]! + inIban[2]! !== sortCode + accountNumber)
    fault('/iban', 'otherAccount', 'The IBAN is of another account than sort code and number', 'Leave one of them out, or mend it.');
  if (proposed.currency !== 'GBP')
    fault(
      '/currency',
      'currency',
      `An account in ${proposed.currency} cannot be kept yet`,
      'Only accounts in GBP can: orders are in pounds.',
    );
  if (faults.length > 0) return { faults };
  const layout = typeof proposed.layout === 'string' ? knownLayouts[proposed.layout] : proposed.layout;
  return { account: { name: proposed.name, sortCode, accountNumber, iban, currency: 'GBP', layout } };
}

/** True where an IBAN's check digits prove it (ISO 13616): the whole, its first four characters last and letters as numbers, is 1 modulo 97. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}
