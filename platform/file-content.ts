import sharp from 'sharp';

/** What may be uploaded, told by its content: the name's ending says nothing (SEC-12). Vector pictures may hold script: none of them. */
const PICTURES: Record<string, string> = { jpeg: 'jpg', png: 'png', webp: 'webp' };
/** A picture of more points than this is refused before it is opened. */
const MOST_PIXELS = 50_000_000;
/** What of a PDF runs or starts something. */
const SCRIPT = /\/(?:JavaScript|JS|Launch)\b/;

/** A file as it is kept: its type by content, a picture without its metadata. */
export interface CleanFile {
  type: string;
  name: string;
  content: Buffer;
}

/** Why a file is not taken. */
export class UnfitFile extends Error {
  constructor(
    readonly code: 'type' | 'damaged' | 'pixels' | 'script',
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * Looks into a file and cleans it: pictures are drawn anew, which leaves place, camera, thumbnails and anything hidden behind them
 * away; a name keeps letters, digits and the ending of its true type. Throws UnfitFile.
 */
export async function cleanFile(name: string, content: Buffer): Promise<CleanFile> {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-')
    return { type: 'application/pdf', name: `${plainName(name)}.pdf`, content: whole(content) };
  const format = await formatOf(content);
  const ending = format && PICTURES[format];
  if (!ending)
    throw new UnfitFile(
      'type',
      `This is ${format ? `a picture of type ${format}` : 'of no type that we know'}`,
      'Send a JPEG, PNG, WebP or PDF.',
    );
  return { type: `image/${format}`, name: `${plainName(name)}.${ending}`, content: await redrawn(content) };
}

/** The format of a picture; null where it is none, or nothing at all. Throws UnfitFile for one of too many points, which is not opened. */
async function formatOf(content: Buffer): Promise<string | null> {
  // Of nothing at all it makes no promise that could fail.
  if (content.length === 0) return null;
  const known = await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (known && known.width * known.height > MOST_PIXELS)
    throw new UnfitFile(
      'pixels',
      `This picture has ${known.width} × ${known.height} points`,
      'Make it smaller: send 50 million points at most.',
    );
  return known?.format ?? null;
}

async function redrawn(content: Buffer): Promise<Buffer> {
  try {
    return await sharp(content, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate().toBuffer();
  } catch {
    throw new UnfitFile('damaged', 'This picture cannot be opened', 'Save it again, and send the copy.');
  }
}

function whole(content: Buffer): Buffer {
  const [head, tail] = [content.subarray(0, 1024).toString('latin1'), content.subarray(-2048).toString('latin1')];
  if (!tail.includes('%%EOF')) throw new UnfitFile('damaged', 'This PDF breaks off', 'Save it again, and send the copy.');
  if (/\/Encrypt\b/.test(tail) || /\/Encrypt\b/.test(head))
    throw new UnfitFile('damaged', 'This PDF is protected by a password', 'Save it without, and send that.');
  // What is compressed looks like anything, now and then like a script.
  if (SCRIPT.test(content.toString('latin1').replace(/\bstream\r?\n[^]*?endstream/g, '')))
    throw new UnfitFile('script', 'This PDF has a script, or starts a program', 'Print it into a new PDF, and send that.');
  return content;
}

function plainName(name: string): string {
  const base = name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]*$/, '');
  return (
    base
      .normalize('NFC')
      .replace(/[^\p{L}\p{N} _()-]/gu, '_')
      .trim()
      .slice(0, 80) || 'file'
  );
}
