import type { Scheduled, Situation } from '../process';
import { daysLater } from '../working-days';
import type { AdvanceOrder, HoldEvent, OrderFacts } from './advance-order.state';
import { FINANCE, moved, OVERDUE, toFinance, toPayer, whereToPay, type Decided } from './advance-order.decided';

/** ADV-3: what the hold does by itself: reminders at 7 and 12 days, overdue at 14, then finance weekly. */
export function onDue(order: AdvanceOrder, due: Scheduled<HoldEvent>, { policy, facts }: Situation<OrderFacts>): Decided {
  const rest = order.schedule.filter((event) => event !== due);
  if (due.what === 'remindPayer') {
    return moved(order, 'reminded', due.at, { schedule: rest }, { mails: [toPayer(order, 'transfer-reminder', whereToPay(facts))] });
  }
  if (due.what === 'remindFinance') {
    return moved(order, 'reminded', due.at, { schedule: rest }, { mails: [toFinance(order, 'hold-ends-soon')] });
  }
  const again: Scheduled<HoldEvent> = {
    what: 'remindFinanceAgain',
    at: daysLater(due.at, policy.advanceOrder.hold.remindFinanceEveryDays),
  };
  if (due.what === 'remindFinanceAgain') {
    return moved(order, 'reminded', due.at, { schedule: [again] }, { mails: [toFinance(order, 'hold-still-overdue')] });
  }
  return moved(
    order,
    'fellDue',
    due.at,
    { schedule: [again] },
    {
      mails: [toFinance(order, 'hold-overdue')],
      opens: [{ ...FINANCE, task: OVERDUE, dueAt: again.at }],
      evidence: { overdueAt: due.at },
    },
  );
}
