import type { Express } from 'express';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { sendFile, serveFile } from '../kit/files';
import { commandOf, field, type Said, type Visit } from '../kit/page';
import { REGISTRATIONS, type Registration } from './registration-words';

type Sent = 'single' | 'bulk';

const TEMPLATES: Record<Sent, { href: string; text: string }> = {
  single: { href: '/registrations/templates/single', text: 'Template of a file on one product (CSV)' },
  bulk: { href: '/registrations/templates/bulk', text: 'Template of a bulk file (CSV)' },
};
const PRODUCTS = { href: '/products?approved=true', text: 'Products that the centre is approved for' };
const WAYS = [
  ['single', 'Learners on one product'],
  ['bulk', 'A bulk file over many products'],
] as const;
const READ_WHOLE =
  'The file is read whole first: every fault is told by its row and column, with what to do. Nobody is registered before you confirm.';

const BOOKED =
  'Of products that are booked with the registration, columns AB and AC name the assessment window and the mode; day, time and place are asked when you confirm.';

const fileField: Field = {
  name: 'file',
  label: 'File of learners',
  as: 'file',
  accepts: '.csv,text/csv',
  hint: 'CSV, as the template has it',
};
const productField = ({ query }: Visit, hint = 'As the search for products has it'): Field => ({
  ...{ name: 'product', label: 'Product code', hint, value: query['product'] },
});

const keyIn: FormPage<null> = {
  path: '/registrations/new',
  permission: 'productRegistrations',
  back: REGISTRATIONS,
  subject: () => Promise.resolve(null),
  title: () => 'Key in learners on one product',
  says: () => ['Choose the product. Its learners are keyed in one by one, and nobody is registered before you confirm.'],
  links: [PRODUCTS],
  fields: (_none, visit) => [productField(visit)],
  button: () => 'Begin',
  act: async (visit) => {
    const made = await data(visit.api.POST('/v1/registrations', { params: commandOf(visit), body: { product: field(visit, 'product') } }));
    return { to: `/registrations/${made.id}/lines/new`, text: `Registration ${made.reference} is begun: add its learners.` };
  },
};

const single = (apiUrl: string): FormPage<null> => ({
  path: '/registrations/single',
  permission: 'productRegistrations',
  back: REGISTRATIONS,
  subject: () => Promise.resolve(null),
  title: () => 'Send a file of learners on one product',
  says: () => [READ_WHOLE, BOOKED],
  links: [TEMPLATES.single, PRODUCTS],
  fields: (_none, visit) => [productField(visit), fileField],
  button: () => 'Send the file',
  act: (visit) => send(apiUrl, visit, 'single', false),
});

const bulk = (apiUrl: string): FormPage<null> => ({
  path: '/registrations/bulk',
  permission: 'bulkRegistration',
  back: REGISTRATIONS,
  subject: () => Promise.resolve(null),
  title: () => 'Send a bulk file of learners on many products',
  says: () => [READ_WHOLE, 'A header with a fault blocks itself alone; each of the others is confirmed by itself.'],
  links: [TEMPLATES.bulk],
  fields: () => [fileField],
  button: () => 'Send the file',
  act: (visit) => send(apiUrl, visit, 'bulk', false),
});

const check = (apiUrl: string): FormPage<null> => ({
  path: '/registrations/check',
  permission: 'makeRegistrations',
  back: { href: '/support', text: 'Support' },
  subject: () => Promise.resolve(null),
  title: () => 'Check a file only',
  says: () => ['Every wrong cell is marked, with what to do. Nobody is registered by a check.'],
  links: [TEMPLATES.single, TEMPLATES.bulk],
  fields: (_none, visit) => [
    { name: 'way', label: 'What the file holds', as: 'radios', choices: WAYS, value: 'single' },
    { ...productField(visit, 'Of learners on one product; a bulk file has its own'), isOptional: true },
    fileField,
  ],
  button: () => 'Check the file',
  act: (visit) => send(apiUrl, visit, field(visit, 'way') === 'bulk' ? 'bulk' : 'single', true),
});

/** Registrations begun: keyed in, sent as a file, or a file that is checked and nothing more (REG-1, REG-7, REG-8, CEN-2). */
export function sendingPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const form of [keyIn, single(apiUrl), bulk(apiUrl), check(apiUrl)]) serveFormPage(app, form);
    serveFile(app, '/registrations/templates/:id', (way) => `${apiUrl}/v1/registration-templates/${way}`);
  };
}

async function send(apiUrl: string, visit: Visit, way: Sent, isCheckOnly: boolean): Promise<Said> {
  const product = field(visit, 'product');
  insistOn(visit, way, product);
  const query = new URLSearchParams({ ...(way === 'single' ? { product } : {}), checkOnly: String(isCheckOnly) });
  const made = await sendFile<Registration>(`${apiUrl}/v1/registrations/${way}?${query}`, visit);
  return { to: `/registrations/${made.id}`, text: `${visit.file!.name} is received, and checked row by row.` };
}

/** What is missing is told before the file goes on: the API reads the whole of it first. */
function insistOn({ file }: Visit, way: Sent, product: string): void {
  const missing = [...(way === 'single' && product === '' ? ['product'] : []), ...(file ? [] : ['file'])];
  if (missing.length === 0) return;
  const errors = missing.map((name) => ({ pointer: `/${name}`, code: 'missing', detail: 'It is missing', remedy: 'Give it.' }));
  throw new Refused(422, { title: 'Something is missing', errors });
}
