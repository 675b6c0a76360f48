import fc from 'fast-check';
import type { AwardingBody, QualificationKind } from '../../../domain/qualifications/awarding-body';
import { isMatched, matchDocument, type Named } from '../../../domain/qualifications/document-match';
import { firstPolicy } from '../../../domain/policy';
import { certificateLines } from '../../support/qualifications';

const TODAY = '2026-12-22';
const bodies: AwardingBody[] = [
  {
    code: 'cityAndGuilds',
    name: 'City & Guilds',
    isLookedUp: true,
    fields: [{ name: 'certificateNumber', label: 'Certificate number', hint: 'h', as: 'text', pattern: '\\d{8}', isNumber: true }],
  },
];
const kinds: QualificationKind[] = [
  {
    code: 'nvq3',
    body: 'cityAndGuilds',
    name: 'Level 3 NVQ Diploma in Installing Electrotechnical Systems and Equipment',
    number: '501/1605/8',
    validYears: null,
  },
  { code: 'svq3', body: 'cityAndGuilds', name: 'SVQ 3 Electrical Installation', number: null, validYears: null },
];
const grace: Named = { givenName: 'Grace', familyName: 'Hopper', birthDate: '1990-01-01' };
const match = (lines: readonly string[], person: Named = grace) => matchDocument(lines, person, { bodies, kinds }, TODAY);
const isHers = (lines: readonly string[], person: Named = grace) => isMatched(match(lines, person), firstPolicy.qualifications.matchScore);

test('QUA-1 a document that names the person, the qualification, its body and its day gets all points, and what it is', () => {
  expect(match(certificateLines('Grace Hopper'))).toEqual({
    score: 100,
    reasons: ['name', 'qualificationNumber', 'body', 'awarded'],
    kind: 'nvq3',
    awardedOn: '2019-07-12',
    number: '51234567',
  });
  expect(isHers(certificateLines('Grace Hopper'))).toBe(true);
});

test.each([
  'GRACE HOPPER',
  'Ms Grace Hopper',
  'Hopper, Grace',
  'Gráce Hopper',
  'Grace Hopper, date of birth 01/01/1990',
  'grace hopper born 1 January 1990',
])('QUA-1 a name counts whatever its case, accents, title or order: %s', (name) => expect(isHers(certificateLines(name))).toBe(true));

test.each([
  ['O’Brien', "O'BRIEN"],
  ["D'Arcy-Smith", 'DArcy‐Smith'],
  ['Müller', 'Muller'],
  ['St. John', 'St John'],
])('QUA-1 apostrophes, hyphens and accents of %s make no difference to %s', (familyName, printed) => {
  expect(isHers(certificateLines(`Grace ${printed}`), { ...grace, familyName })).toBe(true);
});

test.each([
  ['another given name', 'Joan Hopper'],
  ['another family name', 'Grace Cooper'],
  ['a longer family name', 'Grace Hopper-Jones'],
  ['a family name of two words', 'Grace Hopper Jones'],
  ['a slip of reading: 0 for o', 'Grace H0pper'],
  ['a middle name, and no birth date', 'Grace Brewster Hopper'],
  ['another birth date', 'Grace Hopper, born 2 January 1990'],
  ['only an initial', 'G Hopper'],
  ['nothing', ''],
])('QUA-1 a certificate with %s is verified by nobody but a person', (_what, name) => {
  expect(isHers(certificateLines(name))).toBe(false);
});

test('QUA-1 a slip that reads I as l, or l as 1, makes no certificate of Lan one of Ian, and the other way round', () => {
  const ian = { ...grace, givenName: 'Ian', familyName: 'Bell' };
  for (const name of ['lan Bell', 'Lan Bell', '1an Bell', 'Ian Be11', 'Ian BeII']) expect(isHers(certificateLines(name), ian)).toBe(false);
  expect(isHers(certificateLines('IAN BELL'), ian)).toBe(true);
});

test('QUA-1 the birth date of the record makes a middle name good; a date of birth is no date of award', () => {
  const lines = certificateLines('Grace Brewster Hopper').concat('Date of birth 01/01/1990');
  expect(match(lines).reasons).toEqual(['nameWithMiddleName', 'birthDate', 'qualificationNumber', 'body', 'awarded']);
  expect(isHers(lines)).toBe(true);
  expect(match(['Born 1 January 1990']).awardedOn).toBeNull();
});

