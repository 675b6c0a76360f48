import type { LearnerRow } from '../../db/registration/batch.model';
import type { Paperwork } from '../../db/registration/paperwork.queries';
import { sessionInWords } from '../../domain/catalogue/session';
import { dateWords, londonWords } from '../../domain/working-days';
import { endDocument, heading, paragraph, startDocument, table } from './tagged-pdf';
import { centreOf, nameOf, needsOf, placeOf } from './words';

/**
 * The paperwork of a registration as a tagged PDF (REG-10, PDF/UA-1): the batch, where its papers go, and each learner under the number and
 * with the arrangements that later papers show too. `progress` is awaited before each table and after every hundred rows of one.
 */
export async function renderPaperwork(paperwork: Paperwork, progress: () => Promise<void>): Promise<Buffer> {
  const { batch, product, centre, purchaseOrder, registeredAt, learnerAddress, certificateAddress, batches } = paperwork;
  const title = `Registration of batch ${batch.number}`;
  const pdf = startDocument(title);
  heading(pdf, 'H1', title);
  paragraph(pdf, [centreOf(centre)]);
  heading(pdf, 'H2', 'Details');
  const details = [
    ['Batch number', batch.number],
    ['Product', `${product.code} ${product.name}`],
    ['Session', sessionInWords(batch.session)],
    ['Registered', londonWords(registeredAt)],
    ...(batch.mode ? [['Mode of assessment', batch.mode]] : []),
    ['Your reference', purchaseOrder ?? '–'],
    ['Contact', `${batch.contactName}, ${batch.contactEmail}`],
    ['Address for learners', placeOf(learnerAddress)],
    ['Address for certificates', placeOf(certificateAddress)],
  ];
  await table(pdf, ['What', 'As registered'], details, progress);
  for (const each of batches) {
    heading(pdf, 'H2', `${each.product.code} ${each.product.name}: batch ${each.batch.number}`);
    await table(pdf, ['Learner', 'Name', 'Born', 'ULN', 'Arrangements', 'Lapses after'], each.learners.map(rowOf), progress);
  }
  return endDocument(pdf);
}

function rowOf(learner: LearnerRow): string[] {
  const { number, birthDate, uln, lapsesOn } = learner;
  return [number, nameOf(learner), dateWords(birthDate), uln ?? '–', needsOf(learner), dateWords(lapsesOn)];
}
