import type { GroupPaper } from '../../db/bookings/paperwork.queries';
import { BookingGroupRow, BookingRow } from '../../db/bookings/booking.model';
import type { FoundBooking } from '../../db/bookings/bookings.queries';
import { AddressRow, OrganisationRow } from '../../db/organisations/organisation.model';
import { BatchRow, LearnerRow } from '../../db/registration/batch.model';
import type { ProductVersion } from '../../domain/catalogue/product';
import { WRITTEN } from './bookings';

const AT = '2026-11-27T12:00:00.000Z';
const FIRST_NUMBER = 1_000_000_001;

/** What the papers of so many learners say who were booked together, each of whom needs something. */
export function paperOf(many: number): GroupPaper {
  const group = BookingGroupRow.fromJson(
    {
      ...{ component: 'EX', session: 2026, assessmentAt: '2026-12-01T09:30:00.000Z', assessmentOn: '2026-12-01', location: 'Sports hall' },
      ...{ band: 'ordinary', feeNetPence: 0n, feeVatPence: 0n, purchaseOrder: null, receivedAt: AT },
    },
    { skipValidation: true },
  );
  const product = { product: 'p', code: '603/01', name: 'Care of Adults', components: [WRITTEN] } as ProductVersion;
  const centre = OrganisationRow.fromJson({ name: 'Fenland College', number: '12345' }, { skipValidation: true });
  const address = AddressRow.fromJson({ label: 'Exams office', lines: ['3 Quayside'], postcode: 'PE13 1AA' }, { skipValidation: true });
  const batch = BatchRow.fromJson({ number: 'B5699064475' }, { skipValidation: true });
  const bookings: FoundBooking[] = Array.from({ length: many }, (_, index) => ({
    ...{ group, product, centre, address, batch, window: null, moments: null },
    booking: BookingRow.fromJson({ id: String(index), component: 'EX' }, { skipValidation: true }),
    learner: LearnerRow.fromJson(
      {
        ...{ number: String(FIRST_NUMBER + index), forename: 'Ann', middleNames: null, surname: `Learner${index}`, uln: null },
        ...{ arrangements: [], modifications: { braille: '2' } },
      },
      { skipValidation: true },
    ),
  }));
  return { asOf: AT, group, product, component: WRITTEN, centre, window: null, charged: many, bookings };
}
