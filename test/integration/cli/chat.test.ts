import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { ChatServerDouble } from '../../helpers/chat-server-double/chat-server-double.ts';
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

test('a server is named with its key, asked what it is, and answers with moments that are in the clip', async () => {
  const double = await ChatServerDouble.start('vllm', { key: 'k-for-this-test' });
  try {
    double.play({ kind: 'say', said: { pieces: ['<answer>', '1.00 to 2.50', '</answer>'] }, pieceBytes: [5] });
    const keyFile = await place.write('key.txt', 'k-for-this-test\n');
    const added = await place.run(['servers', 'add', double.base, '--key-file', keyFile, '--json']);
    expect(documentOf(added)).toMatchObject({ profile: 'vllm', key: 'kept', failure: null });
    const model = ['--server', double.base, '--model', double.model];
    const asked = await place.run(['chat', '--select', clip, ...model, '--task', 'ground', 'It turns.', '--json']);
    expect(double.problems).toEqual([]);
    expect(documentOf(asked)).toMatchObject({
      citations: [{ path: clip, startSeconds: 1, endSeconds: 2.5 }],
      ...{ times: 'exact', model: `${double.model}@${new URL(double.base).host}` },
    });
    expect(`${added.stdout}${added.stderr}${asked.stdout}${asked.stderr}`).not.toContain('k-for-this-test');
    const wrong = await place.run([
      'chat',
      '--select',
      clip,
      '--server',
      double.base,
      '--model',
      'other',
      'Why?',
      '--json',
    ]);
    expect(documentOf(wrong)).toMatchObject({ error: { code: 'server-model' } });
  } finally {
    await double.stop();
  }
});
