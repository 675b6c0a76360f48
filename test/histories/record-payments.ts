import { Employer } from '../support/employers';
import { begunByCard, gatewayTells } from '../support/card-payments';
import type { Recording, Way } from './record';

/** A card payment of a closed order that is begun; `walk` goes on from there. */
function begunWay(walk: (payment: { id: string }, recording: Recording) => Promise<unknown>): Way {
  return async (recording) => {
    const employer = new Employer(recording.employer, recording.tenant);
    const payment = await begunByCard(recording.employer, await employer.closed([await employer.finalised()]));
    await walk(payment, recording);
    return payment.id;
  };
}

/** Ways through a card payment. */
export const cardPaymentWays = {
  paid: begunWay(async ({ id }, { system, stageIs }) => {
    await gatewayTells(system, id, { outcome: 'succeeded' });
    await stageIs(id, 'Paid');
  }),
  'failed-expired-closed': begunWay(async ({ id }, { system, stageIs }) => {
    await system.sleep(31 * 60_000);
    await stageIs(id, 'Expired');
    await system.sleep(15 * 86_400_000);
    await stageIs(id, 'Not paid');
  }),
  'doubted-settled': begunWay(async ({ id }, { system, finance, stageIs }) => {
    await gatewayTells(system, id, { outcome: 'succeeded', amount: '1' });
    await stageIs(id, 'Another amount than was asked for');
    await finance.post(`/v1/card-payments/${id}/settle`, { how: 'returned', reason: 'r' });
    await stageIs(id, 'Settled');
  }),
} satisfies Record<string, Way>;
