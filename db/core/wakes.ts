import { v7 as uuid } from 'uuid';
import { prepared, type Transaction } from './database';

const WAKE = 'select wake_processes($1::uuid[], $2::uuid[])';

/** Wakes the open processes of some entities, in the transaction that changed what they wait for: they read the rows (design 3). */
export async function wakeProcesses(trx: Transaction, entities: string[]): Promise<void> {
  await prepared(trx, 'wake-processes', WAKE, [entities.map(() => uuid()), entities]);
}
