import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { quiet } from '../support/system';
import { record, recordedNames } from './record';
import { HISTORIES, recorded, recordedEnds, replay } from './replays';
import { bundle, ROOT } from './workflow-code';

beforeAll(quiet);
const release = process.env['RECORD_HISTORIES'];
if (release) beforeAll(() => record(release), 1_200_000);

test('OPS-4 the newest release has recorded every way through every kind of process', () => {
  const newest = readdirSync(HISTORIES).sort().at(-1)!;
  const histories = readdirSync(join(HISTORIES, newest)).filter((file) => file.endsWith('.bin'));
  expect(histories).toEqual(
    recordedNames()
      .map((name) => `${name}.bin`)
      .sort(),
  );
});

test('OPS-4 every recorded history replays on the workflow code of today, and stands at its end as it stood', async () => {
  const histories = recorded();
  const { code } = await bundle(ROOT);
  expect(await replay({ code }, histories)).toEqual(recordedEnds(histories));
});

test('OPS-4 every recorded history replays on the bundle that workers run', async () => {
  const histories = recorded();
  const ends = await replay({ codePath: join(ROOT, 'dist', 'workflow-bundle.js') }, histories);
  expect(ends).toEqual(Object.fromEntries(histories.map(({ name }) => [name, null])));
});

test('OPS-4 the replay can fail: a history that today’s code would not make is refused', async () => {
  const held = recorded().find(({ name }) => name.endsWith('advance-order.still-held'))!;
  const timer = held.history.events.find((event) => event.timerStartedEventAttributes)!;
  timer.timerStartedEventAttributes = null;
  timer.eventType = temporal.api.enums.v1.EventType.EVENT_TYPE_MARKER_RECORDED;
  timer.markerRecordedEventAttributes = { markerName: 'another command', workflowTaskCompletedEventId: 4 as never };
  const ends = await replay({ codePath: join(ROOT, 'dist', 'workflow-bundle.js') }, [held]);
  expect(ends[held.name]).toEqual({ error: expect.stringMatching(/nondeterminism/i) });
});
