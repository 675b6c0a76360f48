import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Ask, Verdict } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import type { CaseState } from '../../domain/process';
import type { ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { commit, type CommitDeps } from '../../db/core/commit';
import { inScope, type Transaction } from '../../db/core/database';
import { reserve } from '../../db/core/requests.commands';
import { storeOf } from '../../db/stores';
import type { SeededUser } from '../../db/access/seed';
import type { SeededTenant } from '../../db/seeds/demo';
import { canonicalJson, fromJson } from '../../platform/json';
import { readKeyring } from '../../platform/keys';
import type { StoreSystem } from './store';

const ring = readKeyring(`test:${randomBytes(32).toString('base64')}`);
/** What commits leave behind, in an order that is the same for the same story. */
const LEAVES = {
  advance_orders: 'reference',
  receipts: 'id',
  reversals: 'id',
  invitations: 'id',
  access_requests: 'id',
  approvals: 'id',
  policies: 'id',
  users: 'id',
  grants: 'name, user_id',
  questions: 'id',
  journal_entries: 'id',
  postings: 'entry_id, account',
  audit: 'seq',
  outbox: 'id',
  work_items: 'opened_at, id',
  processes: 'opened_at, business_id',
  process_stages: 'entered_at, business_id, version',
  commits: "at, key like '%/%', key",
} as const;
/** What the machine's clock or chance says, and no decision. */
const CHANCE = [
  'created_at',
  'recorded_at',
  'granted_at',
  'seq',
  'txid',
  'mobile',
  'skipped_at',
  'identity',
  'input_hash',
  'outbox.due_at',
  'password_hash',
];
/** What people call a case without a reference of its own: the end of its identifier. */
const SHORT = /\b[A-Z]-[0-9A-F]{8}\b/g;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
let made = 0;

/** A tenant of its own, in which cases are asked and looked at: two tenants with one story hold the same rows. */
export class CaseLab {
  private readonly references: string[] = [];

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
    const scope = { tenant: this.tenant.id, organisation: by.organisation, user: by.id, role: by.role, session: randomUUID(), key: null };
    const known = { grants: [], limitedTo: null, organisationState: 'active', trainingUntil: null, ip: '127.0.0.1' };
    const caller = { ...scope, ...known, policy: firstPolicy, policyVersion: { policyVersion: firstPolicy.version } };
    const reservation = {
      route: `POST /v1/${process.kind}`,
      key: randomUUID(),
      body: texts,
      receivedAt: at,
      businessId: process.businessId,
      message: { command: trigger, body, start: process },
    };
    const { id } = await inScope(this.system.database, scope, (trx) => reserve(trx, caller as never, reservation, ring));
    return { process, reached: 'command', trigger, key: id, at, requestId: id, body, expectedVersion: null };
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

  /** A receipt in suspense. */
  async receipt(pence: bigint, at: Instant, payer = ''): Promise<string> {
    const { owner } = this.system;
    const [id, statement] = [uuid(), uuid()];
    const of = { tenant_id: this.tenant.id, bank_account_id: this.tenant.bankAccounts.lloyds };
    const days = { from_date: '2026-11-20', to_date: '2026-11-20' };
    const counts = { line_count: 1, known_count: 0, posted_count: 1, receipt_count: 1 };
    const file = { file_name: 'f', file_hash: randomBytes(8), proof: 'unproved', proof_detail: '' };
    const imported = { imported_at: at, imported_by: this.tenant.staff.finance.id };
    await owner('statements').insert({ ...of, ...days, ...counts, ...file, ...imported, id: statement });
    const line = { row: 2, identity: randomBytes(8), booked_on: '2026-11-20', payer, texts: [], quoted: [] };
    const since = { received_at: at, suspense_since: at, moved_at: at };
    await owner('receipts').insert({ ...of, ...line, ...since, id, statement_id: statement, pence: pence.toString(), state: 'suspense' });
    return id;
  }

  /** All that commits have left, in words that are the same for the same story: identifiers by the order in which they turn up. */
  async rows(): Promise<Record<string, unknown[]>> {
    const found: Record<string, unknown[]> = {};
    for (const [table, order] of Object.entries(LEAVES)) {
      const rows = await this.system.owner(table).where({ tenant_id: this.tenant.id }).orderByRaw(order);
      found[table] = rows.map((row: object) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !CHANCE.includes(column) && !CHANCE.includes(`${table}.${column}`))),
      );
    }
    return JSON.parse(this.plain(found));
  }

  /** Anything without the names that chance has given. */
  plain(value: unknown): string {
    const known = new Map<string, string>();
    const named = this.references.reduce((text, each, index) => text.replaceAll(each, `REF-${index}`), canonicalJson(value));
    return named
      .replaceAll(this.tenant.key, 'LAB')
      .replace(SHORT, 'SHORT')
      .replace(UUID, (id) => {
        if (!known.has(id)) known.set(id, `id ${known.size}`);
        return known.get(id)!;
      });
  }
}
