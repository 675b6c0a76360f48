/** What users of each kind of organisation can be given, as a form shows it: the console's own words for the rulebook's names (SEC-5, SEC-6). */
const rights: Record<string, [right: string, text: string, hint?: string][]> = {
  employer: [
    ['employees', 'Employees (all)', 'View, add, remove and change employees'],
    ['purchasing', 'Purchasing (all)', 'View, create, add to and complete purchases'],
    ['applications', 'Applications (all)', 'View and fill in applications'],
    ['endorsement', 'Applications endorsement (all)', 'Endorse changes in grading and qualified supervisors'],
    ['userAdmin', 'User admin (all)', 'Add and remove users, change their permissions, reset passwords'],
    ['generalAdmin', 'General admin (all)', 'Create groups, edit employer details'],
    ['useFunds', 'Use funds'],
    ['viewEmployees', 'View employees'],
    ['viewPurchases', 'View purchases'],
    ['viewApplications', 'View applications'],
    ['createPurchases', 'Create purchases'],
    ['completePurchases', 'Complete purchases'],
    ['addToPurchases', 'Add to existing purchases'],
    ['fillInApplications', 'Fill in applications'],
    ['addEmployees', 'Add employees'],
    ['removeEmployees', 'Remove employees'],
    ['changeEmployeeDetails', 'Change employee details'],
    ['endorseGrading', 'Endorse change in grading'],
    ['endorseQualifiedSupervisor', 'Endorse qualified supervisor'],
    ['addUsers', 'Add users'],
    ['removeUsers', 'Remove users'],
    ['changePermissions', 'Change permissions'],
    ['resetPasswords', 'Reset passwords'],
    ['createGroups', 'Create groups'],
    ['editEmployer', 'Edit employer details'],
    ['createContracts', 'Create contracts as client'],
    ['viewContracts', 'View contract details'],
    ['changeContractWorkers', 'Add and remove contract workers'],
    ['addSubcontractors', 'Add subcontractors'],
  ],
  centre: [
    ['portalAdmin', 'Portal Admin', 'All below but the LRS administrator'],
    ['updateUlns', 'LRS administrator'],
    ['search', 'Search'],
    ['productRegistrations', 'Product registrations'],
    ['bulkRegistration', 'Bulk and MIS registration'],
    ['myLearners', 'My learners'],
    ['bookings', 'Bookings'],
    ['assessmentResults', 'Assessment results'],
    ['moderation', 'Moderation'],
    ['submitUnitGrades', 'Submit unit grades'],
    ['claimCertifications', 'Claim certifications'],
    ['readCertification', 'Read-only certification'],
    ['eCertificate', 'eCertificate'],
    ['users', 'Users'],
  ],
  checker: [
    ['checkCards', 'Check cards'],
    ['users', 'Users'],
  ],
};

/** The rights of a kind of organisation with their words, and of bundles what they hold. */
export function rightsFor(kind: string): [right: string, text: string, hint?: string][] {
  return rights[kind] ?? [];
}

/** A right in words. */
export function rightInWords(right: string): string {
  return (
    Object.values(rights)
      .flat()
      .find(([name]) => name === right)?.[1] ?? right
  );
}
