import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import compression from 'compression';
import express, { type Express, type Request, type Response } from 'express';

const ROOT = process.env['COUNTERSIGN_ROOT'] ?? process.cwd();
const UI = dirname(require.resolve('swagger-ui-dist/package.json'));
const { version } = JSON.parse(readFileSync(join(UI, 'package.json'), 'utf8')) as { version: string };

/** Finds operations whose name, path, words, rules or permission hold all words of the filter; "/" goes to its box. */
const START = `
const says = (operation) => {
  const { operationId = '', summary = '', ...more } = operation.get('operation').toJS();
  return [operationId, operation.get('path'), operation.get('method'), summary, more['x-permission'], ...(more['x-rules'] ?? [])].join(' ').toLowerCase();
};
const opsFilter = (tags, phrase) => {
  const words = phrase.toLowerCase().split(/\\s+/).filter(Boolean);
  return tags
    .map((tag) => tag.set('operations', tag.get('operations').filter((each) => words.every((word) => says(each).includes(word)))))
    .filter((tag) => tag.get('operations').size > 0);
};
window.ui = SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#page', deepLinking: true, showExtensions: true, persistAuthorization: true,
  filter: true, defaultModelsExpandDepth: -1, plugins: [{ fn: { opsFilter } }],
  onComplete: () => {
    const box = document.querySelector('.operation-filter-input');
    box.setAttribute('aria-label', 'Filter operations by words, path, rule or permission');
    box.placeholder = 'Filter by words, path, rule or permission ( / )';
  },
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  document.querySelector('.operation-filter-input').focus();
});`;
const ASSETS = `/docs/assets/${version}-${createHash('sha256').update(START).digest('hex').slice(0, 8)}`;
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Countersign API</title>
<link rel="stylesheet" href="${ASSETS}/swagger-ui.css"><link rel="preload" href="/openapi.json" as="fetch" crossorigin></head>
<body><div id="page"></div><script src="${ASSETS}/swagger-ui-bundle.js"></script><script src="${ASSETS}/start.js"></script></body>
</html>`;

/** The API's description for programs (`/openapi.json`, as it is committed) and for people (`/docs`): compressed, and asked for once. */
export function serveDocs(app: Express): void {
  const contract = readFileSync(join(ROOT, 'openapi.json'), 'utf8');
  const forever = { immutable: true, maxAge: '1y' } as const;
  app.use(['/docs', '/openapi.json'], compression());
  app.get('/openapi.json', cached('json', contract));
  app.get('/docs', cached('html', PAGE));
  app.get(`${ASSETS}/start.js`, (_request: Request, response: Response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('js').send(START);
  });
  app.use(ASSETS, express.static(UI, { index: false, ...forever, cacheControl: true }));
}

/** Kept by browsers, who ask whether it is still the same. */
function cached(type: 'html' | 'json', body: string) {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return (request: Request, response: Response) => {
    response.set({ ETag: tag, 'Cache-Control': 'public, no-cache' }).type(type);
    if (request.fresh) response.status(304).end();
    else response.send(body);
  };
}
