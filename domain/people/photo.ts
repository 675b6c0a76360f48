import { londonDate, monthsLater, type Instant, type LocalDate } from '../working-days';

/** A photo of a person: given, and once it is verified valid from a day to a day (APP-2, IDV-1). */
export interface PhotoFact {
  photo: string;
  givenAt: Instant;
  verifiedAt: Instant | null;
  validFrom: LocalDate | null;
  /** Its last day, to 24:00 London (TIM-4). */
  validTo: LocalDate | null;
}
type Dated = Pick<PhotoFact, 'validFrom' | 'validTo'>;
/** From when until when a verified photo holds. */
export interface PhotoValidity {
  validFrom: LocalDate;
  validTo: LocalDate;
}

/** IDV-1: a photo verified at an instant holds from that London day to the same date so many years on, which it includes (TIM-4). */
export function validityOf(verifiedAt: Instant, years: number): PhotoValidity {
  const validFrom = londonDate(verifiedAt);
  return { validFrom, validTo: monthsLater(validFrom, 12 * years) };
}

/** The verified photo in date on a London date that holds longest; null where there is none (IDV-1). */
export function verifiedOn<Photo extends Dated>(photos: readonly Photo[], on: LocalDate): (Photo & PhotoValidity) | null {
  const [longest] = photos
    .filter((photo): photo is Photo & PhotoValidity => isInDate(photo, on))
    .sort((a, b) => (a.validTo < b.validTo ? 1 : -1));
  return longest ?? null;
}

/** The photo that was verified first and in date since an instant, or before it; null where there is none (IDV-1). */
export function verifiedSince(photos: readonly PhotoFact[], since: Instant): { photo: string; at: Instant } | null {
  const verified = photos.flatMap((photo) => {
    // One that was verified before is known from the beginning: it is not lost.
    const at = photo.verifiedAt && photo.verifiedAt > since ? photo.verifiedAt : since;
    return isInDate(photo, londonDate(at)) ? [{ photo: photo.photo, at }] : [];
  });
  return verified.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

/** The photo that was given last; null where none was. */
export function newestOf<Photo extends Pick<PhotoFact, 'givenAt'>>(photos: readonly Photo[]): Photo | null {
  return photos.reduce<Photo | null>((newest, photo) => (newest && newest.givenAt > photo.givenAt ? newest : photo), null);
}

function isInDate<Photo extends Dated>(photo: Photo, on: LocalDate): photo is Photo & PhotoValidity {
  return photo.validFrom !== null && photo.validTo !== null && photo.validFrom <= on && on <= photo.validTo;
}
