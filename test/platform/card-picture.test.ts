import sharp from 'sharp';
import { CARD_PIXELS, cardPicture } from '../../platform/card-picture';

const face = {
  number: 'CRD12345678901',
  name: 'Ada <Byron> & Co',
  type: 'Craft',
  occupation: null,
  validTo: '2031-11-26',
  qualifications: [],
  photo: null,
};
const pixels = (picture: Buffer) => sharp(picture).raw().toBuffer();
const at = async (picture: Buffer, x: number, y: number) => {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
};

test('SEC-13 a card’s front and back are pictures of a card’s size, the photo in its place, and what is on it changes the picture', async () => {
  const photo = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#00ff00' } })
    .jpeg()
    .toBuffer();
  const [front, back, photographed] = await Promise.all([
    cardPicture(face, 'front'),
    cardPicture(face, 'back'),
    cardPicture({ ...face, photo }, 'front'),
  ]);
  for (const picture of [front, back, photographed])
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', ...CARD_PIXELS });
  const [red, green, blue] = await at(photographed, 200, 300);
  expect([red! < 30, green! > 220, blue! < 30]).toEqual([true, true, true]);
  const other = await pixels(await cardPicture({ ...face, name: 'Grace Hopper' }, 'front'));
  expect(other.equals(await pixels(front))).toBe(false);
  const qualified = await pixels(await cardPicture({ ...face, qualifications: ['NVQ Level 3'] }, 'back'));
  expect(qualified.equals(await pixels(back))).toBe(false);
});

test('SEC-13 names of any length and letters, and more qualifications than there is room for, are drawn all the same', async () => {
  const long = {
    ...face,
    name: `${'Ł<&>"'.repeat(40)}`,
    qualifications: Array.from({ length: 40 }, (_each, index) => `Qualification ${index} <&>`),
  };
  for (const side of ['front', 'back'] as const)
    expect((await sharp(await cardPicture(long, side)).metadata()).width).toBe(CARD_PIXELS.width);
});
