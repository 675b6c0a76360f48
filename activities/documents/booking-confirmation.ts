import type { GroupPaper } from '../../db/bookings/paperwork.queries';
import { bandWords } from '../../domain/bookings/band';
import { sessionInWords } from '../../domain/catalogue/session';
import { inPounds } from '../../domain/money';
import { londonWords } from '../../domain/working-days';
import { bookedLearners, commonPlace } from './booked-learners';
import { endDocument, heading, paragraph, startDocument, table } from './tagged-pdf';
import { centreOf } from './words';

/**
 * The confirmation of those who were booked together as a tagged PDF (BKG-6, REG-12, PDF/UA-1): what is sat when and where, where its papers go,
 * what it cost, and each learner with what is needed. `progress` is awaited before each table and after every hundred rows of one.
 */
export async function renderBookingConfirmation(paper: GroupPaper, progress: () => Promise<void>): Promise<Buffer> {
  const { asOf, component, centre, bookings } = paper;
  const title = `Booking confirmation: ${component.code} ${component.title}`;
  const pdf = startDocument(title);
  heading(pdf, 'H1', title);
  paragraph(pdf, [centreOf(centre), `As booked at ${londonWords(asOf)}`]);
  heading(pdf, 'H2', 'Details');
  await table(pdf, ['What', 'As booked'], details(paper), progress);
  heading(pdf, 'H2', `Learners: ${bookings.length}`);
  await bookedLearners(pdf, bookings, progress);
  return endDocument(pdf);
}

function details({ group, product, component, window, charged, bookings }: GroupPaper): string[][] {
  const each = group.feeNetPence + group.feeVatPence;
  return [
    ['Product', `${product.code} ${product.name}`],
    ['Session', sessionInWords(group.session)],
    ['Component', `${component.code} ${component.title}`],
    ...(window ? [['Assessment window', window.name]] : []),
    ['Date and time', londonWords(group.assessmentAt)],
    ['Location', group.location ?? '–'],
    ['Delivery address', commonPlace(bookings) ?? 'Beside each learner'],
    ['Booked', londonWords(group.receivedAt)],
    ['Band', bandWords[group.band]],
    ['Fee', each === 0n ? 'None' : `${inPounds(each)} each, ${inPounds(each * BigInt(charged))} for ${charged}, with VAT`],
    ['Your reference', group.purchaseOrder ?? '–'],
  ];
}
