import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Stands } from '../domain/commit';

type Shown = Stands['show'];

const attributes = {
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  awaiting: defineSearchAttributeKey('Awaiting', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  tenant: defineSearchAttributeKey('Tenant', 'KEYWORD'),
};

/** Shows in the Temporal UI how a process stands, as its commit answered it; attributes only where they have changed (OPS-1). */
export function show(shown: Shown, before: Shown | null): void {
  setCurrentDetails(shown.details);
  const { stage, awaiting, dueAt, tenant } = shown;
  if (before?.stage === stage && before.awaiting === awaiting && before.dueAt === dueAt) return;
  upsertSearchAttributes([
    { key: attributes.stage, value: stage },
    { key: attributes.awaiting, value: awaiting },
    { key: attributes.dueAt, value: dueAt ? new Date(dueAt) : null },
    ...(before ? [] : [{ key: attributes.tenant, value: tenant }]),
  ]);
}
