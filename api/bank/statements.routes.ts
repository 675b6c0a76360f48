import { z } from 'zod';
import type { ReadStatement } from '../../domain/bank/statement';
import { faultOfFile, isAccount, type RowFault } from '../../domain/bank/statement-row';
import { dayNumbersBetween } from '../../domain/working-days';
import { inScope, type Transaction } from '../../db/core/database';
import { openImport } from '../../db/bank/statement-import.store';
import { decideLines } from '../../db/bank/doubtful-lines.commands';
import { listDoubtfulLines } from '../../db/bank/doubtful-lines.queries';
import { listStatementLines } from '../../db/bank/statement-lines.queries';
import { lockBankAccounts, storeStatement } from '../../db/bank/statements.commands';
import { findStatement, findStatementOfFile, listBankAccounts, listStatements, newestDay } from '../../db/bank/bank.queries';
import type { BankAccountRow } from '../../db/bank/statement.model';
import { decideLinesBody } from '../../messages/bank.schemas';
import { readBody } from '../core/body';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { readInThread, recogniseInThread } from './statement-reading';
import { doubtfulLine, doubtfulLineBody, statementBody, statementLine, statementLineBody, statement } from './statements.representations';

const upload = route({
  name: 'importStatement',
  method: 'post',
  path: '/v1/bank-accounts/:id/statements',
  summary:
    'Import a bank statement (CSV, camt.053 or MT940): the file is the body, X-File-Name its name. It is read whole first; faults come back all at once',
  permission: 'importStatements',
  rules: ['ADV-4', 'BNK-1', 'IDM-1'],
  params: byId,
  query: z.object({
    older: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: import it although it is more than a year older than the newest statement'),
  }),
  command: 'plain',
  file: 'application/octet-stream',
  answers: {
    status: 201,
    description: 'Proved and stored; its progress is at Location. A file of several statements answers with all of them',
    schema: statement.extend({ others: z.array(statement) }),
  },
  handle: async (call) => {
    const { deps, caller, params, request } = call;
    const accounts = await inScope(deps.database, caller, listBankAccounts);
    const account = accounts.find((each) => each.id === params.id);
    if (!account) throw notFound();
    if (account.state !== 'open')
      throw new Problem(409, 'not-open', `This account is ${account.state}`, {
        detail: 'Statements are imported once a second person has approved it.',
      });
    const { bytes, hash: fileHash } = await readBody(
      request,
      caller.policy.statement.maximumBytes,
      'Export a shorter period, several times. Nothing was imported.',
    );
    const { sortCode, accountNumber } = account;
    const file = await readInThread(bytes, account.layout, { sortCode, accountNumber }, caller.policy.statement);
    if ('faults' in file) throw faultyFile(file);
    const homes = homesOf(
      file.statements,
      account,
      accounts.filter(({ state }) => state === 'open'),
    );
    const fileName = (request.get('x-file-name') ?? 'statement').replace(/[^\w .()-]/g, '_').slice(0, 100);
    return plainCommand(call, { sha256: fileHash.toString('hex') }, async (trx, asked, at) => {
      // The same file may come several times at once: the first one is taken, the others then find it.
      await lockBankAccounts(trx, [account.id, ...homes]);
      const known = await findStatementOfFile(trx, account.id, fileHash);
      if (known) throw sameFile(known.id);
      if (call.query.older === 'false') await refuseLastYears(trx, file.statements, homes, caller.policy.statement.olderDays);
      const stored = [];
      for (const [index, read] of file.statements.entries()) {
        const from = { tenant: caller.tenant, bankAccount: homes[index]!, user: caller.user, fileName, fileHash, part: index + 1, at };
        const id = await storeStatement(trx, { ...from, statement: read, tell: recogniseInThread });
        await openImport(trx, caller.tenant, id, asked, at);
        stored.push(statementBody((await findStatement(trx, id))!));
      }
      const [first, ...others] = stored;
      return { status: 201, headers: { Location: `/v1/statements/${first!.id}` }, body: { ...first, others } };
    });
  },
});

const show = route({
  name: 'showStatement',
  method: 'get',
  path: '/v1/statements/:id',
  summary: 'A statement: its proof and how far its import has come',
  permission: 'importStatements',
  rules: ['BNK-1'],
  params: byId,
  answers: { status: 200, description: 'The statement', schema: statement },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findStatement(trx, params.id);
      if (!found) throw notFound();
      return { body: statementBody(found) };
    }),
});

const list = route({
  name: 'listStatements',
  method: 'get',
  path: '/v1/statements',
  summary: 'Statements, newest first',
  permission: 'importStatements',
  rules: ['BNK-1'],
  query: z.object(paging),
  answers: { status: 200, description: 'A page of statements', schema: pageOf(statement) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listStatements(trx, query);
      return { body: { items: items.map(statementBody), next } };
    }),
});

