import type { Express } from 'express';
import { serveConsole } from '../../support/console';
import { realSystem, PASSWORD, type TestSystem } from '../../support/system';

let system: TestSystem;
let web: Awaited<ReturnType<typeof serveConsole>>;
beforeAll(async () => {
  system = await realSystem('own-forms');
  web = await serveConsole(system);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
}
/** The path of every form that the console serves. */
const forms = (app: Express) => [
  ...new Set((app.router.stack as unknown as Layer[]).flatMap(({ route }) => (route?.methods['post'] ? [route.path].flat() : []))),
];
const send = (path: string, headers: Record<string, string>, body = {}) =>
  fetch(web.url + path.replace(/:\w+/g, 'x'), { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(body) });

test('SEC-1 SEC-2 no form of the console is taken from another site, sign-in and sign-out neither; none that does not say where it comes from', async () => {
  const paths = forms(web.app);
  expect(paths).toEqual(
    expect.arrayContaining(['/sign-in', '/sign-in/code', '/sign-out', '/forgotten', '/activate/password', '/holds/decide']),
  );
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: web.url, 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    {},
  ];
  for (const path of paths)
    for (const headers of foreign) {
      const answer = await send(path, headers);
      expect([path, headers, answer.status, answer.headers.get('set-cookie')]).toEqual([path, headers, 403, null]);
      expect(await answer.text()).toContain('This came from another site');
    }
});

test('SEC-1 SEC-2 from our own page sign-in goes on to the code, and sign-out takes the cookie away', async () => {
  const { email } = (await system.tenant('own-forms')).staff.finance;
  const own: Record<string, string>[] = [
    { Origin: web.url, 'Sec-Fetch-Site': 'same-origin' },
    { Origin: web.url },
    { 'Sec-Fetch-Site': 'same-origin' },
  ];
  for (const headers of own) {
    const pending = await send('/sign-in', headers, { email, password: PASSWORD });
    expect([pending.status, await pending.text()]).toEqual([200, expect.stringContaining('name="signIn"')]);
    const out = await send('/sign-out', headers);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('Max-Age=0')]);
  }
});
