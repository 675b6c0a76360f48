import type { components } from '../kit/api';
import { stateTag } from '../kit/cells';
import { atLevel, ofOrganisation } from '../kit/level';
import type { Column, List } from '../kit/list';
import { may } from '../kit/page';
import { words } from '../kit/words';
import { CARD_TYPES } from '../kit/cards';
import { APPLICATION_STATES, STATE_COLOURS } from './application-words';

type Application = components['schemas']['Application'];
type Applications = List<'/v1/applications'>;
/** The counted lists, as the API names them. */
type Name = 'onHold' | 'inProgress' | 'awaitingPurchase' | 'requiringAttention' | 'beingProduced' | 'completed' | 'history';

/** By whom and at which office somebody is employed. */
export const employedBy = ({ organisation, office }: Application) => `${organisation.name}, ${office.name}`;
const markOf =
  (of: string) =>
  ({ requirements }: Application) =>
    requirements.find(({ kind }) => (kind as string) === of)?.mark;

const who: Column<Application>[] = [
  { head: 'Application', of: ({ id, reference }) => ({ text: reference, href: `/applications/${id}` }) },
  { head: 'Applicant', of: ({ applicant }) => applicant.name },
  { head: 'Employed by', of: employedBy },
];
const what: Column<Application>[] = [
  { head: 'Type', of: ({ cardType }) => CARD_TYPES[cardType] },
  { head: 'Applying for grade', of: ({ form }) => form.grade && words(form.grade) },
  { head: 'Applying for occupation', of: ({ form }) => form.occupation && words(form.occupation) },
];
const when: Column<Application>[] = [
  { head: 'Status', of: ({ state }) => stateTag(state, STATE_COLOURS) },
  { head: 'Created', of: ({ createdAt }) => ({ moment: createdAt }) },
  { head: 'Received', of: ({ receivedAt }) => ({ moment: receivedAt }) },
  { head: 'Status changed', of: ({ since }) => ({ moment: since }) },
];
/** What the other lists say beside, where all stand together: there is no room for it. */
const LEFT_OUT = ['Applying for grade', 'Created', 'Received'];
/** Those of what waits to be ordered (APP-7). */
const awaiting: Column<Application>[] = [
  ...who,
  { head: 'In group', of: ({ group }) => group?.name },
  { head: 'H&S', of: markOf('hse') },
  { head: 'Photo', of: markOf('photo') },
  ...what,
];

const SORTED = {
  name: 'sort',
  label: 'Sorted by',
  any: 'Newest first',
  choices: [['changed', 'Status changed last']],
} as const;

/** What all lists of applications share: the level that is chosen, and for staff the employer that an address names. */
const shared: Pick<Applications, 'from' | 'isPaged' | 'ownFilters' | 'things' | 'template' | 'beside'> = {
  from: '/v1/applications',
  isPaged: true,
  ownFilters: ofOrganisation,
  things: ['application', 'applications'],
  template: 'applications',
  beside: async (visit) => ({ mayOrder: may(visit, 'addToPurchases') }),
};
const choose: Applications['choose'] = { name: 'application', value: ({ id }) => id, words: ({ reference }) => reference };

const all: Applications = {
  ...shared,
  path: '/applications',
  title: 'Applications',
  order: 'Newest first',
  always: atLevel,
  filters: [{ name: 'state', label: 'Status', choices: APPLICATION_STATES }, SORTED],
  columns: [...who, { head: 'H&S', of: markOf('hse') }, ...[...what, ...when].filter(({ head }) => !LEFT_OUT.includes(head))],
  nothing: 'No application has been started yet: tick employees and start some.',
  choose,
};

function counted(list: Name, path: string, title: string, nothing: string, columns = [...who, what[0]!, ...when]): Applications {
  const hasEnded = list === 'completed' || list === 'history';
  return {
    ...shared,
    path,
    title,
    order: hasEnded ? 'Latest first' : 'Newest first',
    always: (visit) => ({ list, ...atLevel(visit) }),
    filters: hasEnded ? [] : [SORTED],
    columns,
    nothing,
    ...(list === 'awaitingPurchase' ? { choose } : {}),
  };
}

/** The lists of applications (APP-5, APP-7). */
export const applicationLists: Applications[] = [
  all,
  counted('onHold', '/on-hold', 'Applications on hold', 'None is held.'),
  counted('inProgress', '/in-progress', 'Applications in progress and not yet dispatched', 'None is in progress.'),
  counted('awaitingPurchase', '/awaiting-purchase', 'Applications awaiting purchase', 'None is finalised and on no order.', awaiting),
  counted('requiringAttention', '/requiring-attention', 'Applications requiring attention', 'None has to be filled in or finalised.'),
  counted('beingProduced', '/being-produced', 'Applications being produced', 'None is being produced.'),
  counted('completed', '/completed', 'Completed applications', 'None was completed within the last three months.'),
  counted('history', '/history', 'History of applications', 'None has ended yet, or was completed more than three months ago.'),
];
