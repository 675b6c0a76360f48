import type { SeededTenant } from '../../../db/seeds/demo';
import { serveConsole } from '../../support/console';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let web: Awaited<ReturnType<typeof serveConsole>>;
let tenant: SeededTenant;
let cookie: string;
beforeAll(async () => {
  system = await realSystem('bodies');
  web = await serveConsole(system);
  tenant = await system.tenant('bodies');
  cookie = `countersign_session=${await (await system.signIn(tenant.staff.finance.email)).token()}`;
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const own = () => ({ Origin: web.url, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie });
const send = async (path: string, body: URLSearchParams | FormData) => {
  const answer = await fetch(web.url + path, { method: 'POST', redirect: 'manual', headers: own(), body });
  const [, title] = /<h1[^>]*>([^<]*)</.exec(await answer.text()) ?? [];
  return [answer.status, title];
};
/** A form with a file, and what is asked of it. */
const form = (fill: (form: FormData) => void) => {
  const made = new FormData();
  fill(made);
  return made;
};
const file = (bytes: number) => new File([new Uint8Array(bytes)], 'a.csv');

const OUT_OF_DATE = [403, 'This form is out of date'];
const TOO_LARGE = [413, 'The form is too large'];

test('SEC-1 a body that is too large is answered 413 by every form of the console, before and after sign-in', async () => {
  const fields = (count: number, letters: number) =>
    new URLSearchParams(Array.from({ length: count }, (_each, at): [string, string] => [`f${at}`, 'x'.repeat(letters)]));
  for (const path of ['/sign-in', '/forgotten', '/holds/decide', '/account/keys/new']) {
    expect([path, ...(await send(path, fields(1, 199_000)))]).not.toEqual([path, ...TOO_LARGE]);
    expect([path, ...(await send(path, fields(1, 205_000)))]).toEqual([path, ...TOO_LARGE]);
    expect([path, ...(await send(path, fields(1_001, 1)))]).toEqual([path, ...TOO_LARGE]);
  }
});

test.each(['/statements', '/orders/00000000-0000-4000-8000-000000000000/files'])(
  'SEC-1 %s takes twenty fields and one file: one more field, part, file, or a field, name or file that is too large is answered 413',
  async (path) => {
    const add =
      (count: number, letters = 1, name = 'f') =>
      (to: FormData) => {
        for (let at = 0; at < count; at += 1) to.append(`${name}${at}`, 'x'.repeat(letters));
      };
    const withFile = (fill: (to: FormData) => void, files = 1, bytes = 10) =>
      form((to) => {
        fill(to);
        for (let at = 0; at < files; at += 1) to.append('file', file(bytes));
      });
    // What is within the limits goes on to the check of the form's token, which these lack.
    expect(await send(path, withFile(add(20)))).toEqual(OUT_OF_DATE);
    expect(await send(path, withFile(add(1, 10_000)))).toEqual(OUT_OF_DATE);
    expect(await send(path, withFile(add(21)))).toEqual(TOO_LARGE);
    expect(await send(path, withFile(add(20), 2))).toEqual(TOO_LARGE);
    expect(await send(path, withFile(add(1), 2))).toEqual(TOO_LARGE);
    expect(await send(path, withFile(add(1, 10_001)))).toEqual(TOO_LARGE);
    expect(await send(path, withFile(add(1, 1, 'n'.repeat(101))))).toEqual(TOO_LARGE);
    expect(await send(path, withFile(add(1), 1, 25_000_001))).toEqual([413, 'The file is too large']);
    expect(
      await send(
        path,
        form((to) => to.append('other', file(10))),
      ),
    ).toEqual([400, 'The form did not come whole']);
  },
);

test('SEC-1 ADV-4 what the API finds too large is answered 413 by the console as well, in a form and in a file', async () => {
  expect(await send('/forgotten', new URLSearchParams({ email: 'x'.repeat(150_000) }))).toEqual([413, expect.any(String)]);
  const page = await (await fetch(`${web.url}/statements`, { headers: own() })).text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page)![1]!;
  const upload = (bytes: number) =>
    send(
      '/statements',
      form((to) => {
        to.append('_csrf', csrf);
        to.append('account', tenant.bankAccounts.lloyds);
        to.append('file', file(bytes));
      }),
    );
  expect((await upload(20_000_001))[0]).toBe(413);
  expect((await upload(20_000))[0]).toBe(422);
});
