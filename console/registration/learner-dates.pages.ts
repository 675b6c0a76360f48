import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { sendFile, streamFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { target } from '../kit/page';
import { plural } from '../kit/words';
import { nameOf } from '../kit/learners';

type Import = components['schemas']['LearnerImportDetails'];

const send = (apiUrl: string): FormPage<null> => ({
  path: '/learner-dates',
  permission: 'myLearners',
  back: { href: '/learners', text: 'Learners' },
  subject: () => Promise.resolve(null),
  title: () => 'Change dates by a file',
  says: () => [
    'Download the dates of a batch, change them in the file, and send it back. It is read whole first: every fault is told by its row and column, and nothing is changed where there is one.',
  ],
  links: [
    { href: '/learner-dates.csv', text: 'Dates of all learners (CSV)' },
    { href: '/batches', text: 'Batches, each with the dates of its learners' },
    { href: '/learner-imports', text: 'Files that were sent, and can be undone for 24 hours' },
  ],
  fields: () => [{ name: 'file', label: 'File of dates', as: 'file', accepts: '.csv,text/csv', hint: 'CSV, as it was downloaded' }],
  button: () => 'Send the file',
  act: async (visit) => {
    const made = await sendFile<Import>(`${apiUrl}/v1/learner-dates`, visit);
    const text =
      made.changed === 0
        ? `Nothing is changed: all ${plural(made.rows, 'learner')} had these dates already.`
        : `The dates of ${plural(made.changed, 'learner')} are changed.`;
    return { to: `/learner-imports/${made.id}`, text };
  },
});

const list: List<'/v1/learner-imports'> = {
  path: '/learner-imports',
  title: 'Files of dates',
  order: 'Newest first',
  from: '/v1/learner-imports',
  isPaged: true,
  columns: [
    { head: 'File', of: ({ fileName, id }) => ({ text: fileName, href: `/learner-imports/${id}` }) },
    { head: 'Learners', of: ({ rows }) => rows },
    { head: 'Changed', of: ({ changed }) => changed },
    { head: 'Sent', of: ({ madeAt }) => ({ moment: madeAt }) },
    { head: 'Can be undone until', of: ({ undoUntil }) => ({ moment: undoUntil }) },
    { head: 'Undone', of: ({ undoneAt }) => ({ moment: undoneAt }) },
  ],
  things: ['file', 'files'],
  nothing: 'No file of dates has been sent yet.',
};

const one: CasePage<Import> = {
  path: '/learner-imports/:id',
  subject: ({ api, params }) => data(api.GET('/v1/learner-imports/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ fileName }) => `Dates by ${fileName}`,
  isWorkedOn: false,
  decisions: [
    {
      name: 'undo',
      permission: 'myLearners',
      link: 'Undo it',
      isOpen: ({ undoUntil, changed }) => changed > 0 && undoUntil !== null && Date.parse(undoUntil) > Date.now(),
      title: () => 'Undo this file',
      says: ({ changed }) => [
        `${plural(changed, 'learner')} get the dates back that they had before. Whoever was changed since is named and stays.`,
      ],
      fields: () => [],
      button: () => 'Undo it',
      isGrave: true,
      act: async (visit, { id }) => {
        const { kept } = await data(visit.api.POST('/v1/learner-imports/{id}/undo', target(visit)));
        const text = kept.length === 0 ? 'It is undone.' : `It is undone but for ${plural(kept.length, 'learner')}.`;
        return { to: `/learner-imports/${id}`, text };
      },
    },
  ],
  facts: ({ rows, changed, madeAt, undoUntil, undoneAt, kept }) => [
    ['Learners of the file', rows],
    ['Changed', changed],
    ['Sent', { moment: madeAt }],
    ['Can be undone until', { moment: undoUntil }],
    ['Undone', { moment: undoneAt }],
    [
      'Changed since, and left as they are',
      kept.map((each) => `${nameOf({ ...each, middleNames: null })} ${each.number}`).join(', ') || null,
    ],
  ],
  related: () => [{ href: '/learner-imports', text: 'Files of dates' }],
};

/** Dates of learners by file: down, changed, up, undone (LRN-1, IMP-1). */
export function learnerDatesPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    streamFile(app, '/learner-dates.csv', 'text/csv', ({ batch }) =>
      batch ? `${apiUrl}/v1/learner-dates?batch=${encodeURIComponent(batch)}` : `${apiUrl}/v1/learner-dates`,
    );
    serveFormPage(app, send(apiUrl));
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
