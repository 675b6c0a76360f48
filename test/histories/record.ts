import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import type { Stands } from '../../domain/commit';
import type { SeededTenant } from '../../db/seeds/demo';
import { processes, type ProcessKind } from '../../domain/processes';
import { standsQuery } from '../../messages/core.messages';
import type { ApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { sceneIn } from '../support/given';
import { realSystem, skippingSystem, type SkippingSystem } from '../support/system';
import { applicationWays, exemptionWays } from './record-applications';
import { modifiedPapersWays } from './record-papers';
import { outageWays } from './record-outages';
import { centreRequestWays } from './record-catalogue';
import { cardWays } from './record-cards';
import { cardPaymentWays } from './record-payments';
import { assessmentDayWays, bookingWindowWays } from './record-bookings';
import { billingRunWays } from './record-billing';
import { ulnCheckWays } from './record-ulns';
import { lapseWays } from './record-lapse';
import { bulkActionWays, orderWays, reversalWays, statementImportWays, suspenseWays } from './record-money';
import { accessRequestWays, approvalWays, documentWays, invitationWays } from './record-people';
import { qualificationWays } from './record-qualifications';
import { registrationWays } from './record-registrations';
import { HISTORIES, HISTORY_KEYS } from './replays';
import { pin } from './workflow-code';

/** What recording needs. */
export interface Recording {
  system: SkippingSystem;
  tenant: SeededTenant;
  employer: ApiClient;
  finance: ApiClient;
  finance2: ApiClient;
  operator: ApiClient;
  administrator: ApiClient;
  /** Waits until the process of an entity shows a stage. */
  stageIs(entity: string, stage: string): Promise<void>;
}
/** A way through a process: walks it, and answers the name in its business ID. */
export type Way = (recording: Recording) => Promise<string>;

/** The ways that are recorded, by kind: the compiler names a kind without one. */
export const ways = {
  'advance-order': orderWays,
  'card-payment': cardPaymentWays,
  suspense: suspenseWays,
  reversal: reversalWays,
  invitation: invitationWays,
  'access-request': accessRequestWays,
  approval: approvalWays,
  'statement-import': statementImportWays,
  'bulk-action': bulkActionWays,
  'billing-run': billingRunWays,
  document: documentWays,
  application: applicationWays,
  qualification: qualificationWays,
  exemption: exemptionWays,
  outage: outageWays,
  card: cardWays,
  'centre-request': centreRequestWays,
  registration: registrationWays,
  lapse: lapseWays,
  'uln-check': ulnCheckWays,
  'booking-window': bookingWindowWays,
  'assessment-day': assessmentDayWays,
  'modified-papers': modifiedPapersWays,
} satisfies Record<ProcessKind, Record<string, Way>>;

/** What the dev server alone shows: a run whose history has grown long. */
const CONTINUED = 'advance-order.continued';

/** The names of what a release records: `<kind>.<way>`. */
export function recordedNames(): string[] {
  const walked = Object.entries(ways).flatMap(([kind, each]) => Object.keys(each).map((way) => `${kind}.${way}`));
  return [...walked, CONTINUED];
}

/** Records one history of each way through each process, for a release, each with how its process stood at the end; and pins the code that they are of. */
export async function record(release: string): Promise<void> {
  const system = await skippingSystem('record', HISTORY_KEYS);
  const tenant = await system.tenant('record');
  const { staff, companies } = tenant;
  const [employer, finance, finance2, operator, administrator] = (await Promise.all(
    [companies[0].user, staff.finance, staff.finance2, staff.caseOperator, staff.administrator].map(({ email }) => system.signIn(email)),
  )) as [ApiClient, ApiClient, ApiClient, ApiClient, ApiClient];
  const stageIs = (entity: string, stage: string) =>
    eventually(async () => {
      const row = await system.owner('processes').where({ entity_id: entity }).orderBy('opened_at', 'desc').first('stage');
      expect(row?.stage).toBe(stage);
    }, 20_000);
  const recording: Recording = { system, tenant, employer, finance, finance2, operator, administrator, stageIs };
  mkdirSync(join(HISTORIES, release), { recursive: true });
  for (const kind of Object.keys(processes) as ProcessKind[])
    for (const [way, walk] of Object.entries(ways[kind] as Record<string, Way>)) {
      const name = await walk(recording);
      await keep(system, `${kind}/${name}`, join(HISTORIES, release, `${kind}.${way}`));
    }
  await system.stop();
  await recordContinued(join(HISTORIES, release));
  pin();
}

/** The first run of an order that went on in another one. */
async function recordContinued(folder: string): Promise<void> {
  const system = await realSystem(
    'continued',
    { 'limit.historyCount.suggestContinueAsNew': 40 },
    { env: { COUNTERSIGN_KEYS: HISTORY_KEYS } },
  );
  const { given, as } = await sceneIn(system, 'continued');
  const order = await given.order();
  const id = `advance-order/${order.reference}`;
  const { runId } = await system.processes.client.workflow.getHandle(id).describe();
  for (let days = 20; days < 44; days += 1) await as.finance.post(`/v1/advance-orders/${order.id}/extend`, { days, reason: 'r' });
  const handle = system.processes.client.workflow.getHandle(id, runId);
  await eventually(async () => expect((await handle.describe()).status.name).toBe('CONTINUED_AS_NEW'));
  write(join(folder, CONTINUED), await handle.fetchHistory(), (await handle.query(standsQuery))!);
  await system.stop();
}

/** Keeps a history once its run stands as its row says, with how it stands. */
async function keep(system: SkippingSystem, businessId: string, path: string): Promise<void> {
  const handle = system.processes.client.workflow.getHandle(businessId);
  const row = await system.owner('processes').where({ business_id: businessId }).first();
  const stands = await eventually(async () => {
    const answer = (await handle.query(standsQuery))!;
    const { stage, awaiting, dueAt } = answer.show;
    const { version, stage: rowStage, awaiting: rowAwaiting, due_at, ended_at } = row;
    expect({ version: answer.version, stage, awaiting, dueAt, ended: answer.ended }).toEqual({
      version,
      stage: rowStage,
      awaiting: rowAwaiting,
      dueAt: due_at,
      ended: ended_at !== null,
    });
    return answer;
  });
  write(path, await handle.fetchHistory(), stands);
}

function write(path: string, history: temporal.api.history.v1.IHistory, stands: Stands): void {
  const { History } = temporal.api.history.v1;
  writeFileSync(`${path}.bin`, History.encode(History.fromObject(history)).finish());
  writeFileSync(`${path}.json`, `${JSON.stringify(stands, null, 2)}\n`);
}
