import { z } from 'zod';
import { listTemplates, renderMessage, sampleFacts, type MessageKind } from '../../platform/templates';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';

const params = z.object({ kind: z.enum(['mail', 'sms']), name: z.string().regex(/^[a-z-]{1,60}$/) });

const list = route({
  name: 'listTemplates',
  method: 'get',
  path: '/v1/templates',
  summary: 'The templates of mails and SMS',
  permission: 'viewTemplates',
  namesNobody: true,
  rules: ['OPS-3'],
  answers: { status: 200, description: 'By name', schema: z.object({ items: z.array(z.object({ kind: z.string(), name: z.string() })) }) },
  handle: async () => ({ body: { items: listTemplates() } }),
});

const preview = route({
  name: 'previewTemplate',
  method: 'get',
  path: '/v1/templates/:kind/:name',
  summary: 'A template as its receiver would see it, with facts that are made up',
  permission: 'viewTemplates',
  namesNobody: true,
  rules: ['OPS-3'],
  params,
  answers: {
    status: 200,
    description: 'Subject, plain text and HTML',
    schema: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
  },
  handle: async ({ params: { kind, name } }) => {
    if (!listTemplates().some((each) => each.kind === kind && each.name === name)) throw notFound();
    return { body: renderMessage(kind as MessageKind, name, sampleFacts) };
  },
});

/** Previews of what is sent (OPS-3). */
export const templateRoutes: Route[] = [list, preview];
