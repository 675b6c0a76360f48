import { v7 as uuid } from 'uuid';
import { hasEnded } from '../../domain/applications/states';
import type { Exemption, ExemptionFacts } from '../../domain/assessments/exemption.state';
import { refuse, type Refusal } from '../../domain/refusal';
import { FileRow } from '../access/file.model';
import { ApplicationMessageRow, ApplicationRow } from '../applications/application.model';
import { recheckOf } from '../applications/offers';
import type { Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { ExemptionRow } from './exemption.model';
import { HseExemptionRow } from './hse-result.model';

/** How an exemption meets its tables: its row, the evidence, and the application that it is asked for (HSE-1, HSE-5). */
export const exemptionStore: RowStore<Exemption, ExemptionFacts> = {
  table: 'exemptions',
  facts: async (trx, { state, trigger, body }) => {
    const { application, evidence } = trigger === 'ask' ? (body as Pick<Exemption, 'application' | 'evidence'>) : state;
    const row = await ApplicationRow.query(trx).findById(application).forNoKeyUpdate().throwIfNotFound();
    const faults = trigger === 'ask' ? await faultsOf(trx, row, evidence) : [];
    return { faults, hasLeft: row.leftAt !== null };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, step);
    const { id, state, stateSince } = step.decision.next;
    await ExemptionRow.query(trx)
      .findById(id)
      .patch({ state, stateSince, version: step.version } as Partial<ExemptionRow>);
    if (step.decision.event === 'accepted') await exempt(trx, step);
    if (step.decision.event === 'refused') await tell(trx, step);
  },
};

async function faultsOf(trx: Transaction, application: ApplicationRow, evidence: string): Promise<Refusal[]> {
  const faults: Refusal[] = [];
  if (hasEnded(application))
    faults.push(refuse('ended', 'HSE-5', `The application is ${application.state}`, 'Ask for one that goes on.', '/application'));
  const file = await FileRow.query(trx).findOne({ id: evidence, entity_id: application.id }).whereNull('removed_at').select('id');
  if (!file) {
    const remedy = 'Upload it about the application first: POST /v1/files?about=….';
    faults.push(refuse('evidence', 'HSE-5', 'There is no such file about this application', remedy, '/evidence'));
  }
  if (await ExemptionRow.query(trx).findOne({ application_id: application.id, state: 'asked' }))
    faults.push(refuse('alreadyAsked', 'HSE-5', 'An exemption is asked for already', 'Wait for the decision about it.', '/application'));
  return faults;
}

async function insert(trx: Transaction, { decision, at, version }: Step<Exemption>): Promise<void> {
  const { id, application, evidence, askedBy } = decision.next;
  const { tenantId, organisationId, personId } = await ApplicationRow.query(trx).findById(application).throwIfNotFound();
  const of = { id, tenantId, organisationId, personId, applicationId: application, evidenceId: evidence };
  await ExemptionRow.query(trx).insert({ ...of, askedAt: at, askedBy, state: 'asked', stateSince: at, version });
}

/** It is the person's from then on: what waits for the assessment looks at it. */
async function exempt(trx: Transaction, { decision, at, asked }: Step<Exemption>): Promise<void> {
  const { tenantId, personId, applicationId, evidenceId } = await ExemptionRow.query(trx).findById(decision.next.id).throwIfNotFound();
  const of = { id: uuid(), tenantId, personId, applicationId, evidenceId };
  await HseExemptionRow.query(trx).insert({ ...of, acceptedAt: at, acceptedBy: asked!.by.user_id, reason: asked!.reason ?? '' });
  await recheckOf(trx, [personId], at);
}

/** Its application's page says why. */
async function tell(trx: Transaction, { decision, at, asked }: Step<Exemption>): Promise<void> {
  const { tenantId, organisationId, applicationId } = await ExemptionRow.query(trx).findById(decision.next.id).throwIfNotFound();
  const of = { id: uuid(), tenantId, organisationId, applicationId, kind: 'exemptionRefused' as const, files: [] };
  await ApplicationMessageRow.query(trx).insert({ ...of, text: asked!.reason ?? '', saidAt: at, saidBy: asked!.by.user_id });
}
