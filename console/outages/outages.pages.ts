import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { momentOf, stateTag, type Cell, type Tag } from '../kit/cells';
import { data, keyed, Refused } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, fields, target, type Visit } from '../kit/page';
import { placeOf } from '../kit/tasks';
import { plural } from '../kit/words';

type Outage = components['schemas']['Outage'];
type Delayed = components['schemas']['DelayedCase'];
type Subject = Outage & { cases: Delayed[] };

/** As many as a form can show with a tick each. */
const MOST_CASES = 200;
const SERVICES: Record<Outage['service'], string> = {
  mail: 'Mail server',
  sms: 'SMS provider',
  identity: 'Identity provider',
  gateway: 'Card gateway',
  printer: 'Printer',
  awardingBody: 'Awarding bodies',
  lrs: 'Learning Records Service',
};
const UNITS = { minutes: 'minute', hours: 'hour', days: 'day', workingDays: 'working day' } as const;
const OUTCOMES: Record<Delayed['outcome'], string> = {
  waits: 'Waits still',
  wentOn: 'Went on by itself',
  gaveUp: 'Given up: see its task',
  overtaken: 'Overtaken by a later one',
};
const colours: Record<string, Tag['colour']> = { down: 'red', back: 'yellow', over: 'green' };
const lasted = (minutes: number | null) => (minutes === null ? 'lasts' : plural(minutes, 'minute'));

const list: List<'/v1/outages'> = {
  path: '/outages',
  title: 'Outages of outside services',
  order: 'Newest first',
  from: '/v1/outages',
  isPaged: true,
  filters: [
    { name: 'service', label: 'Service', choices: Object.entries(SERVICES) },
    {
      name: 'state',
      label: 'State',
      choices: [
        ['down', 'Down'],
        ['back', 'Back'],
        ['over', 'Over'],
      ],
    },
  ],
  columns: [
    { head: 'Outage', of: ({ id, reference }) => ({ text: reference, href: `/outages/${id}` }) },
    { head: 'Service', of: ({ service }) => SERVICES[service] },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'From', of: ({ from }) => ({ moment: from }) },
    { head: 'To', of: ({ to }) => ({ moment: to }) },
    { head: 'Lasted', of: ({ minutes }) => lasted(minutes) },
    { head: 'Delayed', of: ({ delayed, id }) => ({ text: String(delayed), href: `/delayed-cases?outage=${id}` }) },
    { head: 'Waiting', of: ({ waiting }) => waiting },
  ],
  things: ['outage', 'outages'],
  nothing: 'No outside service has been away.',
};

type Row = Delayed & { href: string | null };
const delayed: List<'/v1/delayed-cases', Row> = {
  path: '/delayed-cases',
  title: 'What outages delayed',
  order: 'What waited first stands first',
  from: '/v1/delayed-cases',
  isPaged: true,
  filters: [{ name: 'outage', label: 'Outage', as: 'hidden' }],
  rows: async ({ me }, items) => items.map((item) => ({ ...item, href: item.kind && placeOf(item.kind, item.about, me) })),
  columns: [
    { head: 'Case', of: ({ reference, what, href }) => ({ text: reference ?? what, href }) },
    { head: 'Service', of: ({ service }) => SERVICES[service] },
    { head: 'Waited from', of: ({ from }) => ({ moment: from }) },
    { head: 'Went on', of: ({ to }) => ({ moment: to }) },
    { head: 'Minutes', of: ({ minutes }) => minutes },
    { head: 'Outcome', of: ({ outcome }) => OUTCOMES[outcome] },
    { head: 'Proposed', of: ({ proposes }) => proposes.map(proposalWords).join('; ') || 'Nothing is due' },
  ],
  things: ['case', 'cases'],
  nothing: 'Nothing had to wait.',
};

