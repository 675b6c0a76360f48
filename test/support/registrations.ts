import { v7 as uuid } from 'uuid';
import type { SeededTenant } from '../../db/seeds/demo';
import { sessionOf } from '../../domain/catalogue/session';
import type { ProductType } from '../../domain/catalogue/product';
import { londonDate } from '../../domain/working-days';
import { checkDigitOf } from '../../domain/registration/uln';
import type { ApiClient, Got } from './api-client';
import { eventually } from './eventually';
import type { StoreSystem } from './store';

/** A registration as the API answers it. */
export interface RegistrationBody {
  id: string;
  reference: string;
  state: string;
  version: number;
  progress: { rows: number; checked: number; done: boolean };
  contact: { name: string; email: string };
  groups: GroupBody[];
}
export interface GroupBody {
  id: string;
  state: string;
  productCode: string;
  lines: number;
  faulty: number;
  session: number | null;
  faults: { code: string; column: string | null }[];
  batch: { id: string; number: string } | null;
  undoUntil: string | null;
  kept: { number: string; why: string }[];
}
export interface LineBody {
  id: string;
  row: number;
  cells: Record<string, string>;
  version: number;
  faults: { code: string; field: string | null; column: string | null; detail: string; remedy: string; isWarning: boolean }[];
}

/** The session of today, as the machine has it. */
export const SESSION = sessionOf(londonDate(new Date().toISOString()));
const STANDING = { number: null, sector: 'Test', is_open: true, lapse_months: 36, grade_scale: 'pass', has_windows: false };
const NOTHING = { late_allowed: false, books_on_registration: false, is_electronic_only: false, takes_arrangements: true };
const FEE = { net: 4_000 };

/** What a product of a test is, beside its code. */
export interface TestProduct {
  code: string;
  type?: ProductType;
  isRegulated?: boolean;
  isApproved?: boolean;
  members?: string[];
  modes?: string[];
  windows?: string[];
  /** The nested suite, by its code. */
  suite?: string;
  /** Pence without tax; £40 where it is left out. */
  net?: number;
}

/** Makes products of a tenant as of long ago, the centre approved for each unless it is said, with a fee of £40 and £8 tax; answers their identifiers by code. */
export async function seedProducts(
  owner: StoreSystem['owner'],
  { id: tenant_id, centre }: Pick<SeededTenant, 'id' | 'centre'>,
  products: TestProduct[],
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  const suites = new Map(products.flatMap(({ suite }) => (suite ? [[suite, uuid()] as const] : [])));
  for (const [code, id] of suites) await owner('suites').insert({ id, tenant_id, code, name: `Suite ${code}` });
  for (const product of products) {
    const { code, type = 'qualification', isRegulated = false, isApproved = true, members = [], modes = [], windows = [] } = product;
    const [id, version] = [uuid(), uuid()];
    ids[code] = id;
    await owner('products').insert({ id, tenant_id, code, made_at: '2020-01-01T00:00:00Z' });
    await owner('product_versions').insert({
      ...{ id: version, tenant_id, product_id: id, effective_from: '2020-01-01', name: `Product ${code}`, type, modes, ...STANDING },
      ...{ ...NOTHING, has_windows: windows.length > 0, is_regulated: isRegulated, made_at: '2020-01-01T00:00:00Z' },
      suite_id: product.suite ? suites.get(product.suite) : null,
    });
    for (const [position, member] of members.entries())
      await owner('product_members').insert({ version_id: version, member_id: ids[member], tenant_id, position });
    for (const name of windows)
      await owner('assessment_windows').insert({
        ...{ id: uuid(), tenant_id, product_id: id, name, opens_on: '2099-05-01', cut_off_on: '2099-04-01', closes_on: '2099-05-31' },
      });
    const fee = { id: uuid(), tenant_id, item: 'registration', card_type: null, product_id: id, effective_from: '2020-01-02' };
    const { net = FEE.net } = product;
    await owner('fees').insert({ ...fee, net_pence: net, vat_pence: net / 5, vat_basis_points: 2000 });
    if (isApproved)
      await owner('product_approvals').insert({
        ...{ id: uuid(), tenant_id, organisation_id: centre.id, product: code, approved_at: '2020-01-01T00:00:00Z' },
      });
  }
  return ids;
}

/** A right ULN, another one for each number. */
export function ulnOf(number: number): string {
  for (let nine = 100_000_000 + number * 11; ; nine += 1) {
    const digit = checkDigitOf(String(nine));
    if (digit !== null) return `${nine}${digit}`;
  }
}

/** A row of the single-product CSV: the cells given by their letters, all mandatory ones filled in. */
export function singleRow(number: number, cells: Record<string, string> = {}): string {
  const filled: Record<string, string> = {
    ...{ A: `Ann${wordOf(number)}`, C: 'Learner', D: '03/04/2005', G: 'F', H: ulnOf(number), AG: 'GB', ...cells },
  };
  return COLUMNS.map((letter) => filled[letter] ?? '').join(',');
}
const COLUMNS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'AA', 'AB', 'AC', 'AD', 'AE', 'AF', 'AG'];

/** Another word for each number, of letters alone. */
export function wordOf(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

/** A single file of so many learners, from a number on. */
export function singleFile(count: number, from = 0): string {
  return Array.from({ length: count }, (_each, index) => singleRow(from + index)).join('\r\n');
}

/** Sends a file of learners. */
export async function sendFile<Body = RegistrationBody>(
  by: ApiClient,
  api: string,
  way: string,
  content: string | Buffer,
  key: string = crypto.randomUUID(),
): Promise<Got<Body>> {
  const answer = await fetch(`${api}/v1/registrations/${way}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await by.token()}`,
      'Content-Type': 'text/csv',
      'Idempotency-Key': key,
      'X-File-Name': 'learners.csv',
    },
    body: content,
  });
  return { status: answer.status, body: (await answer.json()) as Body, headers: answer.headers };
}

/** Waits until a registration is checked; answers it. */
export function checkedOf(by: ApiClient, { id }: { id: string }): Promise<RegistrationBody> {
  return eventually(async () => {
    const { body } = await by.get<RegistrationBody>(`/v1/registrations/${id}`);
    expect(body.state).toBe('open');
    return body;
  }, 30_000);
}

/** The lines of a registration, all of a page. */
export async function linesOf(by: ApiClient, { id }: { id: string }, query = ''): Promise<LineBody[]> {
  return (await by.get<{ items: LineBody[] }>(`/v1/registrations/${id}/lines?limit=200${query}`)).body.items;
}

/** Confirms a group. */
export function confirm<Body = RegistrationBody>(by: ApiClient, { id }: { id: string }, body: object, query = ''): Promise<Got<Body>> {
  return by.post<Body>(`/v1/registrations/${id}/confirm${query}`, body);
}
