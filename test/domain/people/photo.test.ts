import fc from 'fast-check';
import { checkedOn } from '../../../domain/applications/application.decide';
import { faultsOfPhoto, PHOTO } from '../../../domain/people/photo-picture';
import { newestOf, validityOf, verifiedOn, verifiedSince, type PhotoFact } from '../../../domain/people/photo';
import { notContestable, notDecidable } from '../../../domain/people/identity-check';
import { factsAt, filledIn } from '../../support/applications';

const codes = (width: number, height: number) => faultsOfPhoto({ format: 'jpeg', size: { width, height } }).map(({ code }) => code);
const given: PhotoFact = { photo: 'p', givenAt: '2026-11-20T09:00:00.000Z', verifiedAt: null, validFrom: null, validTo: null };
const verified = (at: string): PhotoFact => ({ ...given, photo: at, verifiedAt: at, ...validityOf(at, 5) });

test('APP-2 a photo is a JPEG or PNG by its content, of a size and shape: everything that is wrong is told at once', () => {
  expect(codes(600, 750)).toEqual([]);
  expect([codes(599, 750), codes(600, 749)]).toEqual([['photo.small'], ['photo.small']]);
  expect(codes(300, 300)).toEqual(['photo.small', 'photo.ratio']);
  expect(codes(20_000, 20_000)).toEqual(['photo.large', 'photo.ratio']);
  expect([codes(700, 1000), codes(699, 1000), codes(850, 1000), codes(851, 1000)]).toEqual([[], ['photo.ratio'], [], ['photo.ratio']]);
  expect(faultsOfPhoto({ format: null, size: null }).map(({ code }) => code)).toEqual(['photo.type']);
  expect(faultsOfPhoto({ format: 'png', size: null }).map(({ code }) => code)).toEqual(['photo.damaged']);
});

test('APP-2 no picture within all bounds is refused, and none without', () => {
  const side = fc.integer({ min: 1, max: 30_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const ratio = width / height;
      const isFit = width >= 600 && height >= 750 && width * height <= PHOTO.mostPixels && ratio >= 0.7 && ratio <= 0.85;
      expect(codes(width, height).length === 0).toBe(isFit);
    }),
  );
});

test('APP-2 IDV-1 the requirement: missing, given and to be verified, verified from – to, to the last day', () => {
  const on = (photos: PhotoFact[], day: string) =>
    checkedOn(factsAt('2026-11-25T10:00:00.000Z', { photos }), day).find(({ kind }) => kind === 'photo')!;
  expect(on([], '2026-11-25')).toMatchObject({ mark: 'Missing', isMet: false, awaiting: 'employer', since: filledIn.changedAt });
  expect(on([given], '2026-11-25')).toMatchObject({ mark: 'Given, to be verified', isMet: true, isVerified: false, awaiting: 'operative' });
  const old = verified('2025-04-07T10:00:00.000Z');
  expect(on([old], '2030-04-07')).toMatchObject({ mark: 'Verified', validFrom: '2025-04-07', validTo: '2030-04-07', isVerified: true });
  expect(on([old], '2030-04-08')).toMatchObject({ mark: 'Given, to be verified' });
});

test('IDV-1 TIM-4 a photo holds from the London day of its verification for five years, that date included', () => {
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => {
      const photo = verified(date.toISOString());
      expect(verifiedOn([given, photo], photo.validFrom!)?.photo).toBe(photo.photo);
      expect(verifiedOn([given, photo], photo.validTo!)?.photo).toBe(photo.photo);
      const next = new Date(Date.parse(photo.validTo!) + 86_400_000).toISOString().slice(0, 10);
      expect(verifiedOn([given, photo], next)).toBeNull();
      expect(Number(photo.validTo!.slice(0, 4)) - Number(photo.validFrom!.slice(0, 4))).toBe(5);
    }),
  );
});

test('IDV-1 the photo that was verified first since an instant releases; the newest is the next to be verified', () => {
  const [one, two] = [verified('2026-12-01T10:00:00.000Z'), verified('2026-12-02T10:00:00.000Z')];
  expect(verifiedSince([two, one], '2026-11-25T10:00:00.000Z')).toEqual({ photo: one.photo, at: one.verifiedAt });
  expect(verifiedSince([one], '2026-12-03T10:00:00.000Z')).toEqual({ photo: one.photo, at: '2026-12-03T10:00:00.000Z' });
  expect(verifiedSince([one], '2031-12-02T10:00:00.000Z')).toBeNull();
  expect(newestOf([given, { ...given, photo: 'q', givenAt: '2026-11-21T09:00:00.000Z' }])?.photo).toBe('q');
  expect(newestOf([])).toBeNull();
});

test('AUT-1 only a failed check is contested, once; whoever decided does not decide anew', () => {
  expect(notContestable({ outcome: null, contestedAt: null })?.code).toBe('notAwaited');
  expect(notContestable({ outcome: 'declined', contestedAt: null })?.code).toBe('notAwaited');
  expect(notContestable({ outcome: 'fail', contestedAt: null })).toBeNull();
  expect(notContestable({ outcome: 'fail', contestedAt: '2026-11-27T10:00:00.000Z' })?.code).toBe('decided');
  const byHand = { isAwaited: true, hasPhoto: true, contested: { decidedBy: 'one' }, by: 'one' };
  expect(notDecidable(byHand)?.code).toBe('fourEyes');
  expect([notDecidable({ ...byHand, by: 'two' }), notDecidable({ ...byHand, contested: null })]).toEqual([null, null]);
  expect(notDecidable({ ...byHand, contested: { decidedBy: null } })).toBeNull();
  expect([notDecidable({ ...byHand, isAwaited: false })?.code, notDecidable({ ...byHand, hasPhoto: false })?.code]).toEqual([
    'notAwaited',
    'photo',
  ]);
});
