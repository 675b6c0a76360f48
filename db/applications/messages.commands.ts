import { v7 as uuid } from 'uuid';
import type { Application } from '../../domain/applications/application.state';
import type { MessageKind } from '../../domain/applications/messages';
import { refuse } from '../../domain/refusal';
import { FileRow } from '../access/file.model';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { Step } from '../core/row-store';
import { ApplicationMessageRow, ApplicationRow } from './application.model';

/** What a command says to the other side, by its name. */
const SAYS: Partial<Record<string, MessageKind>> = {
  askMore: 'moreAsked',
  giveMore: 'moreGiven',
  reject: 'rejected',
  refuseEndorsement: 'endorsementRefused',
};

/** Keeps what case operator and employer tell each other, with its files (APP-6, APP-9). Throws a refusal where a file is none about the application. */
export async function keepMessage(trx: Transaction, { decision, trigger, asked, at }: Step<Application>): Promise<void> {
  const kind = SAYS[trigger];
  if (!kind || !asked) return;
  const { id } = decision.next;
  const { files = [], text = asked.reason } = asked.body as { files?: string[]; text?: string };
  const known = await FileRow.query(trx).findByIds(files).where({ entity_id: id }).whereNull('removed_at').select('id');
  const faults = files.flatMap((file, index) =>
    known.some((each) => each.id === file)
      ? []
      : [
          refuse(
            'file',
            'APP-9',
            'There is no such file about this application',
            'Upload it first: POST /v1/files?about=….',
            `/files/${index}`,
          ),
        ],
  );
  if (faults.length > 0) throw new CommitRefused(faults);
  const { tenantId, organisationId } = await ApplicationRow.query(trx).findById(id).throwIfNotFound();
  const of = { id: uuid(), tenantId, organisationId, applicationId: id };
  await ApplicationMessageRow.query(trx).insert({ ...of, kind, text: text ?? '', files, saidAt: at, saidBy: asked.by.user_id });
}
