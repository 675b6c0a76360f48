import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import nunjucks from 'nunjucks';
import { dayOf, momentOf, moneyOf } from './cells';
import { plural, words } from './words';

const folderOf = (name: string) => join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'node_modules', name);
const GOVUK = join(folderOf('govuk-frontend'), 'dist');
const MOJ = folderOf('@ministryofjustice/frontend');
/** Their typeface is theirs alone: a system's own is taken instead. */
const withoutTypeface = (css: string) => css.replace(/@font-face\s*\{[^}]*\}/g, '').replace(/"?GDS Transport"?/g, 'system-ui');

/** Templates, each beside its area's pages, with the macros of GOV.UK and MOJ, and how money, moments and names are written. */
export function serveViews(app: Express, root: string): void {
  const areas = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(root, entry.name)] : []));
  const environment = nunjucks.configure([...areas, GOVUK, MOJ], { autoescape: true, express: app, throwOnUndefined: false });
  environment.addFilter('money', moneyOf);
  environment.addFilter('moment', momentOf);
  environment.addFilter('day', dayOf);
  environment.addFilter('words', words);
  environment.addFilter('plural', plural);
  environment.addGlobal('freshKey', () => randomUUID());
  const css = [join(GOVUK, 'govuk', 'govuk-frontend.min.css'), join(MOJ, 'moj', 'moj-frontend.min.css')].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const design = withoutTypeface(css.join('\n'));
  app.get('/assets/design.css', (_request, response) => void response.type('css').set('Cache-Control', 'max-age=3600').send(design));
  app.use('/assets/altcha', express.static(join(folderOf('altcha-lib'), 'dist', 'esm', 'v1')));
  app.use('/assets/moj', express.static(join(MOJ, 'moj', 'components', 'sortable-table')));
  app.use('/assets', express.static(join(root, 'kit', 'assets')));
}
