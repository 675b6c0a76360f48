import { arrangementTypes, type ArrangementType } from './codes';
import type { Learner, Modifications } from './learner';
import { fieldWords, type LineField } from './learner-columns';
import { plainText, type CellReader } from './cells';
import { arrangementCodes } from './codes';

const YES = new Set(['Y', 'YES', 'TRUE', '1', 'X']);
const NO = new Set(['N', 'NO', 'FALSE', '0']);
const EMAIL = /^[^\s\p{Cc}@<>"]+@[^\s\p{Cc}@<>"]+\.[^\s\p{Cc}@<>".]+$/u;
const LONGEST_EMAIL = 254;
const LONGEST_DETAIL = 50;
/** What a paper is modified by, with the field of its detail. */
const MODIFICATIONS = [
  ['enlarged', 'size', 'for instance A3'],
  ['coloured', 'shade', 'for instance cream'],
  ['braille', 'grade', '1 or 2'],
] as const;
const PAPERS = { enlarged: 'enlarged', coloured: 'coloured', braille: 'braille, grade' } as const;

/** What a learner needs at an assessment, in words: each paper with its detail, each arrangement by its name (REG-12). */
export function needsInWords({ arrangements, modifications }: Pick<Learner, 'arrangements' | 'modifications'>): string[] {
  const papers = Object.entries(PAPERS).flatMap(([what, text]) => {
    const detail = modifications[what as keyof Modifications];
    return detail === undefined ? [] : [`${text} ${detail}`];
  });
  return [...papers, ...arrangements.map((code) => arrangementTypes[code as ArrangementType])];
}

/** Each with its field: they are read for every line. */
const ARRANGEMENTS = arrangementCodes.map((code) => [code, `arrangement.${code}`] as const);

/** What a learner needs: modified papers, each with its detail beside the choice, access arrangements, and whom to write to about them (REG-12). */
export function readArrangements(reader: CellReader): {
  modifications: Modifications;
  arrangements: string[];
  contactEmail: string | null;
} {
  const { rules, text, tell } = reader;
  const modifications: Modifications = {};
  for (const [choice, detail, sample] of MODIFICATIONS) {
    const given = plainText(reader, detail, 'REG-7');
    const isChosen = readYes(reader, choice);
    if (isChosen && !given)
      tell(
        detail,
        'detailMissing',
        'REG-7',
        `${fieldWords[choice]} is chosen without its detail`,
        `Write the ${detail} beside it, ${sample}.`,
      );
    if (!isChosen && given)
      tell(
        choice,
        'choiceMissing',
        'REG-7',
        `The ${detail} is written without the choice`,
        `Write Y under ${fieldWords[choice]}, or take the ${detail} out.`,
      );
    if (given.length > LONGEST_DETAIL)
      tell(detail, 'tooLong', 'REG-7', `The ${detail} has ${given.length} characters`, `Shorten it to ${LONGEST_DETAIL}.`);
    if (isChosen) modifications[choice] = given;
  }
  const arrangements = ARRANGEMENTS.filter(([, field]) => readYes(reader, field)).map(([code]) => code);
  const contactEmail = readEmail(reader);
  const [first] = [...Object.keys(modifications), ...arrangements.map((code) => `arrangement.${code}`)];
  if (first && rules.product && !rules.product.takesArrangements)
    tell(
      first as LineField,
      'noArrangements',
      'REG-12',
      'This product takes no arrangements or modified papers',
      'Take them out, or ask us what can be done.',
    );
  if (first && !text('contactEmail'))
    tell(
      'contactEmail',
      'contactMissing',
      'REG-12',
      'Arrangements need an e-mail address to write to',
      'Write whom we tell when the papers are made.',
    );
  return { modifications, arrangements, contactEmail };
}

function readYes({ text, tell }: CellReader, field: LineField): boolean {
  const given = text(field).toUpperCase();
  if (!given) return false;
  if (YES.has(given)) return true;
  if (!NO.has(given)) tell(field, 'yesOrNo', 'REG-7', `${fieldWords[field]} is neither yes nor no`, 'Write Y, or leave it empty.');
  return false;
}

function readEmail({ text, tell }: CellReader): string | null {
  const email = text('contactEmail');
  if (!email) return null;
  if (!EMAIL.test(email) || email.length > LONGEST_EMAIL)
    tell('contactEmail', 'email', 'REG-12', 'This is no e-mail address', 'Correct it, for instance exams@college.example.');
  return email;
}
