import type { Component, ProductType } from '../../domain/catalogue/product';

/** A product of the seed: what differs from others of its type. */
export interface SeedProduct {
  code: string;
  name: string;
  number: string | null;
  sector: Sector;
  type: ProductType;
  /** What registering one learner costs, in pence; from 1 August 2026 on, where that is another amount. */
  fee: number;
  newFee?: number;
  suite?: string;
  members?: string[];
  lapseMonths?: number;
  booksOnRegistration?: boolean;
}

/** Units that are common to the products of a sector. */
export const SECTORS = {
  'Health and social care': [
    'Duty of care',
    'Person-centred practice',
    'Safeguarding and protection',
    'Infection control',
    'Effective communication',
  ],
  'Education and childcare': [
    'Child development',
    'Play and learning',
    'Supporting phonics',
    'Working with families',
    'Health and safety in early years',
  ],
  Business: ['Managing own work', 'Business documents', 'Customer relationships', 'Principles of finance', 'Leading a team'],
  Digital: ['Using devices', 'Staying safe on the web', 'Principles of coding', 'Data handling', 'Cyber security principles'],
  'Sport and fitness': ['Anatomy and physiology', 'Planning a session', 'Nutrition', 'Working with clients', 'First aid'],
  'Creative and media': ['Design process', 'Working to a brief', 'Digital graphics', 'Materials and techniques', 'Presenting a portfolio'],
  Engineering: ['Engineering drawing', 'Workshop practice', 'Materials science', 'Electrical principles', 'Working safely'],
  'Food and hospitality': ['Food safety', 'Menu planning', 'Kitchen practice', 'Serving customers', 'Nutrition and diets'],
  English: ['Reading', 'Writing', 'Speaking, listening and communicating'],
  Mathematics: ['Number', 'Measures, shape and space', 'Handling data'],
} as const;
export type Sector = keyof typeof SECTORS;

/** How each type is assessed, and what follows from that. */
export const TYPES: Record<
  ProductType,
  { components: Component[]; gradeScale: string; modes?: string[]; hasWindows?: true; lateAllowed?: true; lapseMonths: number }
> = {
  qualification: {
    components: [{ code: 'PF', title: 'Portfolio of evidence', form: 'internal' }],
    gradeScale: 'Pass, Refer',
    lapseMonths: 36,
  },
  vCert: {
    components: [
      { code: 'NEA', title: 'Non-exam assessment', form: 'controlled' },
      { code: 'EX', title: 'Examined assessment', form: 'paper' },
    ],
    ...{
      gradeScale: 'Level 2 Distinction* to Level 1 Pass',
      modes: ['Paper', 'On screen'],
      hasWindows: true,
      lateAllowed: true,
      lapseMonths: 36,
    },
  },
  tLevel: {
    components: [
      { code: 'CA', title: 'Core examination A', form: 'paper' },
      { code: 'CB', title: 'Core examination B', form: 'paper' },
      { code: 'ESP', title: 'Employer set project', form: 'controlled' },
      { code: 'OS', title: 'Occupational specialism', form: 'controlled' },
    ],
    ...{ gradeScale: 'A* to E; Distinction, Merit, Pass', hasWindows: true, lateAllowed: true, lapseMonths: 60 },
  },
  technicalAward: {
    components: [
      { code: 'NEA', title: 'Synoptic project', form: 'controlled' },
      { code: 'EX', title: 'Written examination', form: 'paper' },
    ],
    ...{ gradeScale: 'Level 2 Distinction* to Level 1 Pass', hasWindows: true, lapseMonths: 36 },
  },
  functionalSkills: {
    components: [
      { code: 'R', title: 'Reading', form: 'onScreen' },
      { code: 'W', title: 'Writing', form: 'paper' },
      { code: 'SLC', title: 'Speaking, listening and communicating', form: 'controlled' },
    ],
    ...{ gradeScale: 'Pass, Fail', lapseMonths: 24 },
  },
  edsq: {
    components: [
      { code: 'T', title: 'On-screen test', form: 'onScreen' },
      { code: 'TB', title: 'Task-based assessment', form: 'controlled' },
    ],
    ...{ gradeScale: 'Pass, Fail', lapseMonths: 12 },
  },
  apprenticeship: { components: [], gradeScale: 'None', lapseMonths: 60 },
  bundle: { components: [], gradeScale: 'None', lapseMonths: 36 },
};

