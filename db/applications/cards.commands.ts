import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { wakeProcesses } from '../core/wakes';
import { AskedCardRow } from './application.model';

/** The printer has accepted the card of an application: it is issued under its number, and the application hears of it (APP-4). */
export async function acceptCard(trx: Transaction, application: string, number: string, at: Instant): Promise<void> {
  await AskedCardRow.query(trx)
    .where({ application_id: application, state: 'approved' })
    .patch({ state: 'issued', number, acceptedAt: at });
  await wakeProcesses(trx, [application]);
}
