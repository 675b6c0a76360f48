declare module 'mt940js' {
  /** One entry: tags 61 and 86. */
  export interface Transaction {
    date: Date;
    entryDate?: Date;
    /** Pounds; money out is negative. */
    amount: number;
    isReversal: boolean;
    reference: string;
    bankReference: string;
    details: string;
    extraDetails: string;
  }
  /** One message: a statement of one account. */
  export interface Statement {
    transactionReference: string;
    accountIdentification: string;
    number: { statement: string; sequence: string };
    currency: string;
    openingBalance: number;
    closingBalance: number;
    openingBalanceDate: Date;
    closingBalanceDate: Date;
    transactions: Transaction[];
  }
  /** Throws an error where tags are missing, or balances and turnover do not agree. */
  export class Parser {
    parse(data: string): Statement[];
  }
}
