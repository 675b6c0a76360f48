import type { components } from '../kit/api';
import { data, type Api } from '../kit/client';
import { field, numberField, type Visit } from '../kit/page';
import type { Field } from '../kit/fields';

/** A product with all that belongs to it. */
export type Product = components['schemas']['WholeProduct'];
type Listed = components['schemas']['Product'];
/** What it is as a form enters it. */
type Version = Omit<Listed, 'id' | 'code' | 'version' | 'isApproved'> & {
  units: { unit: string; isMandatory: boolean; group: string | null }[];
};

/** What people call the types of product. */
export const TYPES = [
  ['qualification', 'Qualification'],
  ['vCert', 'V Cert'],
  ['tLevel', 'T Level'],
  ['technicalAward', 'Technical Award'],
  ['functionalSkills', 'Functional Skills'],
  ['edsq', 'Essential Digital Skills'],
  ['apprenticeship', 'Apprenticeship'],
  ['bundle', 'Bundle'],
] as const satisfies readonly (readonly [Listed['type'], string])[];
/** What people call the forms of assessment. */
export const FORMS = {
  paper: 'on paper',
  controlled: 'controlled assessment',
  onScreen: 'on screen',
  internal: 'by the centre',
} as const satisfies Record<Listed['components'][number]['form'], string>;
/** What holds of a product or does not. */
export const FLAGS = [
  ['isRegulated', 'It is regulated'],
  ['isOpen', 'Learners can be registered on it'],
  ['hasWindows', 'It has assessment windows'],
  ['lateAllowed', 'Late bookings are allowed'],
  ['booksOnRegistration', 'Registering books the assessment'],
  ['isElectronicOnly', 'Its certificate is electronic only'],
  ['takesArrangements', 'Access arrangements can be asked for'],
] as const;

/** Nobody's identifier: a code that is not known is told by the API at its place. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
const NEW = { isOpen: true, takesArrangements: true, isRegulated: true, lapseMonths: 36 } as Partial<Product>;

/** The type of a product in words. */
export function typeInWords(type: string): string {
  return TYPES.find(([each]) => each === type)?.[1] ?? type;
}

/** The fields of a version, filled in with the one before. */
export async function versionFields(api: Api, product: Partial<Product> = NEW): Promise<Field[]> {
  const { items: suites } = await data(api.GET('/v1/suites'));
  const { units = [], madeOf = [], components = [], modes = [] } = product;
  return [
    { name: 'from', label: 'From the start of', as: 'date', hint: 'In London; today at the earliest' },
    { name: 'name', label: 'Name of the product', value: product.name },
    { name: 'type', label: 'Type', as: 'choice', choices: TYPES, value: product.type },
    { name: 'sector', label: 'Sector', value: product.sector },
    { name: 'number', label: 'Number of the regulator', hint: 'Like 603/2476/0', value: product.number ?? '', isOptional: true },
    ...FLAGS.map(([name, label]): Field => ({ name, label, as: 'tick', value: product[name] ? 'yes' : '' })),
    { name: 'lapseMonths', label: 'A registration lapses after months', as: 'number', value: product.lapseMonths },
    { name: 'gradeScale', label: 'Grade scale', value: product.gradeScale },
    {
      ...{ name: 'components', label: 'Components', as: 'long', isOptional: true },
      hint: `A line each: code, title, ${Object.keys(FORMS).join(' or ')}; with | between them`,
      value: components.map(({ code, title, form }) => `${code} | ${title} | ${form}`).join('\n'),
    },
    { name: 'modes', label: 'Modes of assessment', as: 'long', isOptional: true, hint: 'A line each', value: modes.join('\n') },
    {
      ...{ name: 'units', label: 'Units', as: 'long', isOptional: true },
      hint: 'A line each: the code; of an optional one, its group behind |',
      value: units.map(({ code, group, isMandatory }) => (isMandatory ? code : `${code} | ${group ?? 'Options'}`)).join('\n'),
    },
    {
      ...{ name: 'members', label: 'Made of', as: 'long', isOptional: true },
      hint: 'Of an apprenticeship or a bundle: the codes of its products, a line each',
      value: madeOf.map(({ name }) => name.split(' ')[0]).join('\n'),
    },
    {
      ...{ name: 'suite', label: 'Suite', as: 'choice', isOptional: true, value: product.suite ?? '' },
      choices: [['', 'None'], ...suites.map(({ id, code, name }) => [id, `${code} ${name}`] as const)],
    },
  ];
}

/** The version that a form enters. */
export async function versionOf(visit: Visit): Promise<Version> {
  const flags = Object.fromEntries(FLAGS.map(([name]) => [name, field(visit, name) === 'yes'])) as Record<
    (typeof FLAGS)[number][0],
    boolean
  >;
  const type = field(visit, 'type') as Version['type'];
  return {
    ...{ from: field(visit, 'from'), name: field(visit, 'name'), sector: field(visit, 'sector'), type, ...flags },
    ...{ number: field(visit, 'number') || null, suite: field(visit, 'suite') || null, gradeScale: field(visit, 'gradeScale') },
    lapseMonths: numberField(visit, 'lapseMonths'),
    components: cellsIn(visit, 'components').map(([code = '', title = '', form = '']) => {
      return { code, title, form: form as Version['components'][number]['form'] };
    }),
    modes: cellsIn(visit, 'modes').map(([mode = '']) => mode),
    units: await Promise.all(cellsIn(visit, 'units').map(([code = '', group]) => unitOf(visit.api, code, group))),
    members: await Promise.all(cellsIn(visit, 'members').map(([code = '']) => productCalled(visit.api, code))),
  };
}

/** The identifier of the product with a code; nobody's where there is none. */
export async function productCalled(api: Api, code: string): Promise<string> {
  if (code === '') return NOBODY;
  const { items } = await data(api.GET('/v1/products', { params: { query: { code, limit: 200 } } }));
  return items.find((each) => each.code.toLowerCase() === code.toLowerCase())?.id ?? NOBODY;
}

async function unitOf(api: Api, code: string, group: string | undefined): Promise<Version['units'][number]> {
  const { items } = await data(api.GET('/v1/units', { params: { query: { search: code, limit: 200 } } }));
  const unit = items.find((each) => each.code.toLowerCase() === code.toLowerCase())?.id ?? NOBODY;
  return { unit, isMandatory: group === undefined, group: group ?? null };
}

/** The lines of a field, each by its cells. */
function cellsIn(visit: Visit, name: string): string[][] {
  const lines = field(visit, name)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter(Boolean).map((line) => line.split('|').map((cell) => cell.trim()));
}
