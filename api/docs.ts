import express, { type Express, type Request, type Response } from 'express';
import { dirname } from 'node:path';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Countersign API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="page"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, showExtensions: true, persistAuthorization: true });`;

/** The API's description for programs (`/openapi.json`) and for people (`/docs`). */
export function serveDocs(app: Express, document: object): void {
  app.get('/openapi.json', (_request: Request, response: Response) => void response.json(document));
  app.get('/docs', (_request: Request, response: Response) => void response.type('html').send(PAGE));
  app.get('/docs/start.js', (_request: Request, response: Response) => void response.type('js').send(START));
  app.use('/docs', express.static(dirname(require.resolve('swagger-ui-dist/package.json')), { index: false }));
}
