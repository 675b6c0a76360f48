import type { SeededTenant } from '../../db/seeds/demo';
import type { ApiClient, Got } from './api-client';
import { Employer, paidOutside, type ApplicationBody } from './employers';
import { eventually } from './eventually';
import { lloydsFile, placeOrder, type Order } from './orders';
import { linkFor, nobody, person, type UserBody } from './people';
import { castOf, type Part } from './roles';
import { findReceipt, importStatement, standingOf, type Receipt, type Standing } from './statements';
import type { TestSystem } from './system';

/** Somebody who was sent a link to activate an account. */
export interface Invited {
  /** The invitation. */
  id: string;
  user: UserBody;
  link: string;
}
/** A tenant of one's own, its people, what is given in it and how to look at it. */
export interface Scene {
  system: TestSystem;
  tenant: SeededTenant;
  as: Record<Part, ApiClient>;
  given: Given;
  look: Look;
}
export type Given = ReturnType<typeof givenIn>;
export type Look = ReturnType<typeof lookInto>;

/** Makes one; `key` names the tenant and is in its people's addresses. */
export async function sceneIn(system: TestSystem, key: string): Promise<Scene> {
  const tenant = await system.tenant(key);
  const as = castOf(system, tenant);
  const look = lookInto(system, as);
  return { system, tenant, as, look, given: givenIn(system, tenant, as, look) };
}

/** Looks at how things stand, through the public API. */
function lookInto({ owner }: TestSystem, as: Record<Part, ApiClient>) {
  const order = async ({ id }: { id: string }) => (await as.finance.get<Order>(`/v1/advance-orders/${id}`)).body;
  const receipt = async ({ id }: { id: string }) => (await as.finance.get<Receipt>(`/v1/receipts/${id}`)).body;
  const standing = ({ id }: { id: string }) => standingOf(as.finance, id);
  return {
    order,
    receipt,
    standing,
    user: async (id: string) => (await as.caseOperator.get<UserBody>(`/v1/users/${id}`)).body,
    /** Waits until an order is in a state. */
    orderIs: (of: { id: string }, state: string) => eventually(async () => expect((await order(of)).state).toBe(state)),
    /** Waits until a case is in a stage; answers how it stands then. */
    stageIs: (of: { id: string }, stage: string): Promise<Standing> =>
      eventually(async () => {
        const found = await standing(of);
        expect(found.stage).toBe(stage);
        return found;
      }),
    /** The templates of the mails about an entity, oldest first. */
    mails: async ({ id }: { id: string }): Promise<string[]> => {
      const { body } = await as.finance.get<{ items: { kind: string; template: string }[] }>(`/v1/mails?about=${id}`);
      return body.items.filter(({ kind }) => kind === 'mail').map(({ template }) => template);
    },
    /** What happened in a case and when, oldest first. */
    events: async (of: { id: string }): Promise<[string, string][]> =>
      (await standing(of)).stages.map(({ event, enteredAt }) => [event, enteredAt]),
    /** The open tasks about an entity. */
    tasks: ({ id }: { id: string }): Promise<string[]> =>
      owner('work_items').where({ entity_id: id }).whereNull('closed_at').pluck('task') as unknown as Promise<string[]>,
  };
}

/** Brings about what stories begin with, through the public API as the people who do it. */
function givenIn(system: TestSystem, tenant: SeededTenant, as: Record<Part, ApiClient>, look: Look) {
  let balance = 1000;
  /** Pounds on the bank's next statement, posted. */
  const paid = async (text: string, pounds: number): Promise<void> => {
    await importStatement(as.finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], balance));
    balance += pounds;
  };
  const order = (credits = 2): Promise<Order> => placeOrder(as.employerUser, tenant.companies[0], { credits });
  const allocated = async (credits = 1): Promise<Order> => {
    const placed = await order(credits);
    await paid(`PAID ${placed.reference}`, credits * 250);
    await look.orderIs(placed, 'allocated');
    return look.order(placed);
  };
  const receipt = async (text: string, pounds: number): Promise<Receipt> => {
    await paid(text, pounds);
    return findReceipt(as.finance, text);
  };
  const address = (local: string) => ({ email: `${local}@${tenant.key}.example` });
  const employer = new Employer(as.employerUser, tenant);
  return {
    employer,
    /** Pays an order of cards outside of the system: one of finance proposes it, another approves. */
    pays: (order: { id: string }): Promise<void> => paidOutside(as.finance, as.finance2, order),
    /** A finalised application that is paid for outside of the system, with the instant at which its order was. */
    paidApplication: async (form?: object): Promise<ApplicationBody & { paidAt: string }> => {
      const application = await employer.finalised(undefined, form);
      const order = await employer.closed([application]);
      await paidOutside(as.finance, as.finance2, order);
      const { paidAt } = (await as.finance.get<{ paidAt: string }>(`/v1/application-orders/${order.id}`)).body;
      return { ...application, paidAt };
    },
    paid,
    order,
    allocated,
    receipt,
    /** A receipt whose case waits for finance. */
    suspense: async (text: string, pounds: number): Promise<Receipt> => {
      const received = await receipt(text, pounds);
      await look.stageIs(received, 'In suspense');
      return received;
    },
    /** A reversal of an allocated order, asked for by finance. */
    reversal: async (): Promise<{ id: string; order: Order }> => {
      const reversed = await allocated();
      const asked = await as.finance.post<{ id: string }>(`/v1/advance-orders/${reversed.id}/reversals`, { reason: 'not theirs' });
      return { id: taken(asked, 201).id, order: reversed };
    },
    /** A purchaser of the first company, invited; his link has arrived. */
    invited: async (local: string): Promise<Invited> => {
      const { id: organisation, company: node } = tenant.companies[0];
      const body = person(local, { ...address(local), organisation, node, rights: ['purchasing'] });
      const user = taken(await as.caseOperator.post<UserBody>('/v1/users', body), 201);
      const link = await linkFor(system.mailbox, user.email, 'Your account at');
      const sent = await look.user(user.id);
      return { id: sent.invitation!.id, user: sent, link };
    },
    /** Somebody asks for an account at a centre; answers what anybody is answered. */
    accessAsked: (local: string, centre: string): Promise<Got> =>
      nobody(system.api).post('/v1/access-requests', person(local, { ...address(local), scheme: tenant.key, centre })),
    /** An administrator's proposal of policy numbers. */
    proposal: async (changes: Record<string, unknown>, effectiveFrom: string): Promise<{ id: string; state: string; reference: string }> =>
      taken(await as.administrator.post('/v1/policies', { effectiveFrom, changes, reason: 'shorter' }), 201),
  };
}

function taken<Body>({ status, body }: Got<Body>, wanted: number): Body {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${JSON.stringify(body)}`);
  return body;
}
