import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  await place.run(['index', '--pass', 'key-frames', '--quiet', place.footage]);
});

afterAll(() => place[Symbol.asyncDispose]());

test('tracks of another program come in, with what was wrong in them, and go out again', async () => {
  const rows = ['1,7,64,36,128,72,0.5,-1,-1,-1', '2,7,66,36,128,72,0.5,-1,-1,-1', 'nonsense'];
  const from = await place.write('found.txt', rows.join('\n'));
  const taken = await place.run(['tracks', 'import', clip, '--from', from, '--json']);
  expect(documentOf(taken)).toMatchObject({ format: 'mot', trackCount: 1, leftOut: [{ where: 'line 3' }] });

  const out = join(place.folder, 'tracks.txt');
  const written = await place.run(['tracks', 'export', clip, '--format', 'mot', '--out', out, '--json']);
  expect(documentOf(written)).toMatchObject({ file: out, format: 'mot', trackCount: 1 });
  expect(await readFile(out, 'utf8')).toBe('1,1,64,36,128,72,0.5,-1,-1,-1\n2,1,66,36,128,72,0.5,-1,-1,-1\n');
  const again = await place.run(['tracks', 'export', clip, '--format', 'mot', '--out', out]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
  const xml = await place.run(['tracks', 'export', clip, '--format', 'cvat', '--out', '-']);
  expect(xml.stdout).toContain(
    '<box frame="1" outside="0" occluded="0" keyframe="1" xtl="66" ytl="36" xbr="194" ybr="108"',
  );
});

test('what cannot be followed is refused with what to do', async () => {
  const outside = await place.run(['track', clip, '--box', '700px,0px,10px,10px', '--at', '0', '--json']);
  expect(outside).toMatchObject({ code: 2 });
  expect(documentOf(outside)).toMatchObject({ error: { code: 'bad-request' } });
  const behind = await place.run(['track', clip, '--box', '0.1,0.1,0.2,0.2', '--at', '99', '--json']);
  expect(documentOf(behind)).toMatchObject({ error: { code: 'bad-request' } });
  const gone = await place.run(['track', 'gone.mp4', '--box', '0.1,0.1,0.2,0.2', '--at', '0', '--json']);
  expect(documentOf(gone)).toMatchObject({ error: { code: 'file-missing' } });
});
