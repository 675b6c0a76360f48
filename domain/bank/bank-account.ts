import { refuse, type Refusal } from '../refusal';
import { knownLayouts, type StatementLayout } from './statement-layout';

/** A bank account as somebody proposes it: sort code and number, or an IBAN that holds both. */
export interface ProposedAccount {
  name: string;
  /** The name that the bank knows it by, which payers are told; the tenant's own where it is left out. */
  holder?: string | undefined;
  sortCode?: string | undefined;
  accountNumber?: string | undefined;
  iban?: string | undefined;
  currency: string;
  layout: keyof typeof knownLayouts | StatementLayout | null;
}

/** The same as it is kept: digits only. */
export interface ReadAccount {
  name: string;
  holder: string | null;
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
  const iban = proposed.iban === undefined ? null : compact(proposed.iban).toUpperCase();
  const inIban = iban === null ? null : BRITISH.exec(iban);
  const [inBank, ofAccount] = [inIban?.[1] ?? '', inIban?.[2] ?? ''];
  const sortCode = compact(proposed.sortCode ?? inBank);
  const accountNumber = compact(proposed.accountNumber ?? ofAccount);
  const faults = [...ibanFaults(iban), ...numberFaults(proposed, sortCode, accountNumber)];
  if (faults.length === 0 && inIban && inBank + ofAccount !== sortCode + accountNumber)
    faults.push(
      fault('/iban', 'otherAccount', 'The IBAN is of another account than sort code and number', 'Leave one of them out, or mend it.'),
    );
  if (proposed.currency !== 'GBP') {
    const remedy = 'Only accounts in GBP can: orders are in pounds.';
    faults.push(fault('/currency', 'currency', `An account in ${proposed.currency} cannot be kept yet`, remedy));
  }
  if (faults.length > 0) return { faults };
  const { name, holder = null } = proposed;
  return { account: { name, holder, sortCode, accountNumber, iban, currency: 'GBP', layout: layoutOf(proposed) } };
}

function layoutOf({ layout }: ProposedAccount): StatementLayout | null {
  return typeof layout === 'string' ? knownLayouts[layout] : layout;
}

function ibanFaults(iban: string | null): Refusal[] {
  if (iban === null) return [];
  if (!isIban(iban)) return [fault('/iban', 'iban', 'The check digits of this IBAN are wrong', 'Copy it from a statement of the account.')];
  const remedy = 'Only accounts with a sort code can be imported: they are told by it.';
  return BRITISH.test(iban) ? [] : [fault('/iban', 'foreignIban', 'This IBAN is of no British bank', remedy)];
}

/** Sort code and number are judged where they are given, or have to be. */
function numberFaults({ iban, ...given }: ProposedAccount, sortCode: string, accountNumber: string): Refusal[] {
  const isJudged = (number: string | undefined) => iban === undefined || number !== undefined;
  const faults: Refusal[] = [];
  if (isJudged(given.sortCode) && !/^\d{6}$/.test(sortCode))
    faults.push(fault('/sortCode', 'sortCode', 'A sort code has six digits', 'Write it as 82-62-19, or give the IBAN.'));
  if (isJudged(given.accountNumber) && !/^\d{8}$/.test(accountNumber)) {
    const remedy = 'Put zeros before a shorter one, or give the IBAN.';
    faults.push(fault('/accountNumber', 'accountNumber', 'An account number has eight digits', remedy));
  }
  return faults;
}

function fault(place: string, code: string, detail: string, remedy: string): Refusal {
  return refuse(code, 'ADV-4', detail, remedy, place);
}

function compact(text: string): string {
  return text.replace(/[\s-]/g, '');
}

/** True where an IBAN's check digits prove it (ISO 13616): the whole, its first four characters last and letters as numbers, is 1 modulo 97. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}
