import { randomBytes } from 'node:crypto';
import type { ReadStatement } from '../../domain/bank/statement';
import { startOf } from '../../domain/processes';
import { firstPolicy } from '../../domain/policy';
import { decideLines } from '../../db/bank/doubtful-lines.commands';
import { ledgersOf, type AccountLedger } from '../../db/bank/ledger.queries';
import { openImport } from '../../db/bank/statement-import.store';
import { StatementLineRow, StatementRow } from '../../db/bank/statement.model';
import { storeStatement } from '../../db/bank/statements.commands';
import type { Transaction } from '../../db/core/database';
import type { CaseLab } from './case-lab';

const AT = '2026-11-24T09:00:00.000Z';

/** An account of a lab's tenant whose statements are imported as the API and the worker do it, by the store alone. */
export class BankLedger {
  constructor(
    readonly lab: CaseLab,
    readonly account: string,
  ) {}

  /** Stores the statements of one file and posts them; answers how each stands then. */
  async imports(statements: ReadStatement[], fileHash = randomBytes(32)): Promise<StatementRow[]> {
    const { id: tenant, staff } = this.lab.tenant;
    const asked = await this.lab.asked(staff.finance, {}, AT);
    const ids = await this.lab.inScope(async (trx) => {
      const stored: string[] = [];
      for (const [index, statement] of statements.entries()) {
        const file = { fileName: 'lab.csv', fileHash, part: index + 1, at: AT };
        const id = await storeStatement(trx, { tenant, bankAccount: this.account, user: staff.finance.id, statement, ...file });
        await openImport(trx, tenant, id, asked, AT);
        stored.push(id);
      }
      return stored;
    });
    for (const id of ids) await this.posts(id);
    return Promise.all(ids.map((id) => this.statement(id)));
  }

  /** Answers all or some lines in doubt, and posts what is new. */
  async says(statement: string, decision: 'same' | 'new', rows?: number[]): Promise<StatementRow> {
    const asked = await this.lab.asked(this.lab.tenant.staff.finance2, { reason: 'looked at it' }, AT);
    await this.lab.inScope(async (trx) => decideLines(trx, await found(trx, statement), { decision, rows }, asked, AT));
    await this.posts(statement);
    return this.statement(statement);
  }

  statement(id: string): Promise<StatementRow> {
    return this.lab.inScope((trx) => found(trx, id));
  }

  lines(statement: string): Promise<StatementLineRow[]> {
    return this.lab.inScope(async (trx) => StatementLineRow.query(trx).where('statement_id', statement).orderBy('position'));
  }

  /** Amounts of its receipts, as often as there are such. */
  async receipts(): Promise<string[]> {
    const { owner } = this.lab.system;
    const rows = await owner('receipts').where({ bank_account_id: this.account }).orderBy('booked_on').orderBy('pence');
    return rows.map(({ booked_on, pence }) => `${booked_on} ${pence}`);
  }

  async ledger(): Promise<AccountLedger> {
    return this.lab.inScope(async (trx) => (await ledgersOf(trx, [this.account]))[0]!);
  }

  /** Posts what there is to post of a statement, as its import does. */
  async posts(statement: string): Promise<void> {
    const of = { owner: 'finance', tenant: this.lab.tenant.id, organisation: null, policyVersion: firstPolicy.version };
    const process = startOf('statement-import', statement, of);
    for (;;) {
      const { wake, ended } = await this.lab.act(process, AT);
      if (ended || !wake || wake.at > AT) return;
    }
  }
}

function found(trx: Transaction, id: string): Promise<StatementRow> {
  return StatementRow.query(trx).findById(id).throwIfNotFound().execute();
}
