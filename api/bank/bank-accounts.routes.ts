import { z } from 'zod';
import { readAccount } from '../../domain/bank/bank-account';
import { coverage } from '../../domain/bank/coverage';
import { refuse } from '../../domain/refusal';
import { dayNumbersBetween } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { saveLayout } from '../../db/bank/bank-accounts.commands';
import { findBankAccount, listBankAccounts, statementsAround } from '../../db/bank/bank.queries';
import { ledgersOf, type AccountLedger } from '../../db/bank/ledger.queries';
import type { BankAccountRow } from '../../db/bank/statement.model';
import { bankAccountBody, statementLayout } from '../../messages/bank.schemas';
import { date, fits } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { deciding, proposing } from '../work/offers';
import { besideClosing, ledgerBeside } from './statements.representations';

const bankAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  holder: z.string().nullable().describe('The name that the bank knows it by; null: the scheme’s own'),
  paysIn: z.boolean().describe('True for the one that payers are told to transfer to'),
  sortCode: z.string(),
  accountNumber: z.string(),
  iban: z.string().nullable(),
  currency: z.literal('GBP'),
  state: z.enum(['proposed', 'open', 'declined']).describe('Statements are imported into an open one alone'),
  layout: statementLayout.nullable(),
  version: z.int(),
});
bankAccount.register(z.globalRegistry, { id: 'BankAccount' });
const withLedger = bankAccount.extend({ ledger: ledgerBeside });
withLedger.register(z.globalRegistry, { id: 'BankAccountWithLedger' });

const list = route({
  name: 'listBankAccounts',
  method: 'get',
  path: '/v1/bank-accounts',
  summary: "Bank accounts with the layout of their CSV files, and each one's ledger beside its last statement",
  permission: 'importStatements',
  rules: ['ADV-4', 'FIN-1'],
  answers: { status: 200, description: 'All accounts of the tenant', schema: z.object({ items: z.array(withLedger) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const accounts = await listBankAccounts(trx);
      const ledgers = await ledgersOf(
        trx,
        accounts.map(({ id }) => id),
      );
      const of = new Map(ledgers.map((ledger) => [ledger.account, ledger]));
      return { body: { items: accounts.map((account) => ledgerBody(account, of.get(account.id)!)) } };
    }),
});

const show = showRoute({
  name: 'showBankAccount',
  path: '/v1/bank-accounts/:id',
  summary: 'One bank account, and its ledger beside its last statement',
  permission: 'importStatements',
  rules: ['ADV-4', 'FIN-1'],
  of: withLedger,
  answer: 'The account',
  find: async (trx, id) => {
    const account = await findBankAccount(trx, id);
    if (!account) return null;
    const [ledger] = await ledgersOf(trx, [id]);
    return ledgerBody(account, ledger!);
  },
  headers: ({ version }) => ({ ETag: `"${version}"` }),
  as: (account) => account,
});

const propose = proposing(
  'proposeBankAccount',
  '/v1/bank-accounts',
  'Propose a bank account, by sort code and number or IBAN; another person of finance has to approve',
  'openBankAccounts',
  bankAccountBody,
  ['ADV-4'],
  async (trx, body) => {
    const read = readAccount(body);
    const faults = 'faults' in read ? read.faults : [];
    if ('account' in read) {
      const { sortCode, accountNumber } = read.account;
      const known = (await listBankAccounts(trx)).find(
        (each) => each.state !== 'declined' && each.sortCode === sortCode && each.accountNumber === accountNumber,
      );
      if (known)
        faults.push(refuse('known', 'ADV-4', `This is ${known.name}, which is ${known.state} already`, 'Use that one.', '/accountNumber'));
    }
    return { faults, proposal: { what: 'bankAccount' } };
  },
);

const layout = route({
  name: 'setStatementLayout',
  method: 'put',
  path: '/v1/bank-accounts/:id/layout',
  summary: "Say how this account's bank writes its CSV",
  permission: 'importStatements',
  rules: ['ADV-4', 'AUD-1'],
  params: byId,
  body: statementLayout,
  command: 'plain',
  needsVersion: true,
  edits: ({ layout: kept }) => kept,
  answers: { status: 200, description: 'The account with its new layout', schema: bankAccount },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const account = await findBankAccount(trx, call.params.id);
      if (!account) throw notFound();
      if (call.request.get('if-match') !== `"${account.version}"`)
        throw new Problem(412, 'changed', 'It has changed since you read it', {
          detail: `It is at version ${account.version}: read it again, then decide.`,
        });
      const version = account.version + 1;
      await saveLayout(trx, call.caller.tenant, account, call.body, asked, at);
      return { headers: { ETag: `"${version}"` }, body: { ...accountBody(account), layout: call.body, version } };
    }),
});

const calendar = route({
  name: 'showCoverage',
  method: 'get',
  path: '/v1/bank-accounts/:id/coverage',
  summary: 'Which days the statements of an account cover, with gaps and overlaps',
  permission: 'importStatements',
  rules: ['BNK-1'],
  params: byId,
  query: z
    .object({ from: date, to: date })
    .refine(
      ({ from, to }) => from <= to && dayNumbersBetween(from, to) <= 400,
      fits(['from', 'to'], 'choose a first day that is not after the last one, a year before it at most'),
    ),
  answers: {
    status: 200,
    description: 'Every day of the period',
    schema: z.object({
      items: z.array(
        z.object({
          date: z.iso.date(),
          status: z.enum(['covered', 'overlap', 'quiet', 'gap', 'unknown', 'outside']),
          statements: z.array(z.uuid()),
        }),
      ),
    }),
  },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      if (!(await findBankAccount(trx, params.id))) throw notFound();
      return { body: { items: coverage(await statementsAround(trx, params.id, query.from, query.to), query.from, query.to) } };
    }),
});

/** All operations on bank accounts; one person of finance proposes an account, another opens it (SEC-8). */
export const bankAccountRoutes: Route[] = [
  list,
  show,
  propose,
  ...deciding('bankAccount', 'BankAccount', '/v1/bank-accounts', 'openBankAccounts', ['ADV-4']),
  layout,
  calendar,
];

function accountBody({ id, name, holder, paysIn, sortCode, accountNumber, iban, currency, state, layout: kept, version }: BankAccountRow) {
  return { id, name, holder, paysIn, sortCode, accountNumber, iban, currency, state, layout: kept, version };
}

function ledgerBody(account: BankAccountRow, { ledger, closing }: AccountLedger) {
  return { ...accountBody(account), ledger: besideClosing(ledger, closing) };
}
