import { askingCountry, QUALIFICATION } from '../../support/catalogue';
import { NOBODY, REASON, type AccessFixtures, type Make } from '../../support/access';

const DATES = { opensOn: '2030-01-14', cutOffOn: '2029-12-20', closesOn: '2030-01-25' };
const COUNTRY = { code: 'NO', name: 'Norway' };

const product: Make = ({ as, made }) => made(as.caseOperator, '/v1/products', { ...QUALIFICATION, code: 'A-1', from: '2030-01-01' });

/** The catalogue: one of each of its things, made by staff. */
export const catalogueAccess = {
  entities: {
    '/v1/products/': product,
    '/v1/units/': ({ as, made }) => made(as.caseOperator, '/v1/units', { code: 'A-1', title: 't' }),
    '/v1/suites/': ({ as, made }) => made(as.caseOperator, '/v1/suites', { code: 'A-1', name: 'n' }),
    '/v1/countries/': ({ as, made }) => made(as.caseOperator, '/v1/countries', { code: 'IS', name: 'Iceland' }),
    '/v1/session-openings/': async ({ as, made, one }) =>
      made(as.caseOperator, '/v1/session-openings', {
        ...{ product: await one('/v1/products/'), session: 2031, from: '2031-01-01', until: '2031-02-01' },
      }),
    '/v1/assessment-windows/': async ({ as }) =>
      (await as.finance.get<{ items: { id: string }[] }>('/v1/assessment-windows?limit=1')).body.items[0]!.id,
    '/v1/centre-requests/': ({ as, made }) => made(as.centreUser, '/v1/centre-requests', askingCountry),
  },
  kinds: { 'centre-request': ({ one }) => one('/v1/centre-requests/') },
  bodies: {
    '/v1/products': { ...QUALIFICATION, code: 'A-2', from: '2030-01-01' },
    '/v1/products/:id/versions': { ...QUALIFICATION, from: '2030-02-01' },
    '/v1/units': { code: 'A-2', title: 't' },
    '/v1/units/:id/change': { title: 'u' },
    '/v1/suites': { code: 'A-2', name: 'n' },
    '/v1/suites/:id/change': { name: 'm' },
    '/v1/countries': COUNTRY,
    '/v1/countries/:id/change': { isWithdrawn: true },
    '/v1/session-openings': { product: NOBODY, session: 2031, from: '2031-01-01', until: '2031-02-01' },
    '/v1/session-openings/:id/change': { from: '2031-01-01', until: '2031-03-01' },
    '/v1/assessment-windows': { product: NOBODY, name: 'W', ...DATES, ...REASON },
    '/v1/assessment-windows/:id/approve': REASON,
    '/v1/assessment-windows/:id/decline': REASON,
    '/v1/centre-requests': { ...askingCountry, asked: { what: 'approval', product: 'BUS-301' } },
    '/v1/centre-requests/:id/grant': REASON,
    '/v1/centre-requests/:id/decline': REASON,
    '/v1/centre-requests/:id/withdraw': REASON,
  },
} satisfies AccessFixtures;
