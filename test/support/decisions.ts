import type { Decision } from '../../domain/decision';

/** All that a decision does beside the change of its case, what it leaves out left out: to be compared as a whole. */
export function effectsOf(decision: Decision<{ state: string }>): Record<string, unknown> {
  const { next, refusals, ...does } = decision;
  const happens = Object.entries(datesOf(does)).filter(([, effect]) => typeof effect === 'string' || Object.keys(effect).length > 0);
  return { state: next.state, ...Object.fromEntries(happens), ...(refusals.length > 0 ? { refusals } : {}) };
}

/** The same without how its dates were counted, which `test/domain/calendar/recount.test.ts` proves for every kind. */
export function datesOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(datesOf) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'counted');
  return Object.fromEntries(members.map(([name, each]) => [name, datesOf(each)])) as Value;
}
