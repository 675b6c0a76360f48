import type { Asked } from '../../domain/catalogue/centre-request.decide';
import type { CentreRequest, CentreRequestFacts, Wanted } from '../../domain/catalogue/centre-request.state';
import { referenceOf } from '../../domain/processes';
import { refuse, type Refusal } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { refused } from '../core/commit-refused';
import { insertOnce } from '../core/edits';
import type { RowStore, Step } from '../core/row-store';
import { addAddress, setProductApproval } from '../organisations/offers';
import { isApproved } from './approvals.queries';
import { CentreRequestRow, CountryRow, ProductRow } from './catalogue.model';
import { openCountry } from './parts.commands';

const RULE = 'REG-18';

/** How a centre's request meets its tables: its row, and the approval, the address or the country that a grant makes (REG-18, REG-1, REG-6, REG-10). */
export const centreRequestStore: RowStore<CentreRequest, CentreRequestFacts> = {
  table: 'centre_requests',
  facts: async (trx, { process, state, trigger, body, at }) => {
    const centre = process.organisation!;
    if (trigger === 'ask') {
      const { what, code } = body as Asked;
      return { faults: code === null ? [] : await faultsOf(trx, centre, { what, code }, at) };
    }
    const { asked } = await CentreRequestRow.query(trx).findById(state.id).forUpdate().throwIfNotFound();
    const isGranted = trigger === 'grant' && asked.what === 'approval';
    return { faults: isGranted ? await faultsOf(trx, centre, { what: asked.what, code: asked.product }, at) : [] };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, step);
    const { id, state, stateSince } = step.decision.next;
    const isAnswered = state === 'granted' || state === 'declined';
    const answer = isAnswered ? { decidedBy: step.asked!.by.user_id, answer: step.asked!.reason } : {};
    await CentreRequestRow.query(trx)
      .findById(id)
      .patch({ state, stateSince, version: step.version, ...answer });
    if (state === 'granted') await give(trx, step);
  },
};

async function faultsOf(trx: Transaction, centre: string, { what, code }: { what: string; code: string }, at: Instant): Promise<Refusal[]> {
  if (what === 'country') {
    const isOpen = await CountryRow.query(trx).findOne({ code }).whereNull('withdrawn_at').select('id');
    return isOpen ? [refuse('countryThere', 'REG-6', `${code} is a country of study already`, 'Choose it.', '/asked/code')] : [];
  }
  const known = await ProductRow.query(trx).whereRaw('upper(code) = upper(?)', [code]).first();
  if (!known) return [refuse('product', 'REG-1', `There is no product ${code}`, 'Take its code from GET /v1/products.', '/asked/product')];
  const isThere = (await isApproved(trx, centre, [known.code], at)).has(known.code);
  return isThere
    ? [refuse('approval', 'REG-1', `The centre is approved for ${known.code} already`, 'Register on it.', '/asked/product')]
    : [];
}

async function insert(trx: Transaction, { decision, asked, version, process }: Step<CentreRequest>): Promise<void> {
  const { id, tenant: tenantId, what, askedBy: requestedBy, state, stateSince } = decision.next;
  const { asked: wanted, reason } = asked!.body as { asked: Wanted; reason: string };
  const organisationId = process.organisation!;
  const row = { id, tenantId, organisationId, what, asked: wanted, reason, requestedBy, state, stateSince, version };
  if (await insertOnce(trx, CentreRequestRow, row as CentreRequestRow)) return;
  const open = await CentreRequestRow.query(trx)
    .where({ organisation_id: organisationId, what, state: 'asked' })
    .whereRaw('lower(asked::text) = lower(?::jsonb::text)', [JSON.stringify(wanted)])
    .first();
  const remedy = open ? `Look at ${referenceOf('centre-request', open.id)}, or withdraw it.` : 'Ask again.';
  throw refused('alreadyAsked', RULE, 'The same is asked for already', remedy, '/asked');
}

/** What was asked for is the centre's then. */
async function give(trx: Transaction, { decision, asked, at }: Step<CentreRequest>): Promise<void> {
  const { id, tenant } = decision.next;
  const { asked: wanted, organisationId: organisation } = await CentreRequestRow.query(trx).findById(id).throwIfNotFound();
  const about = { tenant, organisation };
  if (wanted.what === 'approval') await setProductApproval(trx, about, wanted.product, true, asked!, at);
  if (wanted.what === 'address') {
    const { label, lines, postcode } = wanted;
    await addAddress(trx, about, { label, lines, postcode, node: null }, asked!, at);
  }
  if (wanted.what === 'country') await openCountry(trx, wanted, { tenant, asked: asked!, at, today: londonDate(at) });
}
