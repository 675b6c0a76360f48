import { Row } from '../core/row';

/** A row of `files`: small, and sealed under the key of its person (SEC-12). */
export class FileRow extends Row {
  static override tableName = 'files';
  id!: string;
  tenantId!: string;
  organisationId!: string | null;
  entityId!: string;
  personId!: string;
  name!: string;
  type!: string;
  bytes!: number;
  sha256!: Buffer;
  content!: Buffer;
  uploadedBy!: string;
  uploadedAt!: string;
  removedAt!: string | null;
}

/** A row of `person_keys`: a person's key, wrapped; without it nothing that it sealed can be opened. */
export class PersonKeyRow extends Row {
  static override tableName = 'person_keys';
  static override idColumn = 'person_id';
  personId!: string;
  tenantId!: string;
  wrapped!: Buffer;
  keyId!: string;
}
