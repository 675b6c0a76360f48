import { cases } from '../../../domain/processes';
import { identity, situation } from '../../support/situation';

const { commands, empty, onDue } = cases['advance-order'];
const payTo = { accountName: 'Volt Ltd', sortCode: '82-62-19', accountNumber: '12345678' };
const about = (at: string, told: typeof payTo | null) =>
  situation({ at, by: 'p', requestId: 'order', facts: { receipts: [], payTo: told } });
const AT = '2026-11-22T13:14:00.000Z';
const place = (told: typeof payTo | null) => commands.place.decide(empty(identity()), { node: 'n', credits: 2 }, about(AT, told));

test('ADV-2 the payer is told the account to pay to, when he orders and when he is reminded; else who tells him', () => {
  const [remind] = place(payTo).next.schedule;
  const reminded = onDue(place(payTo).next, remind!, about(remind!.at, payTo));
  const words = 'Pay to: Volt Ltd, sort code 82-62-19, account number 12345678';
  expect([place(payTo), reminded].map(({ mails: [mail] }) => [mail!.template, mail!.facts['payTo']])).toEqual([
    ['advance-order-placed', words],
    ['transfer-reminder', words],
  ]);
  expect(place(null).mails[0]!.facts['payTo']).toBe('Our finance team tells you the account to pay to.');
});
