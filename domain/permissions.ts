/** Who somebody is in a tenant (SEC-8); an employer's user acts for one organisation. */
export type Role = 'employerUser' | 'finance' | 'caseOperator' | 'administrator';

/** What a route asks for; named in the 403 that refuses it (SEC-9). */
export type Permission =
  | 'createPurchases'
  | 'viewPurchases'
  | 'decideHolds'
  | 'importStatements'
  | 'allocateReceipts'
  | 'viewReceipts'
  | 'claimTransfers'
  | 'decideClaims'
  | 'reverseAllocations'
  | 'viewReports'
  | 'viewWork'
  | 'retryMail'
  | 'viewPolicy';

const permissionsOf: Record<Role, ReadonlySet<Permission>> = {
  employerUser: new Set(['createPurchases', 'viewPurchases', 'claimTransfers', 'viewPolicy']),
  finance: new Set([
    'viewPurchases',
    'decideHolds',
    'importStatements',
    'allocateReceipts',
    'viewReceipts',
    'decideClaims',
    'reverseAllocations',
    'viewReports',
    'viewWork',
    'retryMail',
    'viewPolicy',
  ]),
  caseOperator: new Set(['viewPurchases', 'viewWork', 'retryMail', 'viewPolicy']),
  administrator: new Set(['viewPurchases', 'viewWork', 'viewReports', 'retryMail', 'viewPolicy']),
};

/** The one place that answers "may this role do this?" (SEC-6, SEC-8). */
export function may(role: Role, permission: Permission): boolean {
  return permissionsOf[role].has(permission);
}
