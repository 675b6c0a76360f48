import type { DecidedSitting, Sitting, SittingFacts } from '../bookings/sitting.decide';
import type { ProductVersion } from '../catalogue/product';
import type { Session } from '../catalogue/session';
import { NEVER } from '../life';
import type { Price } from '../orders/fee';
import type { Policy } from '../policy';
import type { CaseState, ProcessIdentity } from '../process';
import type { Calendar, Instant, LocalDate } from '../working-days';

/** What happens by itself: whoever began it is reminded of it, it lapses, and the time in which it can be undone ends. */
export type RegistrationEvent = 'remind' | 'lapse' | 'undoOver';
export type RegistrationState = 'none' | 'checking' | 'open' | 'registered' | 'over' | 'discarded' | 'lapsed';

/** What was registered last, with identifiers only: its rows are written by it. */
export interface Confirmed {
  group: string;
  product: string;
  session: Session;
  /** The batch that is made or joined; of an apprenticeship or a bundle the one of the whole. */
  batch: string;
  joins: boolean;
  window: string | null;
  mode: string | null;
  /** Each product that learners are registered on, with the last day of a registration on it (LAP-1). */
  on: { product: string; lapsesOn: LocalDate }[];
  price: Price;
  learners: number;
  /** What is booked of each, and where its papers go; null where nothing is (REG-17). */
  booking: { sittings: DecidedSitting[]; address: string | null } | null;
}

/** A registration on its way, with identifiers only (REG-1). */
export interface Registration extends CaseState<RegistrationEvent, RegistrationState> {
  tenant: string;
  reference: string;
  organisation: string | null;
  isCheckOnly: boolean;
  madeBy: string;
  /** How often its file was to be checked. */
  round: number;
  /** No try to check its file was left. */
  hasFailed: boolean;
  confirmed: Confirmed | null;
  /** The group that was undone last. */
  undone: string | null;
}

/** What a group is decided on when it is confirmed, as of the instant and under its locks. */
export interface ConfirmFacts {
  group: { standing: 'open' | 'blocked' | 'removed' | 'registered'; productCode: string } | null;
  /** Lines that are not removed. */
  lines: number;
  /** Those of them that have faults, the first ones, and how many they are. */
  faulty: { row: number; faults: { field: string | null; code: string; rule: string }[] }[];
  faultyCount: number;
  /** Rows whose learner is registered on the product and session already, and how many they are (REG-9). */
  registered: number[];
  registeredCount: number;
  product: ProductVersion | null;
  /** What the product is made of, where it is (REG-11). */
  members: ProductVersion[];
  isApproved: boolean;
  sessions: Session[];
  /** The batch to join, locked; null where it is none of the centre's, or is not asked for. */
  batch: {
    id: string;
    product: string;
    session: Session;
    count: number;
    window: string | null;
    mode: string | null;
    isPart: boolean;
    by: string;
  } | null;
  /** Places of the command whose address is none of the centre's. */
  strangeAddresses: string[];
  /** Windows of the product, by identifier; names are told by lines. */
  windows: { id: string; name: string }[];
  /** What the lines tell, each once. */
  lineWindows: string[];
  lineModes: string[];
  /** The first rows without both dates, and those with an arrangement or a modified paper: what a product asks for may have changed since they were read. */
  undated: number[];
  needing: number[];
  /** What registering one learner costs on the day, and from which day that stands; null where no fee stands. */
  price: (Price & { from: LocalDate }) | null;
  /** The first rows that tell a window. */
  windowRows: number[];
  /** What bookings with the registration are decided on; null where the product is not booked with it. */
  booking: BookingWithFacts | null;
}

/** What bookings that come with a registration stand on, by what is in force when it is received (REG-17, BKG-3). */
export interface BookingWithFacts extends SittingFacts {
  /** The centre's on file, by identifier. */
  addresses: string[];
  policy: Policy;
  calendar: Calendar;
}

/** What the undoing of a group is decided on. */
export interface UndoFacts {
  group: { registeredAt: Instant | null; undoneAt: Instant | null; batch: string | null } | null;
  /** How many are undone, and how many are not for what depends on them. */
  learners: number;
  kept: number;
  /** What one of them was charged. */
  price: Price | null;
  /** Other groups that are registered and not undone. */
  others: number;
  /** Bookings that came with it and go with it, by the group in which they were made. */
  bookings: GoingBookings[];
}

/** Bookings of one component that came with a registration and are undone with it (REG-17). */
export interface GoingBookings {
  /** By identifier. */
  group: string;
  many: number;
  /** What each has cost; null for nothing. */
  fee: Price | null;
}

/** What decisions about a registration stand on. */
export interface RegistrationFacts {
  /** When its file was checked to its end. */
  checkedAt: Instant | null;
  /** Groups that can still be confirmed. */
  openGroups: number;
  /** When a group was removed last. */
  removedAt: Instant | null;
  confirm: ConfirmFacts | null;
  undo: UndoFacts | null;
}

/** What a registration is begun with. */
export interface Begin {
  isCheckOnly: boolean;
  /** Learners are keyed in: there is no file to check. */
  isKeyedIn: boolean;
}
/** What a group is registered with; texts stay in the request. */
export interface Confirm {
  group: string;
  session: Session | null;
  batch: string | null;
  learnerAddress: string | null;
  certificateAddress: string | null;
  window: string | null;
  mode: string | null;
  /** Left out by commands that an earlier release has kept. */
  booking?: WantedBooking;
}
/** When what is booked with the registration is sat (REG-17). */
export interface WantedBooking {
  sittings: Omit<Sitting, 'window'>[];
  /** Whether the request says where. */
  hasLocation: boolean;
  /** Where papers are delivered, by identifier. */
  address: string | null;
  /** Whether the fees are accepted as they are: a dry run only tells them (WHY-3). */
  isQuote: boolean;
}

/** A registration before anything is sent. */
export function unsent({ tenant, reference, organisation }: ProcessIdentity, id: string): Registration {
  return {
    ...{ id, tenant, reference, organisation, isCheckOnly: false, madeBy: '', round: 0, hasFailed: false, confirmed: null, undone: null },
    ...{ state: 'none', stateSince: NEVER, schedule: [] },
  };
}
