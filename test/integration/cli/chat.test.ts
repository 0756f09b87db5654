import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { documentOf } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

let place: Workplace;
let clip: string;

beforeAll(async () => {
  const clips = await drawClips();
  place = await Workplace.make();
  clip = await place.put(clips.cameraStill.path, 'still.mp4');
  await place.write('still.srt', '1\n00:00:01,000 --> 00:00:02,000\nThe rocket is ready\n');
  await place.run(['index', '--pass', 'key-frames', '--quiet', place.footage]);
});

afterAll(() => place[Symbol.asyncDispose]());

test('a question is answered from the index with paths and seconds, and only within the span', async () => {
  const said = await place.run(['chat', '--select', clip, '--json', 'What is said about rockets?']);
  expect(documentOf(said)).toMatchObject({
    answer: expect.stringContaining('“The rocket is ready”'),
    citations: [{ path: clip, startSeconds: 1, endSeconds: 2 }],
    passes: [{ purpose: 'index', state: 'done' }],
    model: null,
  });
  const part = await place.run(['chat', '--select', `${clip}@1.5-3`, '--json', 'What is said about rockets?']);
  expect(documentOf(part)).toMatchObject({ citations: [{ startSeconds: 1.5, endSeconds: 2 }] });
});

test('what needs a model says so; what cannot be asked is refused with what to do', async () => {
  const why = await place.run(['chat', 'Why is it ready?', '--select', place.footage, '--json']);
  expect(documentOf(why)).toMatchObject({
    needsModel: true,
    citations: [],
    answer: expect.stringContaining('--server'),
  });
  const local = await place.run(['chat', '--select', clip, '--local', 'no-such-model', 'Why?', '--json']);
  expect(local.code).not.toBe(0);
  expect(documentOf(local)).toMatchObject({ error: { code: 'model-missing' } });
  const nowhere = await place.run(['chat', '--select', 'gone.mp4', 'Why?', '--json']);
  expect(documentOf(nowhere)).toMatchObject({ error: { code: 'not-found' } });
});
