import type { ProductVersion } from '../catalogue/product';
import type { Session } from '../catalogue/session';
import { NEVER } from '../life';
import type { Price } from '../orders/fee';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant, LocalDate } from '../working-days';

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
}

/** A registration before anything is sent. */
export function unsent({ tenant, reference, organisation }: ProcessIdentity, id: string): Registration {
  return {
    ...{ id, tenant, reference, organisation, isCheckOnly: false, madeBy: '', round: 0, hasFailed: false, confirmed: null, undone: null },
    ...{ state: 'none', stateSince: NEVER, schedule: [] },
  };
}
