import type { Express } from 'express';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import type { Visit } from '../kit/page';
import { words } from '../kit/words';
import { giverDecisions, operatorDecisions, type QualificationSubject } from './qualification-decisions';
import { colours } from './qualification-table';

const STATES = [
  ['awaitingDecision', 'Awaiting a decision'],
  ['contested', 'Contested'],
  ['needsDetails', 'Details needed'],
  ['moreAsked', 'More is asked for'],
  ['reading', 'Being read'],
  ['checking', 'Being checked'],
  ['verified', 'Verified'],
  ['accepted', 'Accepted'],
  ['refused', 'Refused'],
  ['dismissed', 'Refused for good'],
] as const;

const list: List<'/v1/qualifications'> = {
  path: '/qualifications',
  title: 'Qualifications',
  order: 'Newest first',
  from: '/v1/qualifications',
  isPaged: true,
  filters: [
    { name: 'state', label: 'Status', choices: STATES },
    { name: 'person', label: 'Registration number' },
  ],
  columns: [
    { head: 'Qualification', of: ({ id, reference }) => ({ text: reference, href: `/qualifications/${id}` }) },
    { head: 'Person', of: ({ person }) => person.name },
    { head: 'What it is', of: ({ kindName }) => kindName },
    { head: 'Status', of: ({ state }) => stateTag(state, colours) },
    { head: 'Given', of: ({ givenAt }) => ({ moment: givenAt }) },
    { head: 'Due', of: ({ standing }) => ({ moment: standing?.dueAt ?? null }) },
  ],
  things: ['qualification', 'qualifications'],
  nothing: 'No qualification is like that.',
};

const one: Omit<CasePage<QualificationSubject>, 'decisions'> = {
  path: '/qualifications/:id',
  subject: load,
  title: ({ reference, person }) => `Qualification ${reference} of ${person.name}`,
  facts: ({ state, person, kindName, number, validFrom, validTo }) => [
    ['Status', stateTag(state, colours)],
    ['Person', `${person.name}, ${person.registrationNumber}`],
    ['Birth date', { day: person.birthDate }],
    ['What it is', kindName],
    ['Number', number],
    ['Valid', validFrom ? `${dayOf(validFrom)} – ${dayOf(validTo)}` : null],
  ],
  template: 'qualification',
  beside: async (qualification) => ({
    document: qualification.document && {
      href: `/qualifications/${qualification.id}/file`,
      isPicture: qualification.document.type.startsWith('image/'),
    },
    record: [...personRows(qualification), ...givenRows(qualification)].map(([label, text]) => ({ label, cell: { text } })),
  }),
};

/** Qualifications: those that wait for a decision, and each with its document beside the record (QUA-1). */
export function qualificationPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, { ...one, decisions: [...giverDecisions(apiUrl), ...operatorDecisions] });
    serveFile(app, '/qualifications/:id/file', (id) => `${apiUrl}/v1/qualifications/${id}/file`);
  };
}

async function load({ api, params }: Visit): Promise<QualificationSubject> {
  const [qualification, bodies] = await Promise.all([
    data(api.GET('/v1/qualifications/{id}', { params: { path: { id: params['id']! } } })),
    data(api.GET('/v1/awarding-bodies')),
  ]);
  return { ...qualification, bodies: bodies.items };
}

function personRows({ person }: QualificationSubject): [string, string][] {
  return [
    ['Name on record', person.name],
    ['Birth date on record', dayOf(person.birthDate)],
  ];
}

/** What was given last, and what reading it or asking the body came to. */
function givenRows({ givings, bodies }: QualificationSubject): [string, string][] {
  const given = givings.at(-1);
  if (!given) return [];
  const { outcome, score, reasons, found, fields } = given;
  const kind = bodies.flatMap((body) => body.kinds).find(({ code }) => code === found?.kind);
  return [
    ['What came of it', outcome ? words(outcome) : 'Nothing yet'],
    ['Score', score === null ? '–' : `${score} of 100`],
    ['Reasons', reasons.map(words).join(', ') || '–'],
    ['Recognised or confirmed', kind?.name ?? '–'],
    ['Its number', found?.number ?? '–'],
    ['Awarded', dayOf(found?.awardedOn)],
    ...Object.entries(fields ?? {}).map(([name, value]): [string, string] => [`Entered: ${words(name).toLowerCase()}`, value]),
  ];
}
