/** What users of each kind of organisation can be given, as a form shows it: the console's own words for the rulebook's names (SEC-5, SEC-6). */
const rights: Record<string, [string, string][]> = {
  employer: [
    ['employees', 'Employees (all)'],
    ['purchasing', 'Purchasing (all)'],
    ['applications', 'Applications (all)'],
    ['endorsement', 'Applications endorsement (all)'],
    ['userAdmin', 'User admin (all)'],
    ['generalAdmin', 'General admin (all)'],
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
    ['portalAdmin', 'Portal Admin'],
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

/** The rights of a kind of organisation with their words. */
export function rightsFor(kind: string): { value: string; text: string }[] {
  return (rights[kind] ?? []).map(([value, text]) => ({ value, text }));
}
