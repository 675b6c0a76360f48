import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { oldestFirst } from '../domain/bank/statement-proof';
import { readStatementFile } from '../domain/bank/statement-file';
import { currentPolicy } from '../domain/policy';
import { inScope } from '../db/database';
import { openImport } from '../db/commands/processes.commands';
import { storeStatement } from '../db/commands/statements.commands';
import { saveLayout } from '../db/commands/bank-accounts.commands';
import { findBankAccount, findStatement, findStatementOfFile, listBankAccounts, listStatements } from '../db/queries/bank.queries';
import type { BankAccountRow } from '../db/models/statement.model';
import { statementLayout } from '../messages/statements.schemas';
import { plainCommand } from './command';
import { notFound, Problem } from './problems';
import { statementBody } from './representations';
import { route, type Route } from './route';
import { byId, pageOf, paging, statement } from './schemas';

const bankAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  sortCode: z.string(),
  accountNumber: z.string(),
  layout: statementLayout.nullable(),
  version: z.int(),
});

const accounts = route({
  method: 'get',
  path: '/v1/bank-accounts',
  summary: 'Bank accounts with the layout of their CSV files',
  permission: 'importStatements',
  rules: ['ADV-4'],
  answers: { status: 200, description: 'All accounts of the tenant', schema: z.object({ items: z.array(bankAccount) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: (await listBankAccounts(trx)).map(accountBody) } })),
});

const layout = route({
  method: 'put',
  path: '/v1/bank-accounts/:id/layout',
  summary: "Say how this account's bank writes its CSV",
  permission: 'importStatements',
  rules: ['ADV-4', 'AUD-1'],
  params: byId,
  body: statementLayout,
  command: 'plain',
  answers: { status: 200, description: 'The account with its new layout', schema: bankAccount },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const account = await findBankAccount(trx, call.params.id);
      if (!account) throw notFound();
      const expected = call.request.get('if-match');
      if (expected === undefined)
        throw new Problem(428, 'if-match', 'An If-Match header is needed', {
          detail: 'Send the version that you read, in quotes, so that nobody else is overwritten.',
        });
      if (expected !== `"${account.version}"`)
        throw new Problem(412, 'changed', 'It has changed since you read it', {
          detail: `It is at version ${account.version}: read it again, then decide.`,
        });
      const saved = { ...account, layout: call.body, version: account.version + 1 } as BankAccountRow;
      await saveLayout(trx, call.caller.tenant, account, call.body, asked, at);
      return { headers: { ETag: `"${saved.version}"` }, body: accountBody(saved) };
    }),
});

const upload = route({
  method: 'post',
  path: '/v1/bank-accounts/:id/statements',
  summary: 'Import a bank statement: the CSV file is the body, X-File-Name its name. It is read whole first; faults come back all at once',
  permission: 'importStatements',
  rules: ['ADV-4', 'BNK-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  file: 'text/csv',
  answers: { status: 201, description: 'Proved and stored; its progress is at Location', schema: statement },
  handle: async (call) => {
    const { deps, caller, params, request } = call;
    const account = await inScope(deps.database, caller, (trx) => findBankAccount(trx, params.id));
    if (!account) throw notFound();
    if (!account.layout)
      throw new Problem(409, 'no-layout', 'This account has no layout yet', {
        detail: `PUT /v1/bank-accounts/${account.id}/layout says which column is which; then upload again.`,
      });
    const bytes = await readBody(request, currentPolicy.statement.maximumBytes);
    const file = readStatementFile(bytes, account.layout, account, currentPolicy.statement);
    const fileHash = createHash('sha256').update(bytes).digest();
    if ('faults' in file) {
      throw new Problem(
        422,
        'statement',
        `The file has ${file.faultCount} fault${file.faultCount === 1 ? '' : 's'}; nothing of it was imported`,
        {
          detail:
            file.faultCount > file.faults.length ? `The first ${file.faults.length} are listed.` : 'All are listed by row and column.',
          errors: file.faults,
        },
      );
    }
    const fileName = (request.get('x-file-name') ?? 'statement.csv').replace(/[^\w .()-]/g, '_').slice(0, 100);
    return plainCommand(call, { sha256: fileHash.toString('hex') }, async (trx, asked, at) => {
      const known = await findStatementOfFile(trx, account.id, fileHash);
      if (known)
        throw new Problem(409, 'same-file', 'This very file was imported before', {
          detail: 'Nothing of it counts twice; read that import instead.',
          headers: { Location: `/v1/statements/${known.id}` },
          statement: known.id,
        });
      const lines = oldestFirst(file.lines, account.layout!.newestFirst);
      const id = await storeStatement(trx, {
        tenant: caller.tenant,
        bankAccount: account.id,
        user: caller.user,
        fileName,
        fileHash,
        lines,
        at,
      });
      await openImport(trx, caller.tenant, id, asked, at);
      return { status: 201, headers: { Location: `/v1/statements/${id}` }, body: statementBody((await findStatement(trx, id))!) };
    });
  },
});

const show = route({
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

/** All operations on bank accounts and statements. */
export const statementRoutes: Route[] = [accounts, layout, upload, show, list];

function accountBody({ id, name, sortCode, accountNumber, layout: kept, version }: BankAccountRow) {
  return { id, name, sortCode, accountNumber, layout: kept, version };
}

/** Reads a file of bounded size; the rest of a larger one is thrown away unread, so that its sender gets the answer. */
async function readBody(request: Request, most: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new Problem(413, 'too-large', 'The file is too large', {
      detail: `A statement may have ${most / 1_000_000} MB: export a shorter period, several times. Nothing was imported.`,
    });
  if (Number(request.get('content-length') ?? 0) > most) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
