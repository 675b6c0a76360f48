import { ApplicationFailure } from '@temporalio/activity';
import { inScope, type Database } from '../db/core/database';
import { mayCall, noteCalls, waitsFor, wentOn, type Asking } from '../db/outages/circuits.commands';
import type { Instant } from '../domain/working-days';
import { NotSent } from './providers/not-sent';

/**
 * Asks an outside service on behalf of a case, through its circuit (OUT-1): while that is open no call is made but a probe, and the
 * activity fails until the service is to be asked again. Throws what the call throws.
 */
export async function throughCircuit<Answer>(database: Database, asking: Asking, call: () => Promise<Answer>): Promise<Answer> {
  const scope = { tenant: asking.tenant, organisation: null };
  const { isFailing, notBefore } = await inScope(database, scope, (trx) => mayCall(trx, asking, now()));
  if (notBefore) throw away(asking, notBefore);
  const told = { tenant: asking.tenant, service: asking.service };
  try {
    const answer = await call();
    if (isFailing) await inScope(database, scope, (trx) => noteCalls(trx, { ...told, failed: 0, answered: true, error: null }, now()));
    await inScope(database, scope, (trx) => wentOn(trx, asking, now()));
    return answer;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    const { message, isAnswered } = error;
    const ended = { ...told, failed: isAnswered ? 0 : 1, answered: isAnswered, error: message };
    await inScope(database, scope, (trx) => noteCalls(trx, ended, now()));
    const again = await inScope(database, scope, (trx) => waitsFor(trx, asking, now()));
    throw again ? away(asking, again) : error;
  }
}

function away({ service }: Asking, again: Instant): ApplicationFailure {
  const nextRetryDelay = Math.max(1, Date.parse(again) - Date.now());
  return ApplicationFailure.create({ message: `${service} is away`, type: 'ServiceAway', nextRetryDelay });
}

function now(): Instant {
  return new Date().toISOString();
}