test('QUA-1 whose name signs it, or is named beside the holder, does not make it his', () => {
  expect(isHers(certificateLines('Joan Cooper').concat('Grace Hopper', 'Chief Executive'))).toBe(false);
  expect(isHers(['City & Guilds', 'Learner name: Joan Cooper', 'Grace Hopper', ...certificateLines('').slice(3)])).toBe(false);
  expect(isHers(['City & Guilds', 'Grace Hopper', ...certificateLines('').slice(3)])).toBe(true);
});

test('QUA-1 numbers that reading marred still say which qualification it is, a title that lacks a word as well; none is none', () => {
  const marred = certificateLines('Grace Hopper').map((line) => line.replace('501/1605/8', '5OI/16O5/8'));
  expect(match(marred).reasons).toContain('qualificationNumber');
  const titled = certificateLines('Grace Hopper').map((line) =>
    line.replace('Qualification number 501/1605/8', '').replace('Diploma', 'Dipl0ma'),
  );
  expect([match(titled).reasons, match(titled).kind]).toEqual([['name', 'title', 'body', 'awarded'], 'nvq3']);
  const other = certificateLines('Grace Hopper').filter((line) => !/NVQ|Electrotechnical|501/.test(line));
  expect([match(other).reasons, isHers(other)]).toEqual([['name', 'noQualification', 'body', 'awarded'], false]);
});

const word = fc.stringMatching(/^[A-Z][a-z]{1,9}$/);
/** No given name is a title: that is left out where it leads. */
const given = word.filter((name) => !/^(mr|mrs|ms|miss|mx|dr|sir)$/i.test(name));
const names = fc.record({ givenName: given, familyName: word });

test('QUA-1 a certificate of somebody else is never taken for the person’s, whatever his name', () => {
  fc.assert(
    fc.property(names, names, (holder, other) => {
      fc.pre(
        holder.givenName.toLowerCase() !== other.givenName.toLowerCase() ||
          holder.familyName.toLowerCase() !== other.familyName.toLowerCase(),
      );
      for (const printed of [`${holder.givenName} ${holder.familyName}`, `${holder.familyName}, ${holder.givenName}`])
        expect(isHers(certificateLines(printed), { ...other, birthDate: null })).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('QUA-1 one slip of reading in the name never verifies, and no slip elsewhere takes the name away', () => {
  const slips: Record<string, string> = { o: '0', l: '1', i: 'l', s: '5', b: '6', e: 'c' };
  fc.assert(
    fc.property(names, fc.nat(), ({ givenName, familyName }, nth) => {
      const printed = `${givenName} ${familyName}`;
      const places = [...printed.toLowerCase()].flatMap((letter, index) => (slips[letter] ? [index] : []));
      fc.pre(places.length > 0);
      const at = places[nth % places.length]!;
      const slipped = printed.slice(0, at) + slips[printed[at]!.toLowerCase()]! + printed.slice(at + 1);
      fc.pre(slipped.toLowerCase() !== printed.toLowerCase());
      const person = { givenName, familyName, birthDate: null };
      expect([isHers(certificateLines(slipped), person), isHers(certificateLines(printed), person)]).toEqual([false, true]);
    }),
    { numRuns: 500 },
  );
});

test('QUA-1 a letter about a certificate is none, nor is one without body, number or date, or whose time is over', () => {
  const grace = { givenName: 'Grace', familyName: 'Hopper', birthDate: null };
  const lines = certificateLines('Grace Hopper');
  expect(isHers(lines, grace)).toBe(true);
  for (const [index] of lines.entries()) {
    const without = lines.filter((_line, each) => each !== index);
    const { reasons, number } = match(without);
    const isWhole = reasons.includes('body') && reasons.includes('awarded') && number !== null;
    expect([lines[index], isHers(without, grace) && !isWhole]).toEqual([lines[index], false]);
  }
  expect(isHers(['Mr Grace Hopper', 'Your application for JIB grading as an electrician was rejected.', '12 May 2026'], grace)).toBe(false);
  expect(isHers([...lines, 'Valid until 12 May 2023'], grace)).toBe(false);
});

test('QUA-1 the order of a document’s other lines makes no difference', () => {
  const [body, certify, holder, ...rest] = certificateLines('Grace Hopper') as [string, string, string, ...string[]];
  fc.assert(
    fc.property(fc.shuffledSubarray([body, ...rest], { minLength: rest.length + 1 }), fc.nat(rest.length), (others, place) => {
      const lines = [...others.slice(0, place), certify, holder, ...others.slice(place)];
      expect(match(lines)).toEqual(match(certificateLines('Grace Hopper')));
    }),
  );
});