/** The suites within which learners are topped up or down (LRN-5). */
export const SUITES: Record<string, string> = {
  HSC2: 'Level 2 Health and Social Care, nested',
  CYP3: 'Level 3 Childcare, nested',
  CRE2: 'Level 2 Creative Craft, nested',
};

type Row = [code: string, name: string, number: string | null, sector: Sector, type: ProductType, fee: number, more?: Partial<SeedProduct>];
const ROWS: Row[] = [
  ['HSC-101', 'Level 1 Certificate in Health and Social Care', '600/2981/2', 'Health and social care', 'qualification', 4_600],
  [
    'HSC-201',
    'Level 2 Award in Health and Social Care',
    '603/4411/0',
    'Health and social care',
    'qualification',
    4_000,
    { suite: 'HSC2', lapseMonths: 24 },
  ],
  [
    'HSC-202',
    'Level 2 Certificate in Health and Social Care',
    '603/4412/2',
    'Health and social care',
    'qualification',
    6_000,
    { suite: 'HSC2', newFee: 6_400 },
  ],
  [
    'HSC-203',
    'Level 2 Diploma in Health and Social Care',
    '603/4413/4',
    'Health and social care',
    'qualification',
    9_500,
    { suite: 'HSC2', newFee: 9_900 },
  ],
  ['HSC-301', 'Level 3 Diploma in Adult Care', '610/0103/6', 'Health and social care', 'qualification', 11_500],
  ['EDU-201', 'Level 2 Diploma for the Early Years Practitioner', '603/3723/2', 'Education and childcare', 'qualification', 9_800],
  ['EDU-301', 'Level 3 Certificate in Childcare', '603/2920/X', 'Education and childcare', 'qualification', 7_500, { suite: 'CYP3' }],
  [
    'EDU-302',
    'Level 3 Diploma for the Early Years Workforce',
    '601/2147/2',
    'Education and childcare',
    'qualification',
    13_000,
    { suite: 'CYP3', newFee: 13_600 },
  ],
  ['EDU-303', 'Level 3 Certificate in Supporting Teaching and Learning', '603/2476/0', 'Education and childcare', 'qualification', 8_200],
  ['BUS-201', 'Level 2 Certificate in Principles of Business Administration', '601/4004/1', 'Business', 'qualification', 5_600],
  ['BUS-202', 'Level 2 Certificate in Customer Service', '601/3956/7', 'Business', 'qualification', 5_400],
  ['BUS-301', 'Level 3 Diploma in Team Leading', '601/6786/1', 'Business', 'qualification', 9_900, { newFee: 10_400 }],
  ['DIG-201', 'Level 2 Certificate in Coding', '603/5022/5', 'Digital', 'qualification', 6_300],
  ['DIG-301', 'Level 3 Certificate in Cyber Security Practices', '603/5763/3', 'Digital', 'qualification', 8_800],
  [
    'CRE-201',
    'Level 2 Award in Creative Craft',
    '600/6819/2',
    'Creative and media',
    'qualification',
    3_200,
    { suite: 'CRE2', lapseMonths: 24 },
  ],
  ['CRE-202', 'Level 2 Certificate in Creative Craft', '600/6818/0', 'Creative and media', 'qualification', 5_200, { suite: 'CRE2' }],
  ['BUS-901', 'Workplace Mentoring, a customised programme', null, 'Business', 'qualification', 2_500],
  ['FIT-901', 'Walking Football Leader, a customised programme', null, 'Sport and fitness', 'qualification', 2_000],
  ['VHF-200', 'Level 1/2 V Cert in Health and Fitness', '603/2650/1', 'Sport and fitness', 'vCert', 5_800, { newFee: 6_100 }],
  ['VFC-200', 'Level 1/2 V Cert in Food and Cookery', '603/2690/2', 'Food and hospitality', 'vCert', 5_800],
  ['VGD-200', 'Level 1/2 V Cert in Graphic Design', '603/2870/4', 'Creative and media', 'vCert', 5_800],
  ['VBE-200', 'Level 1/2 V Cert in Business and Enterprise', '603/2955/7', 'Business', 'vCert', 5_800],
  ['VCD-200', 'Level 1/2 V Cert in Child Development and Care', '603/3293/3', 'Education and childcare', 'vCert', 5_800],
  ['TEC-300', 'T Level in Education and Early Years', '603/5829/7', 'Education and childcare', 'tLevel', 62_000],
  ['THE-300', 'T Level in Health', '603/7066/2', 'Health and social care', 'tLevel', 62_000],
  ['TDS-300', 'T Level in Digital Support Services', '603/6901/5', 'Digital', 'tLevel', 62_000, { newFee: 64_000 }],
  ['TCM-300', 'T Level in Craft and Design', '610/4099/6', 'Creative and media', 'tLevel', 62_000],
  ['TAE-200', 'Level 1/2 Technical Award in Engineering', '603/7004/2', 'Engineering', 'technicalAward', 6_000],
  ['TAS-200', 'Level 1/2 Technical Award in Sport and Physical Activity', '603/7007/8', 'Sport and fitness', 'technicalAward', 6_000],
  ['TAH-200', 'Level 1/2 Technical Award in Hospitality', '603/7012/1', 'Food and hospitality', 'technicalAward', 6_000],
  ['TAI-200', 'Level 1/2 Technical Award in Interactive Media', '603/7003/0', 'Creative and media', 'technicalAward', 6_000],
  ['FSE-100', 'Functional Skills Qualification in English at Level 1', '603/5054/6', 'English', 'functionalSkills', 2_900],
  [
    'FSE-200',
    'Functional Skills Qualification in English at Level 2',
    '603/5058/3',
    'English',
    'functionalSkills',
    2_900,
    { newFee: 3_100 },
  ],
  ['FSM-100', 'Functional Skills Qualification in Mathematics at Level 1', '603/5055/8', 'Mathematics', 'functionalSkills', 2_900],
  [
    'FSM-200',
    'Functional Skills Qualification in Mathematics at Level 2',
    '603/5060/1',
    'Mathematics',
    'functionalSkills',
    2_900,
    { newFee: 3_100 },
  ],
  ['EDS-000', 'Entry Level Essential Digital Skills Qualification', '603/6996/9', 'Digital', 'edsq', 2_400, { booksOnRegistration: true }],
  ['EDS-100', 'Level 1 Essential Digital Skills Qualification', '603/6997/0', 'Digital', 'edsq', 2_400],
  [
    'APP-HSC',
    'Adult Care Worker apprenticeship',
    null,
    'Health and social care',
    'apprenticeship',
    12_500,
    { members: ['HSC-203', 'FSE-100', 'FSM-100'] },
  ],
  [
    'APP-EYP',
    'Early Years Practitioner apprenticeship',
    null,
    'Education and childcare',
    'apprenticeship',
    13_500,
    { members: ['EDU-201', 'FSE-200', 'FSM-200'] },
  ],
  ['BUN-DIG', 'Digital starter bundle', null, 'Digital', 'bundle', 7_800, { members: ['DIG-201', 'EDS-100'] }],
];

