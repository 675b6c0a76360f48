import { data, type Api } from './client';

/** All products to choose from, by code. */
export async function productChoices(api: Api): Promise<(readonly [string, string])[]> {
  const choices: (readonly [string, string])[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await data(api.GET('/v1/products', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }));
    choices.push(...items.map(({ id, code, name }) => [id, `${code} ${name}`] as const));
    if (!next) return choices;
    cursor = next;
  }
}
