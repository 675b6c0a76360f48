/** A payment to be written into a file: what the payer typed, and pounds. */
export interface Payment {
  text: string;
  pounds: number;
}

const two = (pounds: number) => pounds.toFixed(2);
const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
const csv = (header: string, row: (payment: Payment, index: number) => string) => (payments: Payment[]) =>
  [header, ...payments.map(row)].join('\r\n');

/** With the balance after each, which alone proves what the columns of a file without a header are. */
function balanced(payments: Payment[]): (Payment & { balance: number })[] {
  let balance = 0;
  return payments.map((payment) => ({ ...payment, balance: (balance += payment.pounds) }));
}

/** One file for each bank and format, of the same payments: 20 November 2026, account 82-62-19 12345678. */
export const bankFiles: Record<string, (payments: Payment[]) => string> = {
  Barclays: csv(
    'Number,Date,Account,Amount,Subcategory,Memo',
    ({ text, pounds }) => `,20/11/2026,82-62-19 12345678,${two(pounds)},Credit,${quoted(text)}`,
  ),
  Lloyds: csv(
    'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
    ({ text, pounds }) => `20/11/2026,BGC,'82-62-19,12345678,${quoted(text)},,${two(pounds)},`,
  ),
  'Lloyds Commercial': csv(
    'Post Date,Account Number,Account Name,Type,Amount,Customer Reference,Transaction Detail,Balance',
    ({ text, pounds }) => `20/11/2026,12345678,US,CR,${two(pounds)},${quoted(text.slice(0, 18))},${quoted(text)},`,
  ),
  NatWest: csv(
    'Date,Type,Description,Value,Balance,Account Name,Account Number',
    ({ text, pounds }) => `20 Nov 2026,BAC,${quoted(text)},${two(pounds)},,US,12345678`,
  ),
  HSBC: (payments) =>
    balanced(payments)
      .map(({ text, pounds, balance }) => `20/11/2026,${quoted(text)},"£${two(pounds)}",${two(balance)}`)
      .join('\n'),
  HSBCnet: (payments) =>
    balanced(payments)
      .map(({ text, pounds, balance }) => `826219-12345678,20/11/2026,GBP,${two(pounds)},${quoted(text)},CREDIT,${two(balance)}`)
      .join('\n'),
  Starling: csv(
    'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes',
    ({ text, pounds }) => `20/11/2026,Somebody,${quoted(text)},FASTER PAYMENT,${two(pounds)},,INCOME,`,
  ),
  Nationwide: (payments) =>
    ['"Account Name:","FlexAccount ****45678"', '', '"Date","Transaction type","Description","Paid out","Paid in","Balance"']
      .concat(payments.map(({ text, pounds }) => `"20 Nov 2026","Bank credit",${quoted(text)},"","£${two(pounds)}",""`))
      .join('\r\n'),
  Monzo: csv(
    'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split',
    ({ text, pounds }, index) =>
      `tx_${index},20/11/2026,10:11:12,Faster payment,Somebody,,Income,${two(pounds)},GBP,${two(pounds)},GBP,${quoted(text)},,,${quoted(text)},`,
  ),
  Clydesdale: (payments) =>
    balanced(payments)
      .map(({ text, pounds, balance }) => `20261120,CR,${quoted(text)},${two(pounds)},${two(balance)}`)
      .join('\n'),
  'camt.053': camtOf,
  MT940: (payments) =>
    [':20:START', ':25:82621912345678', ':28C:1/1', ':60F:C261119GBP0,00']
      .concat(
        payments.flatMap(({ text, pounds }, index) => [
          `:61:2611201120C${two(pounds).replace('.', ',')}NTRFNONREF//B${index}`,
          `:86:${text}`,
        ]),
      )
      .concat([`:62F:C261120GBP${two(payments.reduce((sum, { pounds }) => sum + pounds, 0)).replace('.', ',')}`, '-'])
      .join('\r\n'),
};

/** A camt.053.001.08 of single entries; `id` tells one file's statement from another's. */
export function camtOf(payments: Payment[], id: unknown = 'S'): string {
  const entries = payments.map(
    ({ text, pounds }, index) =>
      `<Ntry><Amt Ccy="GBP">${two(pounds)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>${String(id)}-${index}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>${String(id)}</Id><Acct><Id><Othr><Id>82621912345678</Id></Othr></Id><Ccy>GBP</Ccy></Acct>${entries.join('\n')}</Stmt></BkToCstmrStmt></Document>`;
}
