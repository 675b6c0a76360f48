import type { components } from '../kit/api';
import type { Field } from '../kit/fields';
import { field, type Visit } from '../kit/page';
import { nameOf } from '../kit/learners';
import { addressWords, windowWords } from './booking-words';
import { acceptedOf } from './quoted';

type Schemas = components['schemas'];
type Product = Schemas['WholeProduct'];
type Component = Product['components'][number];
type Window = Schemas['AssessmentWindow'];
type Sitting = Schemas['BookLearnersBody']['sittings'][number];

/** Who is to be booked, on which product, with what the centre can choose from. */
export interface Bookable {
  product: Product;
  windows: Window[];
  addresses: NonNullable<Schemas['Organisation']['addresses']>;
  locations: string[];
  learners: Schemas['LearnerDetails'][];
  batches: Schemas['BatchReports'][];
}
/** A part of the form: the component that is sat, or those of which one is chosen. */
interface Section {
  index: number;
  components: Component[];
  heading: string;
  /** Of what its fields are. */
  of: string;
}

/** The components that are booked with a day and a place (BKG-2). */
export function componentsOf({ components: all }: Product): Component[] {
  return all.filter(({ form }) => form === 'paper' || form === 'onScreen');
}

/** Functional Skills English books two components at once; all others one after the other (BKG-2). */
export function booksTwoAtOnce({ type, sector }: Product): boolean {
  return type === 'functionalSkills' && sector === 'English';
}

/** What two components are booked in: a part of the form each. */
export function sectionsOf({ product }: Pick<Bookable, 'product'>): Section[] {
  const all = componentsOf(product);
  if (!booksTwoAtOnce(product)) {
    return [{ index: 0, components: all, heading: all.length === 1 ? all[0]!.title : 'The assessment', of: 'the assessment' }];
  }
  return all.map((component, index) => ({ index, components: [component], heading: component.title, of: component.title }));
}

/** The entry details. */
export function bookedFields(subject: Bookable, visit: Visit): Field[] {
  const { learners, batches, addresses, locations, product } = subject;
  const sent = sectionsSent(visit, subject);
  const isPaper = componentsOf(product).some(({ form }) => form === 'paper');
  return [
    ...ticks(
      'learner',
      'learners',
      'Learners',
      learners.map((each) => [each.id, nameOf(each), `${each.number}, batch ${each.batch.number}`]),
    ),
    ...ticks(
      'batch',
      'batches',
      'All not booked yet of',
      batches.map(({ id, number, sessionInWords }) => [id, `Batch ${number}`, sessionInWords]),
    ),
    ...sectionsOf(subject).flatMap((section) => sectionFields(section, subject, Math.max(0, sent.indexOf(section.index)))),
    { name: 'location', label: 'Where it is sat', suggestions: locations, section: 'For all of them' },
    {
      ...{ name: 'address', label: 'Address for the papers', as: 'choice', hint: 'Another one is asked for among the requests' },
      choices: [
        ...(isPaper ? [] : [['', 'None: it is sat on screen'] as const]),
        ...addresses.map((each) => [each.id, addressWords(each)] as const),
      ],
    },
    { name: 'purchaseOrder', label: 'Purchase order', isOptional: true },
  ];
}

/** The sittings as the API takes them: of parts that were filled in; the first one where none was, so that it says what is missing. */
export function sittingsOf(visit: Visit, subject: Bookable): Sitting[] {
  return sectionsSent(visit, subject).map((index, sitting) => {
    const { components: all } = sectionsOf(subject)[index]!;
    return {
      ...{ component: field(visit, `component-${index}`) || (all[0]?.code ?? ''), window: field(visit, `window-${index}`) || null },
      ...{ assessmentOn: field(visit, `day-${index}`), time: field(visit, `time-${index}`), accepts: acceptedOf(visit, sitting) },
    };
  });
}

function sectionsSent(visit: Visit, subject: Bookable): number[] {
  const all = sectionsOf(subject).map(({ index }) => index);
  const filled = all.filter((index) => field(visit, `day-${index}`) || field(visit, `time-${index}`));
  return filled.length > 0 ? filled : [0];
}

function ticks(name: string, pointer: string, label: string, choices: [string, string, string][]): Field[] {
  return choices.length === 0 ? [] : [{ name, pointer, label, as: 'ticks', choices, value: choices.map(([id]) => id) }];
}

function sectionFields({ index, components: all, heading, of }: Section, { product, windows }: Bookable, sitting: number): Field[] {
  const open = windows.filter(({ component }) => component === null || all.some(({ code }) => code === component));
  const at = (name: string) => ({ pointer: `sittings/${sitting}/${name}` });
  const choice = (name: string, label: string, choices: (readonly [string, string])[]): Field[] =>
    choices.length < 2 ? [] : [{ name: `${name}-${index}`, label, as: 'choice', choices, ...at(name) }];
  const fields: Field[] = [
    ...choice(
      'component',
      'Component',
      all.map(({ code, title }) => [code, title] as const),
    ),
    ...(product.hasWindows ? choice('window', `Assessment window of ${of}`, windowChoices(open)) : []),
    { name: `day-${index}`, label: `Date of ${of}`, as: 'date', ...at('assessmentOn') },
    { name: `time-${index}`, label: `Time of ${of}`, as: 'time', hint: 'In London', ...at('time') },
  ];
  return fields.map((each, position) => (position === 0 ? { ...each, section: heading } : each));
}

/** Windows to choose from, each with the period of its bookings (BKG-3). */
export function windowChoices(windows: Window[]): (readonly [string, string])[] {
  return [['', 'Choose a window'], ...windows.map((each) => [each.id, windowWords(each)] as const)];
}
