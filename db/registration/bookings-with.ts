import type { DecidedSitting } from '../../domain/bookings/sitting.decide';
import type { BookingWithFacts, GoingBookings } from '../../domain/registration/registration.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';

/** Whose registration it is. */
export interface OfRegistrar {
  tenant: string;
  organisation: string;
}
/** Learners of a group who have just been registered, and what is booked of each. */
export interface RegisteredToBook {
  group: string;
  product: string;
  session: number;
  sittings: DecidedSitting[];
  location: string;
  address: string | null;
  purchaseOrder: string | null;
}
/** Bookings that came with a group and stand, those of one component together. */
export interface CameWith extends GoingBookings {
  /** Each with its learner, by identifier. */
  bookings: { id: string; learner: string }[];
}

/**
 * What registering does of bookings (REG-17). Their area does it, which imports this one: `db/stores.ts` brings both together.
 */
export interface BookingsWith {
  /** What they are decided on; the windows that are named are held. */
  facts(trx: Transaction, of: OfRegistrar, product: string, windows: string[], at: Instant): Promise<BookingWithFacts>;
  /** Books learners who have just been registered, in the transaction that registers them. Throws a refusal where a limit is met. */
  book(trx: Transaction, of: OfRegistrar, made: RegisteredToBook, asked: RequestedBy, at: Instant): Promise<void>;
  /** Holds what came with a group: nothing of it is moved or cancelled meanwhile. Their learners are locked. */
  hold(trx: Transaction, of: OfRegistrar, group: string): Promise<CameWith[]>;
  /** Undoes some of it, which is held: bookings are cancelled, places freed, fees credited; their entries stand with the decision. */
  undo(trx: Transaction, of: OfRegistrar, going: CameWith[], asked: RequestedBy, at: Instant): Promise<void>;
}