const lines = route({
  name: 'listStatementLines',
  method: 'get',
  path: '/v1/statements/:id/lines',
  summary:
    'The lines of a statement by row, each with what became of it: allocated to which order, in suspense, in doubt, known already, money out',
  permission: 'importStatements',
  rules: ['BNK-1', 'ADV-4'],
  params: byId,
  query: z.object(paging),
  answers: { status: 200, description: 'A page of lines', schema: pageOf(statementLine) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      if (!(await findStatement(trx, params.id))) throw notFound();
      const { items, next } = await listStatementLines(trx, params.id, query);
      return { body: { items: items.map(statementLineBody), next } };
    }),
});

const doubtful = route({
  name: 'listDoubtfulLines',
  method: 'get',
  path: '/v1/statements/:id/doubtful-lines',
  summary: 'Lines of which nobody can tell but a person whether they are known or new money, each beside the known ones',
  permission: 'importStatements',
  rules: ['ADV-4', 'BNK-1'],
  params: byId,
  query: z.object(paging),
  answers: { status: 200, description: 'A page of lines, by row', schema: pageOf(doubtfulLine) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      if (!(await findStatement(trx, params.id))) throw notFound();
      const { items, next } = await listDoubtfulLines(trx, params.id, query);
      return { body: { items: items.map(doubtfulLineBody), next } };
    }),
});

const decide = route({
  name: 'decideDoubtfulLines',
  method: 'post',
  path: '/v1/statements/:id/decide-lines',
  summary:
    'Say of lines in doubt that they are the same as known ones, or new money, which is then posted. Of lines called the same no more are than are known; the others are new',
  permission: 'importStatements',
  rules: ['ADV-4', 'BNK-1', 'AUD-1', 'IDM-1'],
  params: byId,
  body: decideLinesBody,
  command: 'plain',
  answers: { status: 200, description: 'The statement', schema: statement },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const found = await findStatement(trx, call.params.id);
      if (!found) throw notFound();
      await decideLines(trx, found, call.body, asked, at, recogniseInThread);
      return { body: statementBody((await findStatement(trx, found.id))!) };
    }),
});

/** All operations on statements. */
export const statementRoutes: Route[] = [upload, show, list, lines, doubtful, decide];

/** The account that each statement of a file belongs to: the one asked for, or another of the tenant's that it names. */
function homesOf(statements: ReadStatement[], account: BankAccountRow, accounts: BankAccountRow[]): string[] {
  const homes = statements.map(({ account: named }) =>
    named === null ? account : [account, ...accounts].find((each) => isAccount(named, each)),
  );
  const strange = statements.filter((_each, index) => !homes[index]).map((each) => each.account!);
  if (strange.length > 0)
    throw faultyFile({
      faultCount: strange.length,
      faults: strange.map((named) =>
        faultOfFile(
          'otherAccount',
          `This file has a statement of account ${named}, which is none of ours`,
          'Upload the file of this account; a new account is proposed by finance first (POST /v1/bank-accounts).',
        ),
      ),
    });
  if (homes.every((each) => each !== account))
    throw faultyFile({
      faultCount: 1,
      faults: [
        faultOfFile(
          'otherAccount',
          `This file is of ${homes[0]!.name}, not of ${account.name}`,
          `Upload it to ${homes[0]!.name} (POST /v1/bank-accounts/${homes[0]!.id}/statements).`,
        ),
      ],
    });
  return homes.map((each) => each!.id);
}

function faultyFile({ faults, faultCount }: { faults: RowFault[]; faultCount: number }): Problem {
  return new Problem(422, 'statement', `The file has ${faultCount} fault${faultCount === 1 ? '' : 's'}; nothing of it was imported`, {
    detail: faultCount > faults.length ? `The first ${faults.length} are listed.` : 'All are listed by row and column.',
    errors: faults,
  });
}

/** A file that ends more than a year before the account's newest statement is last year's, dragged in by mistake. */
async function refuseLastYears(trx: Transaction, statements: ReadStatement[], homes: string[], olderDays: number): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    const newest = await newestDay(trx, homes[index]!);
    const ends = statement.to ?? statement.lines.at(-1)!.bookedOn;
    if (!newest || dayNumbersBetween(ends, newest) <= olderDays) continue;
    throw faultyFile({
      faultCount: 1,
      faults: [
        faultOfFile(
          'lastYears',
          `This file ends on ${ends}, the account's newest statement on ${newest}: it seems to be a former year's`,
          'Choose the file of this year; if it is meant, upload it again with ?older=true.',
        ),
      ],
    });
  }
}

function sameFile(known: string): Problem {
  return new Problem(409, 'same-file', 'This very file was imported before', {
    detail: 'Nothing of it counts twice; read that import instead.',
    headers: { Location: `/v1/statements/${known}` },
    statement: known,
  });
}
