import { asksForDates, asksForWindow, isMadeOfOthers } from '../catalogue/product';
import { sessionInWords, type Session } from '../catalogue/session';
import { refuse, type Refusal } from '../refusal';
import { fieldWords } from './learner-columns';
import type { Confirm, ConfirmFacts } from './registration.state';

/** What a batch has one of (REG-11): an assessment window by identifier, and a mode of assessment. */
export interface Chosen {
  window: string | null;
  mode: string | null;
}

const ANOTHER_BATCH = 'Register them as a batch of their own.';

/** The window and the mode that a group is registered with: its batch's, else what is chosen, else what all lines tell (REG-11). */
export function chosenOf(
  { window, mode }: Pick<Confirm, 'window' | 'mode'>,
  { batch, windows, lineWindows, lineModes }: Pick<ConfirmFacts, 'batch' | 'windows' | 'lineWindows' | 'lineModes'>,
): Chosen {
  if (batch) return { window: batch.window, mode: batch.mode };
  const told = lineWindows.length === 1 ? windows.find(({ name }) => name === lineWindows[0])?.id : undefined;
  return { window: window ?? told ?? null, mode: mode ?? (lineModes.length === 1 ? lineModes[0]! : null) };
}

/** Why nothing of a group can be confirmed whatever it holds; null where it can be tried (REG-8). */
export function notConfirmable({ group, lines }: ConfirmFacts): Refusal | null {
  const no = (code: string, detail: string, remedy: string) => refuse(code, 'REG-8', detail, remedy, '/group');
  if (!group) return no('group', 'This registration has no such group', 'Read its groups, and confirm one of them.');
  switch (group.standing) {
    case 'registered':
      return no('registered', 'This group is registered already', 'Confirm another one, or undo it.');
    case 'removed':
      return no('removed', 'This group was removed', 'Confirm another one.');
    case 'blocked':
      return no(
        'blocked',
        'This group cannot be registered: its header has a fault',
        'Correct the header, and send that group again alone.',
      );
    case 'open':
      return lines === 0 ? no('noLines', 'This group has no learners', 'Add some, or remove the group.') : null;
  }
}

/** REG-18: a product is not registered on any longer. */
export function closed(code: string, place: string): Refusal {
  return refuse('closed', 'REG-18', `${code} takes no registrations any longer`, 'Choose the product that came after it.', place);
}

/** REG-1: a centre registers on products that it is approved for. */
export function notApproved(code: string, place: string): Refusal {
  return refuse('notApproved', 'REG-1', `The centre is not approved for ${code}`, 'Ask for the approval first.', place);
}

/** Every reason why a group is not registered, all at once; room is for so many learners a batch at most (REG-1, REG-2, REG-3, REG-9, REG-10, REG-11, REG-14). */
export function confirmRefusals(command: Confirm, facts: ConfirmFacts, chosen: Chosen, most: number): Refusal[] {
  const strange = (place: string) =>
    refuse('address', 'REG-10', 'This address is none of the centre’s', 'Choose one of its addresses, or ask for another.', place);
  return [
    ...lineRefusals(facts),
    ...changeRefusals(facts),
    ...productRefusals(facts),
    ...batchRefusals(command, facts),
    ...sessionRefusals(command, facts),
    ...roomRefusals(facts, most),
    ...windowRefusals(command, facts, chosen),
    ...modeRefusals(command, facts, chosen),
    ...facts.strangeAddresses.map(strange),
  ];
}

/** Lines are told by row and field, never by what stands in them: refusals are kept in the history of the workflow (SEC-12). */
function lineRefusals({ faulty, faultyCount, registered, registeredCount }: ConfirmFacts): Refusal[] {
  const told = faulty.flatMap(({ row, faults }) =>
    faults.map(({ field, code, rule }) => {
      const where = field ? `Row ${row}, ${fieldWords[field] ?? field}` : `Row ${row}`;
      return refuse(code, rule, `${where}: a fault`, 'Read on the line what it is; mend it, or remove the line.', `/lines/${row}`);
    }),
  );
  const again = registered.map((row) => {
    const detail = `Row ${row}: this learner is registered on this product and session already`;
    return refuse('alreadyRegistered', 'REG-9', detail, 'Remove the line: nobody is registered twice.', `/lines/${row}`);
  });
  const more = faultyCount - faulty.length + registeredCount - registered.length;
  const rest = refuse('moreFaults', 'REG-9', `${more} more lines have faults`, 'Read the lines that have faults.', '/lines');
  return [...told, ...again, ...(more > 0 ? [rest] : [])];
}

