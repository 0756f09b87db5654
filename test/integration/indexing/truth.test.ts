import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shotsChannel } from '../../../electron/engine/channels/shots/shots-channel.ts';
import type { SpriteSheetLayout } from '../../../electron/engine/media/sprite-sheet.ts';
import type { ClipTruth } from '../../fixtures/clip-truth.ts';
import { drawClips, type ClipName, type DrawnClip } from '../../fixtures/draw-clips.ts';
import { readFrameIndex } from '../../fixtures/frame-barcode.ts';
import { documentOf } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';
import { blocksOfVideo, valueIn } from './library-dump.ts';

const used = [
  'shots',
  'numbered',
  'variableRate',
  'startsAtOneHour',
  'startTimecode',
  'embeddedSubtitles',
  'oneFrame',
  'cameraStill',
  'cameraPanRight',
  'cameraPanLeft',
  'cameraTiltDown',
  'cameraZoomIn',
  'cameraShake',
] as const satisfies readonly ClipName[];

interface Hit {
  readonly path: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly edgeUncertaintySeconds: number;
}

let clips: Record<ClipName, DrawnClip>;
let place: Workplace;
const paths = new Map<ClipName, string>();

beforeAll(async () => {
  clips = await drawClips();
  place = await Workplace.make();
  await place.installTinyDetector();
  for (const name of used) {
    paths.set(name, await place.put(clips[name].path, clips[name].path.split('/').at(-1)!));
  }
  const srt = '1\n00:00:02,000 --> 00:00:04,000\nThe crown jewels are <i>gone</i>!\n';
  await place.write('camera-still.en.srt', srt);
  const run = await place.run(['index', '--json', place.footage]);
  expect(run).toMatchObject({ code: 0 });
  expect(documentOf(run)).toMatchObject({ indexed: used.length, failed: [] });
});

afterAll(() => place[Symbol.asyncDispose]());

async function search(text: string): Promise<Hit[]> {
  return documentOf<{ hits: Hit[] }>(await place.run(['search', '--json', ...text.split(' ')])).hits;
}

function overlap(hit: Hit, [startSeconds, endSeconds]: readonly [number, number]): number {
  const shared = Math.min(hit.endSeconds, endSeconds) - Math.max(hit.startSeconds, startSeconds);
  const all = Math.max(hit.endSeconds, endSeconds) - Math.min(hit.startSeconds, startSeconds);
  return Math.max(0, shared) / all;
}

describe('the first hit of a search is what was drawn', () => {
  test.each<[query: string, clip: ClipName, span: [number, number]]>([
    ['red', 'shots', [0, 4]],
    ['blue', 'shots', [4, 8]],
    ['yellow', 'shots', [15, 17]],
    ['dark', 'shots', [8, 10]],
    ['fade to black', 'shots', [13, 14]],
    ['red then blue', 'shots', [0, 8]],
    ['camera pans right', 'cameraPanRight', [0, 4]],
    ['camera pans left', 'cameraPanLeft', [0, 4]],
    ['camera tilts down', 'cameraTiltDown', [0, 4]],
    ['camera zooms in', 'cameraZoomIn', [0, 4]],
    ['shaky camera', 'cameraShake', [0, 4]],
    ['says cat', 'embeddedSubtitles', [1, 2.5]],
    ['"good night"', 'embeddedSubtitles', [4, 5.5]],
    ['says the crown jewels', 'cameraStill', [2, 4]],
    ['file numbered', 'numbered', [0, 10]],
  ])('%s', async (query, clip, span) => {
    const [first] = await search(query);
    expect(first?.path).toBe(paths.get(clip));
    expect(overlap(first!, span)).toBeGreaterThanOrEqual(0.5);
    expect(first!.edgeUncertaintySeconds).toBe(0);
  });

  test.each<[query: string, span: [number, number]]>([
    ['a person', [0, 4]],
    ['a bottle', [4, 8]],
  ])('%s, where the detector sees one among others', async (query, span) => {
    // The lively test picture of other clips is red and blue in places too.
    const hits = (await search(query)).filter(({ path }) => path === paths.get('shots'));
    expect(hits).toHaveLength(1);
    expect(overlap(hits[0]!, span)).toBeGreaterThanOrEqual(0.5);
  });

  test('and there is none for what was never drawn', async () => {
    for (const query of ['a bicycle', 'says elephant', 'file nothing-like-it']) {
      expect(await search(query)).toEqual([]);
    }
  });
});

