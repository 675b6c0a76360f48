/** The states of an organisation that checks (CHK-7). */
export const checkerStates = ['applied', 'vetted', 'termsSigned', 'active', 'withdrawn'] as const;
export type CheckerState = (typeof checkerStates)[number];

/** The one table of a checker's life (CHK-7): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<Exclude<CheckerState, 'applied'>, Partial<Record<CheckerState, CheckerState>>> = {
  vetted: { applied: 'vetted' },
  termsSigned: { vetted: 'termsSigned' },
  active: { termsSigned: 'active' },
  withdrawn: { applied: 'withdrawn', vetted: 'withdrawn', termsSigned: 'withdrawn', active: 'withdrawn' },
};
