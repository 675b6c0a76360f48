import { REASON, type AccessFixtures } from '../../support/access';
import { eventually } from '../../support/eventually';

/** Proposals, documents, tasks and what is done with many of them; cases, their trail and mails, of the held order. */
export const workAccess = {
  entities: {
    '/v1/processes/': ({ one }) => one('/v1/advance-orders/'),
    '/v1/audit/': ({ one }) => one('/v1/advance-orders/'),
    '/v1/cases/': ({ one }) => one('/v1/advance-orders/'),
    '/v1/mails/': async ({ one, system }) =>
      (
        await system
          .owner('outbox')
          .where({ entity_id: await one('/v1/advance-orders/') })
          .first()
      ).id,
    '/v1/approvals/': ({ one }) => one('/v1/adjustments/'),
    '/v1/adjustments/': ({ as, tenant, made }) => {
      const to = `funds/${tenant.companies[0].company}`;
      return made(as.finance, '/v1/adjustments', { from: 'writeOffs', to, amount: 1, ...REASON });
    },
    '/v1/policies/': ({ as, made }) =>
      made(as.administrator, '/v1/policies', { effectiveFrom: '2030-01-01', changes: { 'suspense.returnDays': 50 }, ...REASON }),
    '/v1/documents/': ({ as, made }) => made(as.finance, '/v1/documents', { kind: 'day-report', day: '2026-11-20' }),
    '/v1/work-items/': async ({ one, as }) => {
      await one('/v1/receipts/');
      return eventually(async () => {
        const [item] = (await as.finance.get<{ items: { id: string }[] }>('/v1/work-items')).body.items;
        if (!item) throw new Error('no task yet');
        return item.id;
      });
    },
    '/v1/saved-filters/': ({ as, made }) => made(as.caseOperator, '/v1/saved-filters', { name: 'n', query: {} }),
    '/v1/bulk-actions/': async ({ one, as, made }) => {
      const over = { items: [await one('/v1/work-items/')] };
      return made(as.finance, '/v1/bulk-actions', { change: { what: 'note', text: 't' }, over });
    },
  },
  kinds: {
    approval: ({ one }) => one('/v1/approvals/'),
    document: ({ one }) => one('/v1/documents/'),
    'bulk-action': ({ one }) => one('/v1/bulk-actions/'),
  },
  bodies: {
    '/v1/work-items/:id/assign': { to: null },
    '/v1/cases/:id/notes': { text: 't' },
    '/v1/cases/:id/drafts/:form': { content: { a: 'b' } },
    '/v1/policies/:id/approve': REASON,
    '/v1/policies/:id/decline': REASON,
    '/v1/adjustments/:id/approve': REASON,
    '/v1/adjustments/:id/decline': REASON,
  },
} satisfies AccessFixtures;
