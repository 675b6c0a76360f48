import sharp from 'sharp';
import { dateWords } from '../domain/working-days';

/** What stands on a card. */
interface Face {
  number: string;
  name: string;
  type: string;
  occupation: string | null;
  validTo: string;
  qualifications: string[];
  photo: Buffer | null;
}

export const cardSides = ['front', 'back'] as const;
export type CardSide = (typeof cardSides)[number];
/** ID-1 of ISO/IEC 7810, 85.60 by 53.98 mm, at 300 dots an inch. */
export const CARD_PIXELS = { width: 1011, height: 638 } as const;
const PHOTO = { left: 60, top: 150, width: 280, height: 350 } as const;
const MOST_LINES = 8;
const MOST_LETTERS = 48;

/** A card's front or back as a picture (PNG): texts are escaped, and cut where they are longer than the card (SEC-13). */
export async function cardPicture(face: Face, side: CardSide): Promise<Buffer> {
  const drawn = sharp(Buffer.from(side === 'front' ? front(face) : back(face)));
  if (side === 'front' && face.photo) {
    const { left, top, width, height } = PHOTO;
    const input = await sharp(face.photo).resize(width, height, { fit: 'cover' }).toBuffer();
    drawn.composite([{ input, left, top }]);
  }
  return drawn.png().toBuffer();
}

function front({ number, name, type, occupation, validTo, photo }: Face): string {
  const lines = [name, occupation ?? '', number, `Valid to ${dateWords(validTo)}`];
  const { left, top, width, height } = PHOTO;
  const frame = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#e7ecf1"/>`;
  return page(type, frame + (photo ? '' : text('No photo', left + 70, top + 180, 28)) + below(lines, 380, 210));
}

function back({ number, qualifications }: Face): string {
  const shown = qualifications.slice(0, MOST_LINES);
  const left = qualifications.length - shown.length;
  const lines = shown.length > 0 ? [...shown, ...(left > 0 ? [`and ${left} more`] : [])] : ['No qualification is on record'];
  return page(`Qualifications of ${number}`, below(lines, 60, 180, 30, 48));
}

function page(title: string, inner: string): string {
  const { width, height } = CARD_PIXELS;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Liberation Sans, sans-serif">
    <rect width="${width}" height="${height}" rx="38" fill="#ffffff"/>
    <path d="M0 38a38 38 0 0 1 38-38h${width - 76}a38 38 0 0 1 38 38v72H0z" fill="#1d3557"/>
    ${text(title, 60, 72, 38, '#ffffff')}${inner}</svg>`;
}

function below(lines: string[], x: number, y: number, size = 36, step = 76): string {
  return lines.map((line, index) => text(line, x, y + index * step, size)).join('');
}

function text(words: string, x: number, y: number, size: number, fill = '#1b1b1b'): string {
  const cut = words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;
  const safe = cut.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}">${safe}</text>`;
}
