import type { Decision } from '../../domain/decision';

/** All that a decision does beside the change of its case, what it leaves out left out: to be compared as a whole. */
export function effectsOf(decision: Decision<{ state: string }>): Record<string, unknown> {
  const { next, refusals, ...does } = decision;
  const happens = Object.entries(does).filter(([, effect]) => typeof effect === 'string' || Object.keys(effect).length > 0);
  return { state: next.state, ...Object.fromEntries(happens), ...(refusals.length > 0 ? { refusals } : {}) };
}
