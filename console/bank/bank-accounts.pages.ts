import type { Express } from 'express';
import type { components } from '../kit/api';
import { orNothing, serveCase, type CasePage } from '../kit/case';
import { stateTag, type Tag } from '../kit/cells';
import { data } from '../kit/client';
import { reason, type Field } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, type Said, type Visit } from '../kit/page';
import { approving, proposalFacts, type Proposal } from '../kit/proposals';

type Account = components['schemas']['BankAccountWithLedger'];
type Subject = Account & { approval: Proposal | null };

/** Banks whose exports are known, as the API names them. */
const layouts = {
  barclays: 'Barclays',
  lloyds: 'Lloyds',
  lloydsCommercial: 'Lloyds Commercial',
  natwest: 'NatWest',
  starling: 'Starling',
  nationwide: 'Nationwide',
  monzo: 'Monzo',
} as const;
const colours: Record<string, Tag['colour']> = { open: 'green' };

const proposal: Field[] = [
  { name: 'name', label: 'Name' },
  {
    name: 'holder',
    label: 'Account holder',
    hint: 'The name that the bank knows; payers are told it. Empty: the scheme’s own',
    isOptional: true,
  },
  { name: 'sortCode', label: 'Sort code', hint: 'For example 82-62-19', isOptional: true },
  { name: 'accountNumber', label: 'Account number', hint: 'Eight digits', isOptional: true },
  { name: 'iban', label: 'IBAN', isOptional: true },
  {
    name: 'layout',
    label: 'Layout of its CSV',
    as: 'choice',
    choices: [['', 'Mapped later, or no CSV'], ...Object.entries(layouts)],
    isOptional: true,
  },
  reason(),
];

const list: List<'/v1/bank-accounts'> = {
  path: '/bank-accounts',
  title: 'Bank accounts',
  order: 'Ledger beside the last statement',
  from: '/v1/bank-accounts',
  isPaged: false,
  columns: [
    { head: 'Account', of: ({ id, name }) => ({ text: name, href: `/bank-accounts/${id}` }) },
    { head: 'Number', of: ({ sortCode, accountNumber }) => `${sortCode} ${accountNumber}` },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Ledger', of: ({ ledger }) => ({ money: ledger.amount }) },
    { head: 'Closing balance', of: ({ ledger }) => ({ money: ledger.closing }) },
    { head: 'Difference', of: ({ ledger }) => ({ money: ledger.difference }) },
  ],
  things: ['account', 'accounts'],
  nothing: 'There is no account yet: propose one below.',
  form: {
    title: 'Add an account',
    says: 'Another person of finance has to approve it before its statements can be imported. Give sort code and account number, or an IBAN. Only accounts in pounds can be kept.',
    permission: 'openBankAccounts',
    fields: () => proposal,
    button: 'Propose the account',
    act: propose,
  },
};

const one: CasePage<Subject> = {
  path: '/bank-accounts/:id',
  subject: async ({ api, params }) => {
    const path = { params: { path: { id: params['id']! } } };
    const [account, approval] = await Promise.all([
      data(api.GET('/v1/bank-accounts/{id}', path)),
      orNothing(data(api.GET('/v1/approvals/{id}', path))),
    ]);
    return { ...account, approval };
  },
  title: ({ name }) => name,
  decisions: approving<Subject>('bank-accounts', ({ approval }) => approval),
  facts: ({ ledger, ...account }) => [
    ['State', stateTag(account.state, colours)],
    ['Account holder', account.holder],
    ['Payers are told it', account.paysIn ? 'Yes' : 'No'],
    ['Sort code', account.sortCode],
    ['Account number', account.accountNumber],
    ['IBAN', account.iban],
    ['Currency', account.currency],
    [
      'Layout of its CSV',
      account.layout ? { text: account.layout.name } : { text: 'None yet: map its columns', href: `/bank-accounts/${account.id}/columns` },
    ],
    ['Ledger', { money: ledger.amount }],
    ['Closing balance of its last statement', { money: ledger.closing }],
    ['Difference', { money: ledger.difference }],
    ...(account.approval && account.state === 'proposed' ? proposalFacts(account.approval) : []),
  ],
  related: ({ id, state }) =>
    state === 'open'
      ? [
          { href: '/statements', text: 'Import a statement' },
          { href: '/calendar', text: 'Days that statements cover' },
          { href: `/bank-accounts/${id}/columns`, text: 'The columns of its CSV' },
        ]
      : [],
};

/** Bank accounts: each with its ledger beside its last statement, proposed by one of finance and opened by another (SEC-8). */
export function bankAccountPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}

async function propose(visit: Visit): Promise<Said> {
  const given = (name: string) => field(visit, name) || undefined;
  const body = {
    name: field(visit, 'name'),
    holder: given('holder'),
    sortCode: given('sortCode'),
    accountNumber: given('accountNumber'),
    iban: given('iban'),
    currency: 'GBP',
    layout: (given('layout') as keyof typeof layouts | undefined) ?? null,
    reason: field(visit, 'reason'),
  };
  const made = await data(visit.api.POST('/v1/bank-accounts', { params: commandOf(visit), body }));
  return { to: `/bank-accounts/${'id' in made ? made.id : ''}`, text: `${body.name} waits for a second person of finance.` };
}
