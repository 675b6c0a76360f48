import { refuse, type Refusal } from '../refusal';

/** A picture as its head tells of it, before it is opened: upright, as it is to be looked at. */
export interface PictureMeasures {
  /** By its content; null where it is neither. */
  format: 'jpeg' | 'png' | null;
  /** Null where its head cannot be read. */
  size: { width: number; height: number } | null;
}

/**
 * What a photo for a card measures. The least is what HM Passport Office asks of a digital photo; a printed card of 300 dots an inch
 * shows no more. The most keeps a picture from being opened that fills the memory. The shapes lie around 35 by 45 mm, the portrait of passports.
 */
export const PHOTO = { leastWidth: 600, leastHeight: 750, mostPixels: 24_000_000, leastRatio: 0.7, mostRatio: 0.85 } as const;

/** All that is wrong with a photo, at once (APP-2). */
export function faultsOfPhoto({ format, size }: PictureMeasures): Refusal[] {
  if (!format) return [fault('type', 'This is neither a JPEG nor a PNG, whatever it is called', 'Send a JPEG or a PNG.')];
  if (!size) return [fault('damaged', 'This picture cannot be opened', 'Save it again, and send the copy.')];
  const { width, height } = size;
  const { leastWidth, leastHeight, mostPixels, leastRatio, mostRatio } = PHOTO;
  const faults: Refusal[] = [];
  const measures = `It is ${width} by ${height} points`;
  if (width < leastWidth || height < leastHeight)
    faults.push(fault('small', measures, `Take one of at least ${leastWidth} by ${leastHeight} points.`));
  if (width * height > mostPixels)
    faults.push(fault('large', `${measures}, more than ${mostPixels / 1_000_000} million`, 'Make it smaller, and send that.'));
  const ratio = width / height;
  if (ratio < leastRatio || ratio > mostRatio)
    faults.push(fault('ratio', `${measures}, which is no portrait`, 'Crop it to head and shoulders, upright, like 35 by 45 mm.'));
  return faults;
}

function fault(code: string, detail: string, remedy: string): Refusal {
  return refuse(`photo.${code}`, 'APP-2', detail, `${remedy} Nothing of this picture was kept.`);
}