/** Forty realistic products of every type; fees are examples. */
export const PRODUCTS: SeedProduct[] = ROWS.map(([code, name, number, sector, type, fee, more]) => ({
  ...{ code, name, number, sector, type, fee },
  ...more,
}));

/** Those that the demo's centre is approved for: all but these. */
export const NOT_APPROVED = ['HSC-301', 'EDU-303', 'BUS-301', 'DIG-301', 'FIT-901', 'VCD-200', 'TDS-300', 'TCM-300', 'TAI-200', 'APP-EYP'];

/** Countries of study (REG-6). */
export const COUNTRIES: Record<string, string> = Object.fromEntries(
  `AT Austria|BH Bahrain|BE Belgium|BN Brunei Darussalam|BG Bulgaria|CN China|DM Dominica|HR Croatia|CZ Czechia|DK Denmark|EG Egypt|EE Estonia|FI Finland|DE Germany|GR Greece|HU Hungary|FR France|IN India|IE Ireland|IT Italy|LV Latvia|LT Lithuania|LU Luxembourg|MO Macao|MT Malta|MM Myanmar|NL Netherlands|OM Oman|PL Poland|PT Portugal|QA Qatar|CY Cyprus|RO Romania|SA Saudi Arabia|SK Slovakia|SI Slovenia|ES Spain|SE Sweden|CH Switzerland|AE United Arab Emirates|US United States|UA Ukraine|GB United Kingdom|VN Vietnam|99 Other`
    .split('|')
    .map((each) => [each.slice(0, 2), each.slice(3)]),
);
