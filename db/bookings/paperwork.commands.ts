import { paperRefusals, standingAt, type BookingWish } from '../../domain/bookings/paperwork';
import type { Component } from '../../domain/catalogue/product';
import type { Instant } from '../../domain/working-days';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { askForDocument } from '../work/offers';
import type { OfCentre } from './booking.model';
import { standsOn } from './paperwork.queries';
import type { WrittenGroup } from './writing.commands';

/** Asks for the papers of groups in the transaction that books them (BKG-6): of each the confirmation, and for paper the invigilator register. */
export async function askForPapers(
  trx: Transaction,
  of: OfCentre,
  groups: readonly WrittenGroup[],
  components: readonly Component[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  for (const { group, sitting } of groups) {
    await ask(trx, of, { kind: 'booking-confirmation', group }, asked, at);
    const isPaper = components.some(({ code, form }) => code === sitting.component && form === 'paper');
    if (isPaper) await ask(trx, of, { kind: 'invigilator-register', group }, asked, at);
  }
}

/** Asks for one paper as bookings stand now, beside those that there are, and answers its identifier (BKG-6). Throws all refusals. */
export async function askForPaper(
  trx: Transaction,
  of: { tenant: string; organisation: string | null },
  wish: BookingWish,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const { organisation, bookings, isPaper } = await standsOn(trx, of, wish, at);
  const standing = standingAt(bookings, at).length;
  const refusals = paperRefusals(wish, { organisation, isPaper, standing });
  if (refusals.length > 0) throw new CommitRefused(refusals);
  return ask(trx, { tenant: of.tenant, organisation: organisation! }, wish, asked, at);
}

function ask(trx: Transaction, { tenant, organisation }: OfCentre, wish: BookingWish, asked: RequestedBy, at: Instant): Promise<string> {
  return askForDocument(trx, { tenant, organisation, wish, by: asked.by.user_id }, asked, at);
}
