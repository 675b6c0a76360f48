import type { Knex } from 'knex';
import * as queue from './0000-queue';
import * as access from './0001-access';
import * as machinery from './0002-machinery';
import * as journal from './0003-journal';
import * as advanceOrders from './0004-advance-orders';
import * as bank from './0005-bank';
import * as calendars from './0006-calendars';
import * as financeDesk from './0007-finance-desk';
import * as tallies from './0008-tallies';
import * as people from './0009-people';
import * as auditChain from './0010-audit-chain';
import * as caseWork from './0011-case-work';
import * as filesAndWebhooks from './0012-files-and-webhooks';
import * as outboxClaims from './0013-outbox-claims';
import * as decideInCommit from './0014-decide-in-commit';
import * as documents from './0015-documents';
import * as usedProofs from './0017-used-proofs';
import * as mendedCases from './0018-mended-cases';
import * as bankEntries from './0019-bank-entries';
import * as hardening from './0020-hardening';
import * as forceRowSecurity from './0021-force-row-security';
import * as deliveries from './0022-deliveries';
import * as sharedCounts from './0023-shared-counts';
import * as provenAddresses from './0024-proven-addresses';
import * as financeApi from './0026-finance-api';
import * as search from './0027-search';
import * as persons from './0028-persons';
import * as applications from './0029-applications';
import * as identity from './0030-identity';
import * as qualifications from './0031-qualifications';
import * as endorsement from './0032-endorsement';
import * as lists from './0033-lists';
import * as cardPayments from './0034-card-payments';
import * as invoices from './0035-invoices';
import * as cards from './0036-cards';
import * as outages from './0037-outages';
import * as calendarsByTenant from './0038-calendars-by-tenant';
import * as transfersForOrders from './0039-transfers-for-orders';
import * as catalogue from './0040-catalogue';
import * as registration from './0041-registration';
import * as learners from './0042-learners';
import * as learnerImports from './0043-learner-imports';
import * as uln from './0044-uln';
import * as learnersElsewhere from './0045-learners-elsewhere';
import * as productCodes from './0046-product-codes';
import * as bookings from './0047-bookings';
import * as controlledBookings from './0048-controlled-bookings';
import * as bookingPaperwork from './0049-booking-paperwork';
import * as modifiedPapers from './0050-modified-papers';
import * as bookedWithRegistration from './0051-booked-with-registration';
import * as bookingSearches from './0052-booking-searches';

/** Released migrations are never changed and never taken back: what they wrote goes forward only. */
const migrations: Record<string, Pick<Knex.Migration, 'up'>> = {
  '0000-queue': queue,
  '0001-access': access,
  '0002-machinery': machinery,
  '0003-journal': journal,
  '0004-advance-orders': advanceOrders,
  '0005-bank': bank,
  '0006-calendars': calendars,
  '0007-finance-desk': financeDesk,
  '0008-tallies': tallies,
  '0009-people': people,
  '0010-audit-chain': auditChain,
  '0011-case-work': caseWork,
  '0012-files-and-webhooks': filesAndWebhooks,
  '0013-outbox-claims': outboxClaims,
  '0014-decide-in-commit': decideInCommit,
  '0015-documents': documents,
  '0017-used-proofs': usedProofs,
  '0018-mended-cases': mendedCases,
  '0019-bank-entries': bankEntries,
  '0020-hardening': hardening,
  '0021-force-row-security': forceRowSecurity,
  '0022-deliveries': deliveries,
  '0023-shared-counts': sharedCounts,
  '0024-proven-addresses': provenAddresses,
  '0026-finance-api': financeApi,
  '0027-search': search,
  '0028-persons': persons,
  '0029-applications': applications,
  '0030-identity': identity,
  '0031-qualifications': qualifications,
  '0032-endorsement': endorsement,
  '0033-lists': lists,
  '0034-card-payments': cardPayments,
  '0035-invoices': invoices,
  '0036-cards': cards,
  '0037-outages': outages,
  '0038-calendars-by-tenant': calendarsByTenant,
  '0039-transfers-for-orders': transfersForOrders,
  '0040-catalogue': catalogue,
  '0041-registration': registration,
  '0042-learners': learners,
  '0043-learner-imports': learnerImports,
  '0044-uln': uln,
  '0045-learners-elsewhere': learnersElsewhere,
  '0046-product-codes': productCodes,
  '0047-bookings': bookings,
  '0048-controlled-bookings': controlledBookings,
  '0049-booking-paperwork': bookingPaperwork,
  '0050-modified-papers': modifiedPapers,
  '0051-booked-with-registration': bookedWithRegistration,
  '0052-booking-searches': bookingSearches,
};

/** All migrations in their order, compiled or not: knex reads no folder. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => ({
    ...migrations[name]!,
    down: () => Promise.reject(new Error('Migrations are not taken back: restore a backup')),
  }),
};
