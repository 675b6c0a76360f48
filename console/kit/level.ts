import { parse, serialize } from 'cookie';
import type { Request } from 'express';
import { data, type Api } from './client';
import { isStaff, type Me } from './navigation';

const COOKIE = 'countersign_level';

/** The company, group or office that an employer's user has chosen to see, in this session (EMP-7); null for all of his. */
export function levelOf(request: Request, { session }: Me): string | null {
  const [of, level] = (parse(request.get('cookie') ?? '')[COOKIE] ?? '').split('/');
  return session !== null && of === session && level ? level : null;
}

/** Keeps the choice for as long as the session: another one does not know it. */
export function levelCookie({ session }: Me, level: string, isSecure: boolean): string {
  const options = { httpOnly: true, sameSite: 'strict' as const, path: '/', secure: isSecure };
  return serialize(COOKIE, level ? `${session}/${level}` : '', level ? options : { ...options, maxAge: 0 });
}

/** What a list of the API is narrowed by, where its visitor has chosen a level. */
export function atLevel({ level }: { level: string | null }): { level?: string } {
  return level ? { level } : {};
}

/** The switch with its choices, each as deep as it lies, and the balance of what is chosen: funds at it and below, where they may be seen. */
export async function shownSwitch({ api, me, level }: { api: Api; me: Me; level: string | null }) {
  if (me.role !== 'employerUser') return {};
  const { items } = await data(api.GET('/v1/nodes'));
  const isTop = ({ parent }: (typeof items)[number]) => !items.some(({ id }) => id === parent);
  const under = (id: string, depth: number): { node: (typeof items)[number]; depth: number }[] =>
    items.filter((each) => each.parent === id).flatMap((node) => [{ node, depth }, ...under(node.id, depth + 1)]);
  const tree = items.filter(isTop).flatMap((node) => [{ node, depth: 0 }, ...under(node.id, 1)]);
  const chosen = items.find(({ id }) => id === level);
  const seen = chosen ? [chosen, ...under(chosen.id, 0).map(({ node }) => node)] : items;
  const funds = seen.flatMap(({ funds: each }) => each ?? []);
  return {
    levels: {
      choices: tree.map(({ node: { id, name, kind }, depth }) => ({
        value: id,
        text: `${'– '.repeat(depth)}${name} (${kind})`,
        isChosen: id === chosen?.id,
      })),
      balance: funds.length > 0 ? { amount: funds.reduce((total, { amount }) => total + amount, 0) } : null,
    },
  };
}

/** The filter of an employer, for staff who came from its page: its address names it (SEC-9). */
export async function ofOrganisation({ api, me, query }: { api: Api; me: Me; query: Record<string, string> }) {
  const id = query['organisation'];
  if (!id || !isStaff(me.role)) return [];
  const { name } = await data(api.GET('/v1/organisations/{id}', { params: { path: { id } } }));
  return [{ name: 'organisation' as const, label: 'Employer', choices: [[id, name] as const] }];
}
