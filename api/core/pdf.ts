import { z } from 'zod';
import { openFile } from '../../db/access/offers';
import { inScope, type Transaction } from '../../db/core/database';
import type { Caller } from '../../platform/scope';
import { attachment } from './attachment';
import { notFound } from './problems';
import { route, type Route } from './route';
import { byId } from './schemas';

/** What downloads a document needs of its kind. */
interface Made extends Pick<Route, 'name' | 'path' | 'summary' | 'permission' | 'rules'> {
  /** The identifier of the file; null and undefined answer 404: it is not made, or none of what the caller may see. */
  fileOf(trx: Transaction, id: string, caller: Caller): Promise<string | null | undefined>;
}

/** `GET` of the PDF that the document worker made of one thing (SEC-12). */
export function pdfRoute({ fileOf, rules, ...told }: Made): Route {
  return route({
    ...told,
    method: 'get',
    rules: [...rules, 'SEC-12'],
    params: byId,
    answers: { status: 200, description: 'The PDF, as an attachment', schema: z.string(), type: 'application/pdf' },
    handle: ({ deps, caller, params }) =>
      inScope(deps.database, caller, async (trx) => {
        const fileId = await fileOf(trx, params.id, caller);
        const file = fileId ? await openFile(trx, fileId, deps.config.COUNTERSIGN_KEYS) : null;
        if (!file) throw notFound();
        return attachment(file);
      }),
  });
}
