import type { ApiClient } from './api-client';
import type { Problem } from './orders';
import { checkedOf, confirm, sendFile, ulnOf, wordOf, type LineBody, type RegistrationBody } from './registrations';

/** A batch as the API answers it. */
export interface BatchBody {
  number: string;
  room: number;
  session: { year: number };
  lapsesOn: string | null;
  purchaseOrders: string[];
  learners: { counted: number; registered: number; undone: number };
  contact: { email: string };
  parts: { id: string; product: string }[];
}

let learners = 0;
/** The first of so many numbers of learners whom no other test of the file has. */
export const fresh = (count: number) => (learners += count) - count;

/** The cells of a learner who is keyed in. */
export const keyed = (number: number) => ({
  forename: `Key${wordOf(number)}`,
  surname: 'In',
  birthDate: '03/04/2005',
  gender: 'F',
  uln: ulnOf(number),
});

/** The codes of what a problem tells. */
export const codes = (problem: unknown) => (problem as Problem).errors.map(({ code }) => code);

/** Whoever registers learners for a centre, and what he does; each step succeeds. */
export type Registrar = ReturnType<typeof registrarOf>;

/** Registers learners by the API. */
export function registrarOf(by: ApiClient, api: string) {
  const single = (content: string | Buffer, product = 'Q1', query = '') => sendFile(by, api, `single?product=${product}${query}`, content);
  const bulk = (content: string) => sendFile(by, api, 'bulk', content);
  const sentAndChecked = async (content: string | Buffer, product = 'Q1') => {
    const sent = await single(content, product);
    expect(sent.status).toBe(201);
    return checkedOf(by, sent.body);
  };
  const registered = async (content: string, product = 'Q1', more = {}) => {
    const checked = await sentAndChecked(content, product);
    const done = await confirm(by, checked, { group: checked.groups[0]!.id, ...more });
    expect([done.status, done.body.groups?.[0]?.state]).toEqual([200, 'registered']);
    return done.body;
  };
  const batchOf = async ({ groups }: RegistrationBody) => (await by.get<BatchBody>(`/v1/batches/${groups[0]!.batch!.id}`)).body;
  const keyIn = async (product: string) => {
    const { status, body } = await by.post<RegistrationBody>('/v1/registrations', { product });
    expect(status).toBe(201);
    return body;
  };
  const add = ({ id }: RegistrationBody, cells: object) => by.post<LineBody>(`/v1/registrations/${id}/lines`, { cells });
  const edit = (line: LineBody, cells: object, version = line.version) =>
    by.put<LineBody>(`/v1/registration-lines/${line.id}`, { cells: { ...line.cells, ...cells } }, { 'If-Match': `"${version}"` });
  const download = async (path: string) => {
    const answer = await fetch(`${api}/v1/${path}`, { headers: { Authorization: `Bearer ${await by.token()}` } });
    return answer.text();
  };
  return { single, bulk, sentAndChecked, registered, batchOf, keyIn, add, edit, download };
}
