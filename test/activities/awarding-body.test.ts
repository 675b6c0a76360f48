import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { awardingBodies } from '../../activities/providers/awarding-body';
import { createAwardingBody } from '../../simulators/awarding-body';

const KEY = 'a key of the tests alone';
const ENTRY = { learnerNumber: '1234567', certificateNumber: 'E123456789', awardedOn: '2019-07-12' };
const RECORD = {
  body: 'eal',
  entry: { certificateNumber: 'E123456789' },
  givenName: 'Grace',
  familyName: 'Hopper',
  awardedOn: '2019-07-12',
};
let server: Server;
let url: string;

beforeAll(async () => {
  server = createAwardingBody({ key: KEY }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await post('/certificates', RECORD);
});
afterAll(() => void server.close().closeAllConnections());

const post = (path: string, body: object) =>
  fetch(url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const find = (entry: Record<string, string> = ENTRY, key = KEY) => awardingBodies(url, key)!.find('eal', entry);

test('QUA-1 a body answers with the certificate that it knows, or that it knows none', async () => {
  expect(await find()).toEqual({ givenName: 'Grace', familyName: 'Hopper', birthDate: null, awardedOn: '2019-07-12', qualification: null });
  await post('/certificates', { ...RECORD, entry: { certificateNumber: 'E222222222' }, qualification: '603/3895/9' });
  expect(await find({ ...ENTRY, certificateNumber: 'E222222222' })).toMatchObject({ qualification: '603/3895/9' });
  expect(await find({ ...ENTRY, certificateNumber: 'E999999999' })).toBeNull();
  expect([awardingBodies(undefined, KEY), awardingBodies(url, undefined)]).toEqual([undefined, undefined]);
});

test('QUA-1 SEC-12 a body that is down, answers with something else, or knows no such client is no answer, and no failure says what it sent', async () => {
  await post('/faults', { status: 503, times: 1 });
  await expect(find()).rejects.toThrow('Awarding body: 503');
  await post('/faults', { times: 1, garbage: true });
  await expect(find()).rejects.toThrow('Awarding body: no answer as agreed');
  await post('/certificates', { ...RECORD, entry: { certificateNumber: 'E111111111' }, awardedOn: 'Hopper' });
  await expect(find({ ...ENTRY, certificateNumber: 'E111111111' })).rejects.toThrow(/^Awarding body: no answer as agreed$/);
  await expect(find(ENTRY, 'another key')).rejects.toThrow('Awarding body: 401');
  await expect(awardingBodies('http://127.0.0.1:9', KEY)!.find('eal', ENTRY)).rejects.toThrow(/^Awarding body: /);
  await post('/faults', { delayMs: 50 });
  expect(await find()).not.toBeNull();
});
