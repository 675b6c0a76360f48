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
