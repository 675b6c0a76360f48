/** The signed-in user as the API tells of him. */
export interface Me {
  user: string;
  name: string;
  email: string;
  role: string;
  organisation: string | null;
  session: string | null;
}
/** An entry of the primary navigation. */
export interface Entry {
  href: string;
  text: string;
}

const FINANCE: Entry[] = [
  { href: '/statements', text: 'Statements' },
  { href: '/bank-accounts', text: 'Bank accounts' },
  { href: '/suspense', text: 'Suspense' },
  { href: '/claims', text: 'Claims' },
  { href: '/orders', text: 'Orders' },
  { href: '/holds', text: 'Holds due' },
  { href: '/reversals', text: 'Reversals' },
  { href: '/reports', text: 'Reports' },
  { href: '/adjustments', text: 'Adjustments' },
];
const PEOPLE: Entry[] = [
  { href: '/organisations', text: 'Organisations' },
  { href: '/access-requests', text: 'Access requests' },
];
const TEMPLATES: Entry = { href: '/templates', text: 'Templates' };
const AUDIT: Entry = { href: '/audit', text: 'Audit' };
const ACCOUNT: Entry = { href: '/account', text: 'Your account' };

const staff: Record<string, Entry[]> = {
  finance: FINANCE,
  caseOperator: [...PEOPLE, { href: '/orders', text: 'Orders' }, TEMPLATES],
  eqa: [],
  dpo: [AUDIT],
  administrator: [...PEOPLE, { href: '/staff', text: 'Staff' }, { href: '/policy', text: 'Policy' }, TEMPLATES, AUDIT],
};

/** True for the staff of a scheme. */
export function isStaff(role: string): boolean {
  return role in staff;
}

/** What a user can go to, by his role; the API refuses what he may not. */
export function navigationOf({ role, organisation }: Me, apiUrl: string): Entry[] {
  if (isStaff(role))
    return [
      { href: '/', text: 'Home' },
      { href: '/work', text: 'Work' },
      ...staff[role]!,
      { href: `${apiUrl}/work-board`, text: 'Work board' },
      ACCOUNT,
    ];
  const own: Entry[] = organisation ? [{ href: `/organisations/${organisation}`, text: 'Your organisation' }] : [];
  if (role === 'employerUser') return [{ href: '/my', text: 'Your orders' }, ...own, ACCOUNT];
  if (role === 'centreUser') return [...own, { href: '/access-requests', text: 'Access requests' }, ACCOUNT];
  return [...own, ACCOUNT];
}
