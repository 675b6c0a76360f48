/** What recurs by the clock, for all tenants at once. */
export type Recurring = 'linkAudit' | 'sweep';

/** What the worker of the bulk queue does when its time has come; repeating one is harmless. */
export type RecurringActivities = Record<Recurring, () => Promise<void>>;
