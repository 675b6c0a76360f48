/** A transaction of a batch, or the only one of an entry. */
export interface CamtDetail {
  pounds?: string;
  endToEnd?: string;
  ustrd?: string[];
  strd?: string;
  payer?: string;
  /** Money out: who is named is its creditor. */
  out?: boolean;
}
/** An entry; the sign is by `CdtDbtInd`. */
export interface CamtEntry {
  pounds: string;
  out?: boolean;
  reference?: string;
  date?: string;
  status?: string;
  reversal?: boolean;
  text?: string;
  currency?: string;
  details?: CamtDetail[];
}
/** A statement; opening and closing balance in pounds. */
export interface CamtStatement {
  id?: string;
  iban?: string;
  opening?: string;
  closing?: string;
  /** The days of its balances. */
  from?: string | undefined;
  to?: string | undefined;
  currency?: string;
  entries: CamtEntry[];
}

const tag = (name: string, content: string | undefined) => (content === undefined ? '' : `<${name}>${content}</${name}>`);

/** A camt.053 file as banks send it; versions from .08 wrap the status and the parties. */
export function camtFile(
  statements: CamtStatement[],
  version = '02',
  namespace = `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`,
): string {
  const isNew = Number(version) >= 8;
  const detail = (each: CamtDetail) =>
    `<TxDtls><Refs>${tag('EndToEndId', each.endToEnd ?? 'NOTPROVIDED')}</Refs>` +
    (each.pounds === undefined
      ? ''
      : isNew
        ? `<Amt Ccy="GBP">${each.pounds}</Amt>`
        : `<AmtDtls><TxAmt><Amt Ccy="GBP">${each.pounds}</Amt></TxAmt></AmtDtls>`) +
    (each.payer
      ? tag('RltdPties', tag(each.out ? 'Cdtr' : 'Dbtr', isNew ? tag('Pty', tag('Nm', each.payer)) : tag('Nm', each.payer)))
      : '') +
    `<RmtInf>${(each.ustrd ?? []).map((text) => tag('Ustrd', text)).join('')}${each.strd ? `<Strd><CdtrRefInf>${tag('Ref', each.strd)}</CdtrRefInf></Strd>` : ''}</RmtInf></TxDtls>`;
  const entry = (each: CamtEntry) =>
    `<Ntry><Amt Ccy="${each.currency ?? 'GBP'}">${each.pounds}</Amt><CdtDbtInd>${each.out ? 'DBIT' : 'CRDT'}</CdtDbtInd>` +
    (each.reversal ? '<RvslInd>true</RvslInd>' : '') +
    `<Sts>${isNew ? tag('Cd', each.status ?? 'BOOK') : (each.status ?? 'BOOK')}</Sts><BookgDt>${tag('Dt', each.date ?? '2026-11-20')}</BookgDt>` +
    tag('AcctSvcrRef', each.reference) +
    (each.details ? `<NtryDtls>${each.details.map(detail).join('')}</NtryDtls>` : '') +
    `${tag('AddtlNtryInf', each.text)}</Ntry>`;
  const balance = (code: string, pounds: string | undefined, day = '2026-11-20') =>
    pounds === undefined
      ? ''
      : `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${pounds.replace('-', '')}</Amt><CdtDbtInd>${pounds.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const one = (each: CamtStatement, index: number) =>
    `<Stmt><Id>${each.id ?? `S${index}`}</Id><Acct><Id><IBAN>${each.iban ?? 'GB33LOYD82621912345678'}</IBAN></Id>${tag('Ccy', each.currency ?? 'GBP')}</Acct>` +
    balance('OPBD', each.opening, each.from) +
    balance('CLBD', each.closing, each.to) +
    each.entries.map(entry).join('') +
    '</Stmt>';
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document${attribute}><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\n${statements.map(one).join('\n')}</BkToCstmrStmt></Document>`;
}