const tryNow: Decision<Subject> = {
  name: 'try-now',
  permission: 'retryMail',
  link: 'Try it now',
  isUsual: true,
  isOpen: ({ state }) => state === 'down',
  title: ({ service }) => `Try the service now: ${SERVICES[service]}`,
  says: ({ lastError }) => [`The last call failed: ${lastError}. The next one is made at once; if it is answered, all that waits goes on.`],
  fields: () => [],
  button: () => 'Try it now',
  act: async (visit, { id }) => {
    await data(visit.api.POST('/v1/outages/{id}/try-now', target(visit)));
    return { to: `/outages/${id}`, text: 'The next call is made now.' };
  },
};

const extend: Decision<Subject> = {
  name: 'extend',
  permission: 'workCases',
  link: 'Extend deadlines',
  isOpen: ({ state, cases }) => state !== 'down' && extendable(cases).length > 0,
  title: ({ reference }) => `Extend deadlines that outage ${reference} took time from`,
  says: () => ['Each is extended by its own command, and by whoever may; what is refused is told.'],
  fields: ({ cases, reference }) => [
    {
      name: 'cases',
      label: 'Deadlines to extend',
      as: 'ticks',
      choices: extendable(cases).map((each) => [
        each.about,
        `${each.reference}: ${each.proposes.filter(isOffered).map(proposalWords).join('; ')}`,
      ]),
      value: extendable(cases).map(({ about }) => about),
    },
    reason(`Outage ${reference}`),
  ],
  button: () => 'Extend the chosen',
  act: async (visit, { id, cases }) => {
    const chosen = extendable(cases).filter(({ about }) => fields(visit, 'cases').includes(about));
    const told: string[] = [];
    for (const each of chosen) told.push(`${each.reference}: ${await extended(visit, each)}`);
    return { to: `/outages/${id}`, text: told.join('. ') || 'You chose none.' };
  },
};

const one: CasePage<Subject> = {
  path: '/outages/:id',
  subject: async ({ api, params }) => {
    const id = params['id']!;
    const [outage, { items }] = await Promise.all([
      data(api.GET('/v1/outages/{id}', { params: { path: { id } } })),
      data(api.GET('/v1/delayed-cases', { params: { query: { outage: id, limit: MOST_CASES } } })),
    ]);
    return { ...outage, cases: items };
  },
  title: ({ reference, service }) => `Outage ${reference}: ${SERVICES[service]}`,
  decisions: [tryNow, extend],
  facts: ({ id, state, from, to, minutes, spells, lastError, ...counted }): [string, Cell][] => [
    ['State', stateTag(state, colours)],
    ['From', { moment: from }],
    ['To', { moment: to }],
    ['Lasted', lasted(minutes)],
    ['Went down', spells === 1 ? 'once' : `${spells} times`],
    ['Last error', lastError],
    ['Delayed', { text: plural(counted.delayed, 'case'), href: `/delayed-cases?outage=${id}` }],
    ['Waiting still', counted.waiting],
  ],
};

/** The report of outages (OUT-1). */
export function outagePages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveList(app, delayed);
    serveCase(app, apiUrl, one);
  };
}

type Proposal = Delayed['proposes'][number];
const isOffered = ({ command }: Proposal) => command !== null;

/** Each case once, however much of it waited. */
function extendable(cases: Delayed[]): Delayed[] {
  const offered = cases.filter(({ proposes }) => proposes.some(isOffered));
  return [...new Map(offered.map((each) => [each.about, each])).values()];
}

function proposalWords({ hold, dueAt, until, by, command }: Proposal): string {
  const words = `${hold}, due ${momentOf(dueAt)}: ${plural(by.count, UNITS[by.unit])} more, until ${momentOf(until)}`;
  return command ? words : `${words} (told only: there is no command)`;
}

async function extended(visit: Visit, { about, kind, proposes }: Delayed): Promise<string> {
  const days = proposes.find(isOffered)!.days!;
  const params = { path: { id: about }, header: keyed(`${field(visit, 'key')}/${about}`) };
  const body = { days, reason: field(visit, 'reason') };
  try {
    if (kind === 'application') await data(visit.api.POST('/v1/applications/{id}/extend', { params, body }));
    else await data(visit.api.POST('/v1/advance-orders/{id}/extend', { params, body }));
    return 'extended';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.problem.errors?.[0]?.detail ?? error.problem.title;
  }
}