/** REG-4, REG-12: a line is read by the product as it stood then; what it asks for on the day of the registration counts. */
function changeRefusals({ product, members, undated, needing }: ConfirmFacts): Refusal[] {
  if (!product) return [];
  const told = (rows: number[], code: string, rule: string, what: string, remedy: string) =>
    rows.map((row) => refuse(code, rule, `Row ${row}: ${what}`, remedy, `/lines/${row}`));
  const dates = 'the product asks for the start and the planned end';
  return [
    ...(asksForDates(product, members) ? told(undated, 'missing', 'REG-4', dates, 'Write both on the line, or remove it.') : []),
    ...(product.takesArrangements
      ? []
      : told(
          needing,
          'noArrangements',
          'REG-12',
          'the product takes no arrangements or modified papers',
          'Take them out of the line, or remove it.',
        )),
  ];
}

function productRefusals({ product, group, isApproved, price, members }: ConfirmFacts): Refusal[] {
  const code = group!.productCode;
  const no = (name: string, rule: string, detail: string, remedy: string) => refuse(name, rule, detail, remedy, '/group');
  if (!product) return [no('product', 'REG-1', `There is no product ${code}`, 'Find the product, and begin anew with its code.')];
  const refusals: Refusal[] = [];
  if (!isApproved) refusals.push(notApproved(code, '/group'));
  if (!product.isOpen) refusals.push(closed(code, '/group'));
  if (isMadeOfOthers(product) && members.length === 0)
    refusals.push(no('noMembers', 'REG-11', `${code} is made of no products yet`, 'Ask us to complete it.'));
  if (!price) refusals.push(no('noFee', 'MON-3', `No fee for a registration on ${code} stands today`, 'Ask us for it.'));
  return refusals;
}

function batchRefusals({ batch: asked, session }: Confirm, { batch, product }: ConfirmFacts): Refusal[] {
  const refusals: Refusal[] = [];
  if (asked && !batch)
    refusals.push(refuse('batch', 'REG-14', 'This batch is none of the centre’s', 'Choose one of its batches.', '/batch'));
  if (!batch) return refusals;
  if (batch.isPart || (product && batch.product !== product.product))
    refusals.push(
      refuse('batchProduct', 'REG-14', 'This batch is one of another product', 'Choose a batch of the same product.', '/batch'),
    );
  if (session !== null && session !== batch.session) {
    const detail = `This batch is of ${sessionInWords(batch.session)}`;
    refusals.push(refuse('batchSession', 'REG-14', detail, 'Leave the session out, or choose another batch.', '/session'));
  }
  return refusals;
}

function sessionRefusals({ session }: Confirm, { batch, sessions, product }: ConfirmFacts): Refusal[] {
  const wanted: Session | undefined = batch?.session ?? session ?? sessions[0];
  if (!product || wanted === undefined || sessions.includes(wanted)) return [];
  const remedy = `Choose ${sessions.map(sessionInWords).join(' or ')}.`;
  return [refuse('session', 'REG-2', `The session ${sessionInWords(wanted)} is not open for this product`, remedy, '/session')];
}

/** REG-3: all that a batch has ever held count, but what was undone. */
function roomRefusals({ batch, lines }: ConfirmFacts, most: number): Refusal[] {
  const room = Math.max(0, most - (batch?.count ?? 0));
  if (lines <= room) return [];
  const remedy = `Leave all but ${room} out, or choose another batch.`;
  return [refuse('noRoom', 'REG-3', `A batch takes ${most} learners: room for ${room}`, remedy, batch ? '/batch' : '/group')];
}

function windowRefusals({ window: asked }: Confirm, { product, windows, lineWindows }: ConfirmFacts, { window }: Chosen): Refusal[] {
  if (!product) return [];
  const no = (code: string, detail: string, remedy: string) => [refuse(code, 'REG-11', detail, remedy, '/window')];
  const name = windows.find(({ id }) => id === window)?.name;
  if (asked && name === undefined) return no('window', 'This window is none of the product’s', 'Choose one of its assessment windows.');
  if (asksForWindow(product) && product.hasWindows && !window)
    return no('windowMissing', 'An assessment window is missing', 'Choose one for the batch.');
  const differs = name !== undefined && lineWindows.some((told) => told !== name);
  return differs ? no('windows', 'Lines name another assessment window', ANOTHER_BATCH) : [];
}

function modeRefusals({ mode: asked }: Confirm, { product, lineModes }: ConfirmFacts, { mode }: Chosen): Refusal[] {
  if (!product) return [];
  const no = (code: string, detail: string, remedy: string) => [refuse(code, 'REG-11', detail, remedy, '/mode')];
  if (asked && !product.modes.includes(asked))
    return no('mode', 'This mode of assessment is none of the product’s', 'Choose one of its modes.');
  if (asksForWindow(product) && product.modes.length > 0 && !mode)
    return no('modeMissing', 'A mode of assessment is missing', 'Choose one for the batch.');
  return mode && lineModes.some((told) => told !== mode) ? no('modes', 'Lines name another mode of assessment', ANOTHER_BATCH) : [];
}
