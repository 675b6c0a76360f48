import { randomBytes, randomUUID } from 'node:crypto';
import { coreActivities } from '../../activities/core.activities';
import { knownLayouts } from '../../domain/bank/statement-layout';
import { readStatementFile } from '../../domain/bank/statement-file';
import type { Ask, Stands, Verdict } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import type { CaseState } from '../../domain/process';
import type { ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { postNextLines } from '../../db/bank/statement-posting.commands';
import { storeStatement } from '../../db/bank/statements.commands';
import { commit, type CommitDeps } from '../../db/core/commit';
import { inScope, type Transaction } from '../../db/core/database';
import { requestedBy, reserve, type RequestedBy, type Reservation } from '../../db/core/requests.commands';
import { storeOf } from '../../db/stores';
import type { SeededUser } from '../../db/access/seed';
import type { SeededTenant } from '../../db/seeds/demo';
import { canonicalJson, fromJson } from '../../platform/json';
import { readKeyring } from '../../platform/keys';
import { lloydsFile, type Paid } from './orders';
import { rowsLeft } from './rows-left';
import type { StoreSystem } from './store';

const ring = readKeyring(`test:${randomBytes(32).toString('base64')}`);
/** What people call a case without a reference of its own: the end of its identifier. */
/** Numbers of batches, by which the waits for their lapse are called. */
const BATCH = /\bB\d{10}\b/g;
const SHORT = /\b[A-Z]-[0-9A-F]{8}\b/g;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
let made = 0;

/** A tenant of its own, in which cases are asked and looked at: two tenants with one story hold the same rows. */
export class CaseLab {
  private static seen: { text: string; rows: Record<string, unknown[]> } = { text: '{}', rows: {} };
  private readonly references: string[] = [];
  private days = 21;

  private constructor(
    readonly system: StoreSystem,
    readonly tenant: SeededTenant,
  ) {}

  static async make(system: StoreSystem): Promise<CaseLab> {
    return new CaseLab(system, await system.tenant(`lab${(made += 1)}`));
  }

  readonly deps = (): CommitDeps => ({ database: this.system.database, ring, storeOf });

  commit(ask: Ask, deps = this.deps()): Promise<Verdict> {
    return commit(deps, ask);
  }

  /** Does the next chunk of what is due among the rows of one wait, as the worker does. */
  act(process: ProcessStart, at: Instant): Promise<Stands> {
    return coreActivities({ database: this.system.database, ring }).actOnDue({ process, at });
  }

  inScope<Result>(work: (trx: Transaction) => Promise<Result>): Promise<Result> {
    return inScope(this.system.database, { tenant: this.tenant.id, organisation: null }, work);
  }

  /** A reference of nobody else's. */
  reference(): string {
    const reference = `ECS${1_000_000 + (made += 1)}`;
    this.references.push(reference);
    return reference;
  }

  /** A command as the API reserves and sends it. */
  async command(process: ProcessStart, by: SeededUser, trigger: string, body: unknown, at: Instant, texts: object = {}): Promise<Ask> {
    const message = { command: trigger, body, start: process };
    const id = await this.reserved(by, `POST /v1/${process.kind}`, texts, at, { businessId: process.businessId, message });
    return { process, reached: 'command', trigger, key: id, at, requestId: id, body, expectedVersion: null };
  }

  /** Who asks for a plain command, as its request was reserved. */
  async asked(by: SeededUser, body: object, at: Instant, route = 'POST /v1/plain'): Promise<RequestedBy> {
    const id = await this.reserved(by, route, body, at, { businessId: null, message: null });
    return this.inScope((trx) => requestedBy(trx, id, ring));
  }

  private async reserved(
    by: SeededUser,
    route: string,
    body: object,
    receivedAt: Instant,
    of: Pick<Reservation, 'businessId' | 'message'>,
  ): Promise<string> {
    const scope = { tenant: this.tenant.id, organisation: by.organisation, user: by.id, role: by.role, session: randomUUID(), key: null };
    const known = { grants: [], limitedTo: null, organisationState: 'active', trainingUntil: null, ip: '127.0.0.1' };
    const caller = { ...scope, ...known, policy: firstPolicy, policyVersion: { policyVersion: firstPolicy.version } };
    const reservation = { route, key: randomUUID(), body, receivedAt, ...of };
    const { id } = await inScope(this.system.database, scope, (trx) => reserve(trx, caller as never, reservation, ring));
    return id;
  }

  news(process: ProcessStart, trigger: string, key: string, body: unknown, at: Instant): Ask {
    const news = `${process.businessId}/${trigger}/${key}`;
    return { process, reached: 'news', trigger, key: news, at, requestId: null, body, expectedVersion: null };
  }

  opening(process: ProcessStart, at: Instant): Ask {
    const key = `${process.businessId}/open`;
    return { process, reached: 'opening', trigger: 'open', key, at, requestId: null, body: null, expectedVersion: null };
  }

  wake(process: ProcessStart, at: Instant): Ask {
    const key = `${process.businessId}/wake`;
    return { process, reached: 'wake', trigger: 'wake', key, at, requestId: null, body: null, expectedVersion: null };
  }

  async state(process: ProcessStart): Promise<CaseState> {
    const row = await this.system.owner('processes').where({ business_id: process.businessId }).first('state');
    return fromJson(JSON.stringify(row.state));
  }

  /** The names of what has happened to a case, in its order. */
  async events(process: ProcessStart): Promise<string[]> {
    return this.system.owner('process_stages').where({ business_id: process.businessId }).orderBy('version').pluck('event');
  }

  /** A statement of the current account, to be stored as an import stores it. Each is of a day of its own, the latest first: no two show one entry. */
  statement(lines: Omit<Paid, 'date'>[], at: Instant): (trx: Transaction) => Promise<string> {
    const { id: tenant, bankAccounts, staff } = this.tenant;
    const date = `${String((this.days -= 1)).padStart(2, '0')}/11/2026`;
    const bytes = Buffer.from(
      lloydsFile(
        lines.map((line) => ({ ...line, date })),
        1000,
      ),
    );
    const file = readStatementFile(bytes, knownLayouts.lloyds, { sortCode: '826219', accountNumber: '12345678' }, firstPolicy.statement);
    if ('faults' in file) throw new Error(JSON.stringify(file.faults));
    const named = { fileName: 'lab.csv', fileHash: randomBytes(8), part: 1, statement: file.statements[0]! };
    return (trx) => storeStatement(trx, { tenant, bankAccount: bankAccounts.lloyds, user: staff.finance.id, ...named, at });
  }

  /** A receipt in suspense, posted as an import posts it. */
  async receipt(pence: bigint, at: Instant, payer = 'TRANSFER'): Promise<string> {
    const store = this.statement([{ text: payer, pounds: Number(pence) / 100 }], at);
    const statement = await this.inScope(async (trx) => {
      const id = await store(trx);
      await postNextLines(trx, id);
      return id;
    });
    const [{ id }] = await this.system.owner('receipts').where({ statement_id: statement }).select('id');
    return id;
  }

  /** All that commits have left, in words that are the same for the same story: identifiers by the order in which they turn up. */
  async rows(): Promise<Record<string, unknown[]>> {
    const text = this.plain(await rowsLeft(this.system.owner, this.tenant.id));
    // Equal rows are one object, so that comparing them costs nothing.
    if (text !== CaseLab.seen.text) CaseLab.seen = { text, rows: JSON.parse(text) };
    return CaseLab.seen.rows;
  }

  /** Anything without the names that chance has given. */
  plain(value: unknown): string {
    const known = new Map<string, string>();
    const named = this.references.reduce((text, each, index) => text.replaceAll(each, `REF-${index}`), canonicalJson(value));
    return named
      .replaceAll(this.tenant.key, 'LAB')
      .replace(SHORT, 'SHORT')
      .replace(BATCH, 'BATCH')
      .replace(UUID, (id) => {
        if (!known.has(id)) known.set(id, `id ${known.size}`);
        return known.get(id)!;
      });
  }
}
