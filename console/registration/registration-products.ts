import { today } from '../kit/cells';
import type { components } from '../kit/api';
import { data } from '../kit/client';
import type { Visit } from '../kit/page';

type Product = components['schemas']['WholeProduct'];
/** A product with what a registration on it can choose. */
export type RegisteredOn = Product & { windows: components['schemas']['AssessmentWindow'][] };

/** As many as the API gives at once: a whole code is found among those that it is a part of. */
const MOST = 200;

/** The product of a code, in whatever case it is written, with its windows that are not over; null where there is none. */
export async function productOfCode({ api }: Visit, code: string): Promise<RegisteredOn | null> {
  const { items } = await data(api.GET('/v1/products', { params: { query: { code, limit: MOST } } }));
  const found = items.find((each) => each.code.toLowerCase() === code.toLowerCase());
  if (!found) return null;
  const { id, hasWindows } = found;
  const query = { product: id, from: today(), limit: MOST };
  const [product, windows] = await Promise.all([
    data(api.GET('/v1/products/{id}', { params: { path: { id } } })),
    hasWindows ? data(api.GET('/v1/assessment-windows', { params: { query } })) : { items: [] },
  ]);
  return { ...product, windows: windows.items };
}
