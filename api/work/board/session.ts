import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Database } from '../../../db/core/database';
import { may } from '../../../domain/access/permissions';
import type { Caller } from '../../../platform/scope';
import { missingPermission } from '../../core/problems';
import type { ApiDeps, Route } from '../../core/route';

/** The signed-in user on whose behalf the board reads and acts: bull-board hands no request to its adapters. */
export class BoardSession {
  private readonly current = new AsyncLocalStorage<{ caller: Caller; request: Request }>();

  constructor(private readonly deps: ApiDeps) {}

  /** Runs the board for one request. */
  run<Result>(caller: Caller, request: Request, work: () => Result): Result {
    return this.current.run({ caller, request }, work);
  }

  /** Reads in the caller's scope. */
  read<Result>(work: (scope: Caller, database: Database) => Promise<Result>): Promise<Result> {
    return work(this.now().caller, this.deps.database);
  }

  /** The API's own command, as the caller: same permission, audit and idempotency. Throws its problem where it is refused. */
  async retry(route: Route, id: string): Promise<void> {
    const { caller, request } = this.now();
    if (route.permission && !may(caller, route.permission)) throw missingPermission(route.permission);
    const answer = await route.handle({
      deps: this.deps,
      caller,
      params: { id },
      query: {},
      body: undefined,
      key: randomUUID(),
      dryRun: false,
      route: `POST ${route.path.replace(':id', id)}`,
      request,
    });
    if ((answer.status ?? 200) >= 400) throw new Error((JSON.parse(String(answer.body)) as { title: string }).title);
  }

  private now() {
    const session = this.current.getStore();
    if (!session) throw new Error('The work board was asked outside a request');
    return session;
  }
}
