import { Row } from '../core/row';

/** A row of `sessions`: of its token only the hash (SEC-2). */
export class SessionRow extends Row {
  static override tableName = 'sessions';
  id!: string;
  tenantId!: string;
  userId!: string;
  tokenHash!: Buffer;
  ip!: string;
  agent!: string;
  createdAt!: string;
  lastSeenAt!: string;
  endedAt!: string | null;
  endReason!: string | null;
}

/** A row of `api_keys`: of its secret only the hash (SEC-9). */
export class ApiKeyRow extends Row {
  static override tableName = 'api_keys';
  id!: string;
  tenantId!: string;
  organisationId!: string | null;
  userId!: string;
  name!: string;
  prefix!: string;
  secretHash!: Buffer;
  permissions!: string[];
  createdAt!: string;
  expiresAt!: string;
  lastUsedAt!: string | null;
  lastUsedIp!: string | null;
  revokedAt!: string | null;
}

/** A row of `codes`: a code that was sent, which itself stands nowhere (SEC-1, SEC-3). */
export class CodeRow extends Row {
  static override tableName = 'codes';
  id!: string;
  tenantId!: string;
  userId!: string;
  purpose!: 'signIn' | 'activation' | 'reset';
  sent!: number;
  tries!: number;
  sentAt!: string;
  expiresAt!: string;
  usedAt!: string | null;
}

/** A row of `sign_in_failures`, by the hash of the address that was typed (SEC-1). */
export class SignInFailureRow extends Row {
  static override tableName = 'sign_in_failures';
  static override idColumn = 'email_hash';
  emailHash!: Buffer;
  failedAt!: string[];
  lockedUntil!: string | null;
}
