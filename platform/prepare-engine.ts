import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../messages/core.messages';
import { prepareSchedules } from './schedules';

/** How long the engine keeps what has ended; the rows keep it for ever (docs/running.md). */
const RETENTION_DAYS = 14;
const VISIBLE_WITHIN_MS = 60_000;
const GRPC_NOT_FOUND = 5;
const GRPC_ALREADY_EXISTS = 6;
const GRPC_UNIMPLEMENTED = 12;
const TYPES = temporal.api.enums.v1.IndexedValueType;

/**
 * Makes an engine ready for Countersign, and waits until it is: the namespace with its retention, the search attributes (OPS-1),
 * and what recurs by the clock. Safe to repeat.
 */
export async function prepareEngine(connection: Connection, namespace: string): Promise<void> {
  await prepareNamespace(connection, namespace);
  await prepareAttributes(connection, namespace);
  await prepareSchedules(new Client({ connection, namespace }));
}

/** Adds the search attributes that are missing, and waits until they can be used. */
export async function prepareAttributes(connection: Connection, namespace: string): Promise<void> {
  const missing = await missingAttributes(connection, namespace);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map((name) => [
      name,
      SEARCH_ATTRIBUTES[name] === 'DATETIME' ? TYPES.INDEXED_VALUE_TYPE_DATETIME : TYPES.INDEXED_VALUE_TYPE_KEYWORD,
    ]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  await until(async () => (await missingAttributes(connection, namespace)).length === 0, `The search attributes ${missing.join(', ')}`);
}

/** The search attributes that a namespace lacks; none where the server knows no such thing (that of tests). Throws where there is no namespace. */
export async function missingAttributes(connection: Connection, namespace: string): Promise<(keyof typeof SEARCH_ATTRIBUTES)[]> {
  const wanted = Object.keys(SEARCH_ATTRIBUTES) as (keyof typeof SEARCH_ATTRIBUTES)[];
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return wanted.filter((name) => !(name in (customAttributes ?? {})));
  } catch (error) {
    if (codeOf(error) === GRPC_UNIMPLEMENTED) return [];
    throw error;
  }
}

/** What is said where a namespace is not prepared. */
export function unprepared(namespace: string, missing: string[]): string {
  return `The namespace "${namespace}" lacks the search attributes ${missing.join(', ')}: run "npm run prepare-temporal".`;
}

async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  const retention = { seconds: (RETENTION_DAYS * 86_400) as never };
  if (await isFound(workflowService.describeNamespace({ namespace })))
    return void (await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } }));
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention }).catch((error: unknown) => {
    if (codeOf(error) !== GRPC_ALREADY_EXISTS) throw error;
  });
  await until(() => isFound(missingAttributes(connection, namespace)), `The namespace "${namespace}"`);
}

function isFound(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    (error: unknown) => (codeOf(error) === GRPC_NOT_FOUND ? false : Promise.reject(error)),
  );
}

/** Servers tell what they have been told to others after a while. */
async function until(isThere: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + VISIBLE_WITHIN_MS;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`${what} cannot be seen within ${VISIBLE_WITHIN_MS / 1000} s of being made`);
    await pause(200);
  }
}

function codeOf(error: unknown): number | undefined {
  return (error as { code?: number }).code;
}
