import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import type { Express, Request, Response } from 'express';
import { docsPage } from './docs-page';
import type { Contract } from './openapi';

const CONTRACT = join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'openapi.json');
/** What their addresses name never changes. */
const FOREVER = 'public, max-age=31536000, immutable';

const STYLE = `
:root { --ink: #0b0c0c; --grey: #505a5f; --line: #b1b4b6; --blue: #1d70b8; --green: #00703c; --red: #d4351c; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); margin: 0 auto; max-width: 70rem; padding: 0 1rem 4rem; }
header { position: sticky; top: 0; background: #fff; padding: .5rem 0; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: 0; } header p { margin: .25rem 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; } h3 { font-size: 1rem; margin: .75rem 0 0; }
input { font: inherit; width: 22rem; max-width: 100%; padding: .25rem; border: 2px solid var(--ink); } kbd { border: 1px solid var(--grey); padding: 0 .4em; }
details { border-top: 1px solid var(--line); } summary { padding: .3rem 0; cursor: pointer; } summary span { color: var(--grey); }
summary b { display: inline-block; width: 4.2em; text-transform: uppercase; } .get { color: var(--blue); } .post { color: var(--green); } .put, .delete { color: var(--red); }
:focus-visible { outline: 3px solid #fd0; outline-offset: 0; } table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .1rem 1rem .1rem 0; font-weight: normal; }
pre { background: #f3f2f1; padding: .5rem; overflow: auto; } ul { margin: 0; } [hidden] { display: none; }`;

/** Finds operations whose name, path, words, rules or permission hold all words of the filter; "/" goes to its box, Escape empties it. */
const SCRIPT = `
const box = document.querySelector('#filter');
const all = [...document.querySelectorAll('details')];
const narrow = () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const each of all) each.hidden = !words.every((word) => each.dataset.words.includes(word));
  for (const each of document.querySelectorAll('section')) each.hidden = !each.querySelector('details:not([hidden])');
  const found = all.filter((each) => !each.hidden).length;
  document.querySelector('#found').textContent = found + (found === 1 ? ' operation' : ' operations');
};
box.addEventListener('input', narrow);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { box.value = ''; narrow(); }
  if (event.key !== '/' || event.target === box) return;
  event.preventDefault();
  box.focus();
});
const open = () => { const named = location.hash && document.getElementById(location.hash.slice(1)); if (named) { named.open = true; named.scrollIntoView(); } };
addEventListener('hashchange', open);
open();`;

/** The API's description for programs (`/openapi.json`, as it is committed) and for people (`/docs`): compressed, and asked for once. */
export function serveDocs(app: Express): void {
  const contract = readFileSync(CONTRACT, 'utf8');
  const assets = `/docs/${digest(STYLE + SCRIPT)}`;
  app.use(['/docs', '/openapi.json'], compression());
  app.get('/openapi.json', kept('json', contract));
  app.get('/docs', kept('html', docsPage(JSON.parse(contract) as Contract, assets)));
  app.get(`${assets}/docs.css`, kept('css', STYLE, FOREVER));
  app.get(`${assets}/docs.js`, kept('js', SCRIPT, FOREVER));
}

/** Kept by browsers, who ask whether it is still the same, where it may change. */
function kept(type: 'html' | 'json' | 'css' | 'js', body: string, howLong = 'public, no-cache') {
  const tag = `"${digest(body)}"`;
  return (request: Request, response: Response) => {
    response.set({ ETag: tag, 'Cache-Control': howLong }).type(type);
    if (request.fresh) response.status(304).end();
    else response.send(body);
  };
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 16);
}
