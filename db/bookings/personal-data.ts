import { books, casework, registering } from '../core/purposes';
import { actor, datum, entity, type PersonalData, type Purpose } from '../core/register';
import { papersPersonalData } from './papers-personal-data';

/** To know where learners are assessed (BKG-2): a place is typed by people, and may name somebody. */
const placing: Purpose = { ...registering, why: 'To know where a learner is assessed' };

/** Bookings: who is assessed in what, when and where. */
export const bookingsPersonalData: PersonalData = {
  tables: {
    ...papersPersonalData.tables,
    booking_windows: 'window_id tenant_id late_from very_late_from refused_from over_from policy_version calendar_version version',
    assessment_days: 'id tenant_id day',
    very_late_places: 'organisation_id window_id tenant_id taken',
    assessment_locations: {
      none: 'id tenant_id organisation_id last_used_at',
      personal: [datum('name', 'A place of assessment, which may name somebody', placing)],
    },
    booking_groups: {
      none: 'id tenant_id organisation_id product_id session component window_id day_id registration_group_id assessment_on assessment_at band fee_net_pence fee_vat_pence fee_vat_basis_points received_at evidence',
      people: [actor('booked_by')],
      personal: [
        datum('location', 'A place of assessment, which may name somebody', placing),
        datum('purchase_order', 'The centre’s own reference, which may name somebody', books),
      ],
    },
    bookings: {
      none: 'id tenant_id organisation_id group_id batch_id product_id component window_id day_id address_id state state_since came_from_id is_controlled version',
      people: [entity('learner_id')],
    },
    bookings_report_lines: 'report_id position tenant_id organisation_id booking_id state',
    topic_lists: 'id tenant_id product_id component giving takes_own version',
    topics: 'id tenant_id list_id code title valid_from valid_until version',
    materials:
      'id tenant_id list_id topic_id title released_at withdrawn_at name type bytes sha256 content content_key_id uploaded_at version',
    drawn_topics: { none: 'component tenant_id organisation_id topic_id drawn_at', people: [entity('learner_id')] },
    controlled_bookings: {
      none: 'booking_id tenant_id organisation_id topic_id completion_year declaration_version declared_at',
      people: [actor('declared_by')],
      personal: [datum('cancelled_because', 'Why a centre cancelled a booking, which may name somebody', casework)],
    },
  },
  files: {
    'booking-confirmation': {
      what: 'The confirmation of bookings, as a PDF: who is assessed in what, when and where',
      ...registering,
      key: 'person',
    },
    'invigilator-register': {
      what: 'The register of an assessment, as a PDF: who sits it, with what is needed',
      ...registering,
      key: 'person',
    },
    'bookings-report': {
      what: 'The report of controlled bookings that a search found, as a PDF: who is assessed in what, when, with which topic',
      ...registering,
      key: 'person',
    },
    'entry-learner-list': {
      what: 'The list of a centre’s entries, as a PDF: who is assessed in what, when and where',
      ...registering,
      key: 'person',
    },
  },
  messages: {
    ...papersPersonalData.messages,
    'booked.md': { to: ['contact'], none: 'bookings component day time' },
    'controlled-booked.md': { to: ['contact'], none: 'bookings component day' },
    'booking-cancelled.md': { to: ['contact'], none: 'bookings component day' },
    'booking-moved.md': { to: ['contact'], none: 'bookings component day' },
    'booking-rescheduled.md': { to: ['contact'], none: 'bookings component day' },
    'booking-readdressed.md': { to: ['contact'], none: 'bookings component day' },
  },
};
