import type { Role } from '../../domain/access/permissions';
import type { LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `users`: who may sign in. */
export class UserRow extends Row {
  static override tableName = 'users';
  id!: string;
  tenantId!: string;
  organisationId!: string | null;
  /** The person whose account this is; of staff and contacts only where something is kept under a key of theirs (PER-1). */
  personId!: string | null;
  role!: Role;
  givenName!: string;
  familyName!: string;
  email!: string;
  mobile!: string | null;
  passwordHash!: string | null;
  state!: 'invited' | 'active' | 'withdrawn';
  trainingUntil!: LocalDate | null;
  version!: number;
  codesSentAt!: string[];
  linksSentAt!: string[];

  /** Given and family name as one. */
  get fullName(): string {
    return `${this.givenName} ${this.familyName}`.trim();
  }
}

/** A row of `former_mobiles`: a number that was on an account, which is told that it is no more (SEC-1). */
export class FormerMobileRow extends Row {
  static override tableName = 'former_mobiles';
  id!: string;
  tenantId!: string;
  userId!: string;
  mobile!: string;
  replacedAt!: string;
}

/** A row of `grants`: a right of a user, at a node and below, or for his whole organisation (SEC-7). */
export class GrantRow extends Row {
  static override tableName = 'grants';
  static override idColumn = ['user_id', 'node_id', 'name'];
  userId!: string;
  nodeId!: string | null;
  name!: string;
  tenantId!: string;
  organisationId!: string | null;
  grantedAt!: string;
  grantedBy!: string | null;
}
