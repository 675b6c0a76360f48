/** A mail as plain text. */
export interface Rendered {
  subject: string;
  text: string;
}

type Facts = Record<string, string>;

const wrongReference = 'A wrong or missing reference delays it: our finance team then has to find out by hand whose transfer it is.';
const closing = '\n\nThe back office';

const templates: Record<string, (facts: Facts) => Rendered> = {
  'advance-order-placed': (f) => ({
    subject: `Your advance order ${f['reference']}: how to pay by BACS`,
    text: `You chose to pay ${f['due']} by BACS transfer.\n\nQuote this reference, exactly: ${f['reference']}\n\nNo funds are usable until finance has allocated your transfer, which may take up to 2 weeks. ${wrongReference}\n\nThe order is held until ${f['dueAt']} (London time).`,
  }),
  'transfer-reminder': (f) => ({
    subject: `Reminder: transfer for advance order ${f['reference']}`,
    text: `We have not yet seen your transfer of ${f['due']}.\n\nQuote this reference, exactly: ${f['reference']}\n\n${wrongReference} The order is held until ${f['dueAt']} (London time). If you have paid in the last days, nothing is needed.`,
  }),
  'hold-ends-soon': (f) => ({
    subject: `Hold ${f['reference']} ends soon`,
    text: `No transfer of ${f['due']} has been allocated to ${f['reference']}. Its hold ends at ${f['dueAt']} (London time). Look in suspense for a mistyped reference.`,
  }),
  'hold-overdue': (f) => ({
    subject: `Hold ${f['reference']} is overdue`,
    text: `The hold of ${f['reference']} (${f['due']}) is overdue and on your exception list. Extend it or cancel it; a transfer that arrives later is still allocated while it is open.`,
  }),
  'hold-still-overdue': (f) => ({
    subject: `Hold ${f['reference']} is still overdue`,
    text: `The hold of ${f['reference']} (${f['due']}) still waits for you to extend or cancel it.`,
  }),
  'hold-extended': (f) => ({
    subject: `Advance order ${f['reference']} is held longer`,
    text: `Your order is now held until ${f['dueAt']} (London time). Please transfer ${f['due']} and quote ${f['reference']}.`,
  }),
  'advance-order-cancelled': (f) => ({
    subject: `Advance order ${f['reference']} is cancelled`,
    text: `Our finance team has cancelled your advance order ${f['reference']}. If you have sent a transfer all the same, it is not lost: it waits for a decision by finance.`,
  }),
  'rest-awaited': (f) => ({
    subject: `Part of your transfer for ${f['reference']} has arrived`,
    text: `We received ${f['received']} of ${f['due']}. Please transfer the missing ${f['missing']} and quote ${f['reference']}. No funds are usable until the rest is here.`,
  }),
  'transfer-returned': (f) => ({
    subject: `Your transfer for ${f['reference']} is being returned`,
    text: `We received ${f['received']} for ${f['reference']}, which is not the ${f['due']} due. Finance has decided to return it. The order stays held until ${f['dueAt']} (London time).`,
  }),
  'was-this-you': (f) => ({
    subject: `Did you send us ${f['amount']}?`,
    text: `On ${f['bookedOn']} we received ${f['amount']} by BACS without a reference that we can match. Your advance order ${f['reference']} (${f['due']}) is still unpaid.\n\nIf that was your transfer, tell us here: ${f['link']}\n\nIf it was not, nothing is needed. Our finance team decides in either case.`,
  }),
  'suspense-escalated': (f) => ({
    subject: `${f['amount']} in suspense has escalated`,
    text: `Nobody has found out yet whose transfer of ${f['amount']} this is (receipt ${f['receipt']}). Allocate, split or return it; it goes back to its sender at ${f['returnAt']} (London time).`,
  }),
  'reversal-asked': (f) => ({
    subject: `Reversal of ${f['reference']} awaits a second person`,
    text: `A colleague asks to reverse ${f['amount']} allocated to ${f['reference']}. Another person of finance, who did not allocate it, has to approve or decline.`,
  }),
  'allocation-reversed': (f) => ({
    subject: `The allocation to ${f['reference']} is reversed`,
    text: `${f['amount']} that had been allocated to ${f['reference']} was not yours to receive, or was allocated in error, and has been taken back. What was spent already is owed: ${f['debt']}. Please write to our finance team with any question.`,
  }),
  'claim-declined': (f) => ({
    subject: `Your claim for advance order ${f['reference']}`,
    text: `You told us that a transfer of ${f['amount']} on ${f['bookedOn']} was for ${f['reference']}. Our finance team could not confirm that. The order is still held; if you have a proof of payment, please send it to us.`,
  }),
  'funds-usable': (f) => ({
    subject: `Your funds from advance order ${f['reference']} are usable`,
    text: `${f['received']} has been allocated to ${f['reference']} and can be spent on card applications now.`,
  }),
};

/** The names of all templates. */
export const templateNames = Object.keys(templates);

/** Renders a template with its facts. Throws for an unknown template or a missing fact: a defect, seen on the work board. */
export function renderMail(template: string, facts: Facts): Rendered {
  const render = templates[template];
  if (!render) throw new Error(`There is no mail template ${template}`);
  const strict = new Proxy(facts, {
    get: (target, name) => {
      if (typeof name === 'string' && !(name in target)) throw new Error(`Mail template ${template} lacks the fact ${name}`);
      return Reflect.get(target, name) as string;
    },
  });
  const { subject, text } = render(strict);
  return { subject, text: text + closing };
}
