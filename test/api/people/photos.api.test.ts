import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { Employer, LABOURER, type ApplicationBody } from '../../support/employers';
import type { Problem } from '../../support/orders';
import { picture } from '../../support/photos';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let as: ApiClient;
let employer: Employer;
const PLACE = 'taken in Norwich by a phone';

beforeAll(async () => {
  system = await realSystem('photos');
  tenant = await system.tenant('photos');
  as = await system.signIn(tenant.companies[0].user.email);
  employer = new Employer(as, tenant);
});
afterAll(() => system?.stop());

const newcomers = async () => employer.started((await employer.newcomer()).id);
const upload = async (application: { id: string }, content: Uint8Array | string) => {
  const { status, body } = await employer.photographed<Problem & { photo: string }>(application, content);
  return { status, codes: body.errors?.map(({ code }) => code) ?? [], body };
};
const photoOf = async (application: { id: string }, token = as) => {
  const answer = await fetch(`${system.api}/v1/applications/${application.id}/photo`, {
    headers: { Authorization: `Bearer ${await token.token()}` },
  });
  return { status: answer.status, type: answer.headers.get('content-type'), content: Buffer.from(await answer.arrayBuffer()) };
};
/** A PNG whose head says that it is of another size. */
async function said(width: number, height: number): Promise<Buffer> {
  const png = Buffer.from(await picture(10, 10, 'png'));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}
const marks = async ({ id }: { id: string }) => {
  const { body } = await as.get<ApplicationBody>(`/v1/applications/${id}`);
  return [body.state, body.requirements.find(({ kind }) => kind === 'photo')?.mark];
};

test('APP-2 SEC-12 a photo is kept upright, without its place, sealed under the person’s key; the draft is ready with it, and its employer alone sees it', async () => {
  const application = await newcomers();
  await employer.filledIn(application, LABOURER);
  expect([await marks(application), (await photoOf(application)).status]).toEqual([['beingCompleted', 'Missing'], 404]);
  const lying = await sharp(await picture(1150, 900))
    .withExif({ IFD0: { ImageDescription: PLACE }, IFD3: { GPSLatitude: '52/1 37/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect((await upload(application, lying)).status).toBe(201);
  expect(await marks(application)).toEqual(['readyToFinalise', 'Given, to be verified']);
  const { status, type, content } = await photoOf(application);
  const { width, height, orientation, exif, format } = await sharp(content).metadata();
  expect([status, type, width, height, orientation, exif, format]).toEqual([200, 'image/jpeg', 900, 1150, undefined, undefined, 'jpeg']);
  expect([lying.includes(PLACE), content.includes(PLACE)]).toEqual([true, false]);
  const row = await system.owner('files as f').join('photos as p', 'p.file_id', 'f.id').orderBy('p.given_at', 'desc').first('f.content');
  expect(row.content.includes(content.subarray(100, 160))).toBe(false);
  const other = await system.signIn(tenant.companies[1].user.email);
  const operator = await system.signIn(tenant.staff.caseOperator.email);
  expect([(await photoOf(application, other)).status, (await photoOf(application, operator)).status]).toEqual([404, 200]);
  // Shared by all that the person applies for: no new one is wanted.
  const { body } = await as.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees');
  const { id } = body.items.find(({ registrationNumber }) => registrationNumber === application.applicant.registrationNumber)!;
  expect((await marks(await employer.started(id, 'managerial')))[1]).toBe('Given, to be verified');
});

test('APP-2 what is no photo for a card is refused with every fault at once: told by its content, by its head before it is opened, and as it is opened', async () => {
  const application = await newcomers();
  const video = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.alloc(2000)]);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  for (const [content, codes] of [
    [video, ['photo.type']],
    [svg, ['photo.type']],
    ['%PDF-1.7\n%%EOF', ['photo.type']],
    [
      await sharp(await picture())
        .webp()
        .toBuffer(),
      ['photo.type'],
    ],
    [await picture(200, 200), ['photo.small', 'photo.ratio']],
    [await said(20_000, 20_000), ['photo.large', 'photo.ratio']],
    [await said(700, 900), ['photo.damaged']],
    [(await picture()).subarray(0, -400), ['photo.damaged']],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), ['photo.damaged']],
  ] as const) {
    const answer = await upload(application, content);
    expect([answer.status, answer.codes]).toEqual([422, codes]);
    expect(answer.body.errors.every(({ remedy }) => remedy.length > 10)).toBe(true);
  }
  expect((await upload(application, Buffer.alloc(5_000_001))).status).toBe(413);
  expect([(await photoOf(application)).status, (await marks(application))[1]]).toEqual([404, 'Missing']);
});

test('APP-2 EMP-3 nobody uploads a photo for somebody else’s employee, nor of an application that is not there', async () => {
  const application = await newcomers();
  const other = new Employer(await system.signIn(tenant.companies[1].user.email), tenant, tenant.companies[1]);
  const checker = new Employer(await system.signIn(tenant.checker.user.email), tenant);
  const content = await picture();
  expect((await other.photographed(application, content)).status).toBe(404);
  expect((await other.photographed(application, 'no picture')).status).toBe(404);
  expect((await checker.photographed(application, content)).status).toBe(403);
});

test('SEC-13 APP-2 a person uploads and sees his own photo, and reads what is on record of him', async () => {
  const own = await system.signIn(tenant.individual.email);
  expect((await own.get('/v1/account/photo')).status).toBe(404);
  const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': 'own-photo-1' };
  const sent = await own.send('POST', '/v1/account/photo', await picture(), headers);
  expect([sent.status, (await own.send('POST', '/v1/account/photo', await picture(), headers)).body]).toEqual([201, sent.body]);
  expect(await system.owner('photos').where({ person_id: tenant.people.individual })).toHaveLength(1);
  const { body } = await own.get<Record<string, unknown>>('/v1/account/record');
  expect(body).toMatchObject({
    givenName: 'Ada',
    familyName: 'Byron',
    birthDate: '1985-12-10',
    photo: { isVerified: false, validTo: null },
    cards: [],
  });
});
