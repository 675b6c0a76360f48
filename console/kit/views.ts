import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import nunjucks from 'nunjucks';

const folderOf = (name: string) => join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'node_modules', name);
const GOVUK = join(folderOf('govuk-frontend'), 'dist');
const MOJ = folderOf('@ministryofjustice/frontend');
/** Their typeface is theirs alone: a system's own is taken instead. */
const withoutTypeface = (css: string) => css.replace(/@font-face\s*\{[^}]*\}/g, '').replace(/"?GDS Transport"?/g, 'system-ui');

const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium' });
const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

/** Templates, each beside its area's pages, with the macros of GOV.UK and MOJ, and how money and moments are written. */
export function serveViews(app: Express, root: string): void {
  const areas = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(root, entry.name)] : []));
  const environment = nunjucks.configure([...areas, GOVUK, MOJ], { autoescape: true, express: app, throwOnUndefined: false });
  environment.addFilter('money', (money: { amount: number } | null) => (money ? pounds.format(money.amount / 100) : '–'));
  environment.addFilter('moment', (at: string | null) => (at ? london.format(new Date(at)) : '–'));
  environment.addFilter('day', (date: string | null) => (date ? day.format(new Date(date)) : '–'));
  environment.addFilter('words', (name: string) =>
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/^./, (first) => first.toUpperCase())
      .replace(/ [A-Z]/g, (each) => each.toLowerCase()),
  );
  environment.addGlobal('freshKey', () => randomUUID());
  const css = [join(GOVUK, 'govuk', 'govuk-frontend.min.css'), join(MOJ, 'moj', 'moj-frontend.min.css')].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const design = withoutTypeface(css.join('\n'));
  app.get('/assets/design.css', (_request, response) => void response.type('css').set('Cache-Control', 'max-age=3600').send(design));
  app.use('/assets/altcha', express.static(join(folderOf('altcha-lib'), 'dist', 'esm', 'v1')));
  app.use('/assets', express.static(join(root, 'kit', 'assets')));
}
