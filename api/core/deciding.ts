import type { z } from 'zod';
import type { BodyOf, CaseKind, CommandOf, ProcessStart } from '../../domain/processes';
import type { Transaction } from '../../db/core/database';
import { caseAbout } from '../../db/core/processes.queries';
import type { Caller } from '../../platform/scope';
import { notFound } from './problems';
import { processCommand } from './process-command';
import { route, type Call, type Route } from './route';
import { byId } from './schemas';

type Told = Pick<Route, 'name' | 'path' | 'summary' | 'permission' | 'namesNobody' | 'rules'>;
type CaseCall<Body> = Call<{ id: string }, unknown, Body>;

/** What decides about a case that exists needs of its kind. */
interface Decides<Row, Body, Kind extends CaseKind, Command extends CommandOf<Kind>> extends Told {
  kind: Kind;
  command: Command;
  body?: z.ZodType<Body>;
  /** What the thing looks like that the case is about. */
  of: z.ZodType;
  answer: string;
  /** The row that the caller may decide about; undefined and null answer 404. */
  find(trx: Transaction, id: string, caller: Caller): Promise<Row | undefined | null>;
  /** What its schema cannot say of the body; throws problems. */
  check?(body: Body): void;
  /** How the case is started where the row has none yet. */
  starts?(row: Row, caller: Caller): ProcessStart;
  /** True where nobody else starts it: the case begins with the command. */
  begins?: boolean;
  /** What the case is told; a dry run may only ask (WHY-3). */
  tell(body: Body, isDryRun: boolean): BodyOf<Kind, Command>;
  headers?(row: Row): Record<string, string>;
  as(row: Row): unknown;
}

/** `POST` of a decision about the case of one thing; it answers with the thing as it stands then (IDM-1, WHY-3). */
export function decisionRoute<Row, Body, Kind extends CaseKind, Command extends CommandOf<Kind>>(
  decides: Decides<Row, Body, Kind, Command>,
): Route {
  const { kind, command, body, of, answer, find, check, starts, begins, tell, headers, as, ...told } = decides;
  const existing = async (trx: Transaction, { params, caller }: CaseCall<Body>): Promise<Row> => {
    const found = await find(trx, params.id, caller);
    if (!found) throw notFound();
    return found;
  };
  return route({
    ...told,
    rules: [...told.rules, 'IDM-1', 'WHY-3'],
    method: 'post',
    params: byId,
    ...(body ? { body } : {}),
    command: 'process',
    answers: { status: 200, description: answer, schema: of },
    handle: (call: CaseCall<Body>) => {
      check?.(call.body);
      return processCommand(call, {
        kind,
        command,
        prepare: async (trx) => {
          const row = await existing(trx, call);
          const about = await caseAbout(trx, call.params.id);
          return about ?? { start: starts!(row, call.caller), ...(begins ? { begins } : {}) };
        },
        body: () => tell(call.body, call.dryRun),
        answer: async (trx) => {
          const row = await existing(trx, call);
          return { headers: headers?.(row) ?? {}, body: as(row) };
        },
      });
    },
  });
}
