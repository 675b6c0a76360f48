import sharp from 'sharp';
import { PHOTO, type PictureMeasures } from '../domain/people/photo-picture';
import { UnfitFile, type CleanFile } from './file-content';

/** What a photo is kept at: a card at 300 dots an inch shows no more. */
const KEPT = { width: 1200, height: 1500 } as const;
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What a picture's first bytes and its head tell; nothing of it is opened (APP-2). */
export async function measure(content: Buffer): Promise<PictureMeasures> {
  const format = begins(content, JPEG) ? 'jpeg' : begins(content, PNG) ? 'png' : null;
  if (!format) return { format, size: null };
  try {
    // The head alone is read, however large it says that the picture is.
    const { autoOrient } = await sharp(content, { limitInputPixels: false }).metadata();
    return { format, size: autoOrient };
  } catch {
    return { format, size: null };
  }
}

/** Draws a photo anew, upright, off this thread: nothing but what is to be seen is kept of it, no place and no camera. Throws UnfitFile. */
export async function redrawnPhoto(content: Buffer): Promise<CleanFile> {
  try {
    const drawn = await sharp(content, { limitInputPixels: PHOTO.mostPixels, failOn: 'error' })
      .autoOrient()
      .resize({ ...KEPT, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 90 })
      .toBuffer();
    return { type: 'image/jpeg', name: 'photo.jpg', content: drawn };
  } catch {
    throw new UnfitFile('damaged', 'This picture cannot be opened', 'Save it again, and send the copy.');
  }
}

function begins(content: Buffer, sign: Buffer): boolean {
  return content.subarray(0, sign.length).equals(sign);
}
