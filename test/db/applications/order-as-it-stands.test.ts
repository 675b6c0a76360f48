import { CaseLab } from '../../support/case-lab';
import { finalising, payFor } from '../../support/application-cases';
import { addToOrder, closeOrder, createOrder } from '../../../db/applications/application-orders.commands';
import { firstPolicy } from '../../../domain/policy';
import { nameIn } from '../../../domain/processes';
import { storeSystem, type StoreSystem } from '../../support/store';

const FINALISED = '2026-11-25T10:00:00.000Z';
const ASKED = '2026-11-25T11:00:00.000Z';
const LATER = '2026-11-25T11:00:01.000Z';

let system: StoreSystem;
let lab: CaseLab;
beforeAll(async () => void (system = await storeSystem('order-as-it-stands')));
beforeEach(async () => void (lab = await CaseLab.make(system)));
afterAll(() => system?.stop());

const lines = (application: string) => system.owner('application_order_lines').where({ application_id: application }).pluck('order_id');

/** Puts an application on an order after a command about it was received and before that is decided; closed where it is said. */
async function ordered(application: string, isClosed: boolean): Promise<void> {
  const [company] = lab.tenant.companies;
  const [office] = company.offices;
  const asked = await lab.asked(company.user, {}, LATER);
  const places = { nodeId: company.company, billingOfficeId: office, deliveryOfficeId: office, cardsGoTo: 'deliveryOffice' as const };
  await lab.inScope(async (trx) => {
    const about = { tenant: lab.tenant.id, organisation: company.id };
    const order = await createOrder(
      trx,
      about,
      { ...places, purchaseOrder: 'PO', accountsContact: 'Ann', attentionOf: null },
      asked,
      LATER,
    );
    await addToOrder(trx, order, { applications: [application] }, asked, LATER);
    if (isClosed) await closeOrder(trx, order, firstPolicy, asked, LATER);
  });
}

test.each(['unfinalise', 'abandon'])(
  'APP-4 APP-10 %s that was received before the order was closed, and is decided after it, is refused: what is on it is paid for',
  async (trigger) => {
    const opening = await finalising(lab, FINALISED);
    await lab.commit(opening);
    const application = nameIn(opening.process.businessId);
    const ask = await lab.command(opening.process, lab.tenant.companies[0].user, trigger, {}, ASKED);
    await ordered(application, true);
    const verdict = await lab.commit(ask);
    expect(verdict).toMatchObject({ outcome: 'refused', refusals: [{ code: 'orderClosed' }] });
    expect(await lines(application)).toHaveLength(1);
  },
);

test.each(['unfinalise', 'abandon'])(
  'APP-4 ORD-2 %s that is decided after it was put on an open order takes it off that order, though its case had not heard of it',
  async (trigger) => {
    const opening = await finalising(lab, FINALISED);
    await lab.commit(opening);
    const application = nameIn(opening.process.businessId);
    const ask = await lab.command(opening.process, lab.tenant.companies[0].user, trigger, {}, ASKED);
    await ordered(application, false);
    expect(await lab.commit(ask)).toMatchObject({ outcome: 'committed' });
    expect(await lines(application)).toEqual([]);
  },
);

test('APP-4 ORD-3 a command that was received before the order, and is decided after its payment was heard of, leaves it on its order', async () => {
  const opening = await finalising(lab, FINALISED);
  await lab.commit(opening);
  const application = nameIn(opening.process.businessId);
  const early = await lab.command(opening.process, lab.tenant.staff.caseOperator, 'extend', { days: 5 }, ASKED);
  await payFor(lab, application, LATER);
  await lab.commit(lab.wake(opening.process, LATER));
  await lab.commit(early);
  expect(await lines(application)).toHaveLength(1);
});