describe('times in the library', () => {
  /** When each sampled frame of a clip begins, as the library keeps it. */
  function sampleSeconds(name: ClipName): number[] {
    return blocksOfVideo(place.library, { title: paths.get(name)!.split('/').at(-1)!, channel: 'shots' })
      .flatMap((payload) => shotsChannel.decode(payload))
      .map(({ startSeconds }) => startSeconds);
  }

  const frameSeconds = ({ rate, startsSeconds }: ClipTruth, frameIndex: number): number =>
    startsSeconds?.[frameIndex] ?? (frameIndex * rate!.den) / rate!.num;

  test.each(used)('%s: the first frame of every quarter of a second, at its true time', (name) => {
    const { truth } = clips[name];
    const firsts = new Map<number, number>();
    for (let index = truth.frameCount! - 1; index >= 0; index -= 1) {
      const seconds = frameSeconds(truth, index);
      firsts.set(Math.floor(seconds * 4 + 1e-6), seconds);
    }
    const expected = [...firsts.values()].sort((a, b) => a - b);
    const found = sampleSeconds(name);
    expect(found).toHaveLength(expected.length);
    for (const [index, seconds] of found.entries()) {
      expect(seconds).toBeCloseTo(expected[index]!, 3);
    }
  });

  test.each(['numbered', 'variableRate', 'startsAtOneHour', 'startTimecode', 'embeddedSubtitles', 'oneFrame'] as const)(
    '%s: a picture of the sheet shows the frame that the library says is there',
    async (name) => {
      const { truth } = clips[name];
      expect(truth.hasBarcode).toBe(true);
      const { frameIndexes, secondsPerTile } = await readSheet(paths.get(name)!);
      const samples = sampleSeconds(name);
      expect(frameIndexes).toHaveLength(Math.max(1, Math.ceil(truth.durationSeconds! - 0.25)));
      for (const [tile, frameIndex] of frameIndexes.entries()) {
        const first = samples.find((seconds) => seconds >= tile * secondsPerTile - 1e-3);
        expect(frameSeconds(truth, frameIndex!)).toBeCloseTo(first!, 3);
      }
    },
  );

  /** The number drawn into each picture of a video's sheet. */
  async function readSheet(path: string) {
    const shown = documentOf<{ summary: { videoId: string } }>(await place.run(['show', '--json', path]));
    const { videoId } = shown.summary;
    const layout = JSON.parse(
      String(valueIn(place.library, `SELECT value FROM setting WHERE key = 'sprite:${videoId}'`)),
    ) as SpriteSheetLayout;
    const { columns, rows, tileCount, tileWidth, tileHeight, secondsPerTile } = layout;
    const file = join(place.library, 'pictures', videoId.slice(0, 2), videoId, 'sprite.jpg');
    const { stdout } = await promisify(execFile)(
      process.env['FFMPEG_PATH'] ?? 'ffmpeg',
      ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
      { encoding: 'buffer', maxBuffer: 2 ** 26 },
    );
    const width = columns * tileWidth;
    expect(stdout).toHaveLength(width * rows * tileHeight);
    const frameIndexes = Array.from({ length: tileCount }, (_, tile) => {
      const pixels = new Uint8Array(tileWidth * tileHeight);
      for (let y = 0; y < tileHeight; y += 1) {
        const from = (Math.floor(tile / columns) * tileHeight + y) * width + (tile % columns) * tileWidth;
        pixels.set(stdout.subarray(from, from + tileWidth), y * tileWidth);
      }
      return readFrameIndex({ pixels, widthPixels: tileWidth, heightPixels: tileHeight, channelCount: 1 });
    });
    return { frameIndexes, secondsPerTile };
  }
});
