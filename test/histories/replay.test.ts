import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { dataConverter } from '../../platform/data-converter';
import { readKeyring } from '../../platform/keys';
import { quiet } from '../support/system';
import { HISTORIES, HISTORY_KEYS, record } from './record';

beforeAll(quiet);
const release = process.env['RECORD_HISTORIES'];
if (release) beforeAll(() => record(release), 120_000);

const { History } = temporal.api.history.v1;
type Recorded = ReturnType<typeof History.decode>;
const releases = () => readdirSync(HISTORIES);
const recorded = (folder: string) =>
  readdirSync(join(HISTORIES, folder)).map(
    (file) => [`${folder}/${file}`, History.decode(readFileSync(join(HISTORIES, folder, file)))] as [string, Recorded],
  );
const replay = (history: Recorded) =>
  Worker.runReplayHistory(
    {
      workflowBundle: { codePath: join(__dirname, '..', '..', 'dist', 'workflow-bundle.js') },
      dataConverter: dataConverter(readKeyring(HISTORY_KEYS)),
    },
    history,
    'advance-order/replayed',
  );

test('OPS-4 each release has recorded every way through its processes', () => {
  expect(releases().length).toBeGreaterThan(0);
  for (const folder of releases()) expect(recorded(folder).length).toBeGreaterThanOrEqual(6);
});

test('OPS-4 every recorded history replays on the workflow code of today', async () => {
  for (const [name, history] of releases().flatMap(recorded))
    await expect(
      replay(history).then(
        () => name,
        (error: Error) => `${name}: ${error.message}`,
      ),
    ).resolves.toBe(name);
});

test('OPS-4 the replay can fail: a history that today’s code would not make is refused', async () => {
  const [, history] = recorded(releases()[0]!).find(([name]) => name.includes('still-held'))!;
  const timer = history.events.find((event) => event.timerStartedEventAttributes)!;
  timer.timerStartedEventAttributes = null;
  timer.eventType = temporal.api.enums.v1.EventType.EVENT_TYPE_MARKER_RECORDED;
  timer.markerRecordedEventAttributes = { markerName: 'another command', workflowTaskCompletedEventId: 4 as never };
  await expect(replay(history)).rejects.toThrow();
});
