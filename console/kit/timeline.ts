import type { components } from './api';

type Stage = components['schemas']['ShowProcessAnswer']['stages'][number];
type Entry = components['schemas']['AuditEntry'];

/** One thing that happened to a case: what, who did it and why, and where the case stood then. */
export interface Happened {
  event: string;
  at: string;
  by: string | null;
  /** False where the visitor may not read who did it. */
  isTold: boolean;
  reason: string | null;
  stage: string | null;
  awaiting: string | null;
}

/** What happened, newest first: the stages of a process, and of the trail, where the visitor may read it, who did it and why, told as one. */
export function timelineOf(stages: Stage[], trail: Entry[] | undefined): Happened[] {
  const audit = trail ?? [];
  const isTold = trail !== undefined;
  const told = stages.map((stage): Happened => {
    const row = audit.find(({ event, at }) => event === stage.event && at === stage.enteredAt);
    return {
      event: stage.event,
      at: stage.enteredAt,
      by: byOf(row),
      isTold,
      reason: row?.reason ?? null,
      stage: stage.stage,
      awaiting: stage.awaiting,
    };
  });
  const others = audit
    .filter(({ event, at }) => !stages.some((stage) => stage.event === event && stage.enteredAt === at))
    .map((row): Happened => ({ event: row.event, at: row.at, by: byOf(row), isTold, reason: row.reason, stage: null, awaiting: null }));
  return [...told, ...others].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

/** Who did it: null where it happened by itself. */
export function byOf(row: Entry | undefined): string | null {
  if (!row?.user) return null;
  return `${row.userName ?? 'a person of the organisation'}${row.apiKey ? ' (by a key)' : ''}`;
}
