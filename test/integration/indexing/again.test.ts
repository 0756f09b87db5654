import { copyFile, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawClips, type ClipName, type DrawnClip } from '../../fixtures/draw-clips.ts';
import { documentOf } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';
import { changeLibrary, dumpLibrary, valueIn } from './library-dump.ts';

interface IndexDocument {
  readonly indexed: number;
  readonly skipped: number;
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

interface ShownVideo {
  readonly summary: { readonly videoId: string; readonly title: string; readonly copyCount: number };
  readonly paths: readonly { readonly path: string; readonly isOffline: boolean }[];
}

interface Hit {
  readonly path: string;
  readonly videoId: string;
  readonly isOffline: boolean;
}

let clips: Record<ClipName, DrawnClip>;
let place: Workplace;

beforeEach(async () => {
  clips = await drawClips();
  place = await Workplace.make();
});

afterEach(() => place[Symbol.asyncDispose]());

async function index(...options: string[]): Promise<IndexDocument & { readonly code: number | null }> {
  const run = await place.run(['index', '--json', ...options, place.footage]);
  return { ...documentOf<IndexDocument>(run), code: run.code };
}

async function search(...words: string[]): Promise<Hit[]> {
  return documentOf<{ hits: Hit[] }>(await place.run(['search', '--json', ...words])).hits;
}

async function show(path: string): Promise<ShownVideo> {
  return documentOf<ShownVideo>(await place.run(['show', '--json', path]));
}

const rowCounts = () =>
  ['video', 'file', 'generation', 'channel_block', 'posting', 'cue', 'cue_set', 'job', 'root'].map((table) => [
    table,
    valueIn(place.library, `SELECT count(*) FROM ${table}`),
  ]);

describe('indexing the same footage again', () => {
  test('does nothing twice', async () => {
    await place.put(clips.cameraPanLeft.path, 'a/pan.mp4');
    await place.put(clips.embeddedSubtitles.path, 'b/talk.mkv');
    expect(await index()).toMatchObject({ indexed: 2, skipped: 0, failed: [], code: 0 });
    const [before, countsBefore] = [dumpLibrary(place.library), rowCounts()];
    const generationsBefore = valueIn(place.library, 'SELECT group_concat(generation_key) FROM generation');

    expect(await index()).toMatchObject({ indexed: 0, skipped: 2, failed: [], code: 0, durationSeconds: 0 });
    // A folder within it, or a file of it, is the same footage.
    expect((await place.run(['index', join(place.footage, 'a'), join(place.footage, 'b/talk.mkv')])).code).toBe(0);

    expect(dumpLibrary(place.library)).toEqual(before);
    expect(rowCounts()).toEqual(countsBefore);
    expect(valueIn(place.library, 'SELECT group_concat(generation_key) FROM generation')).toBe(generationsBefore);
  });

  test('knows a file again that was renamed and moved', async () => {
    await place.put(clips.cameraPanLeft.path, 'a/sunrise.mp4');
    await place.put(clips.oneFrame.path, 'a/other.mp4');
    await index();
    const { videoId } = (await show(join(place.footage, 'a/sunrise.mp4'))).summary;
    await place.write('b/keep', '');
    const after = join(place.footage, 'b/sunset.mp4');
    await rename(join(place.footage, 'a/sunrise.mp4'), after);

    expect(await index()).toMatchObject({ indexed: 0, skipped: 2, failed: [] });

    expect(await show(after)).toMatchObject({
      summary: { videoId, title: 'sunset.mp4', copyCount: 1 },
      paths: [{ path: after, isOffline: false }],
    });
    expect((await search('file', 'sunset'))[0]).toMatchObject({ videoId, path: after });
    expect(await search('file', 'sunrise')).toEqual([]);
    expect((await search('camera', 'pans', 'left'))[0]?.videoId).toBe(videoId);
    expect(valueIn(place.library, 'SELECT count(*) FROM video')).toBe(2);
  });

  test('keeps what is deleted, as offline, and still finds it', async () => {
    const path = await place.put(clips.cameraPanLeft.path, 'gone.mp4');
    await place.put(clips.oneFrame.path, 'stays.mp4');
    await index();
    await rm(path);

    expect((await index()).code).toBe(0);

    expect(documentOf(await place.run(['status', '--json']))).toMatchObject({ offline: 1, videoCount: 2, failed: [] });
    expect((await search('camera', 'pans', 'left'))[0]).toMatchObject({ path, isOffline: true });
    expect((await place.run(['search', 'camera', 'pans', 'left'])).stdout).toContain('gone.mp4 (offline)');
    await place.put(clips.cameraPanLeft.path, 'gone.mp4');
    expect(await index()).toMatchObject({ indexed: 0, skipped: 2 });
    expect((await search('camera', 'pans', 'left'))[0]).toMatchObject({ path, isOffline: false });
  });

  test('takes a copy for what it is: the same video at two places', async () => {
    const original = await place.put(clips.cameraPanLeft.path, 'original.mp4');
    await index();
    const copy = await place.put(clips.cameraPanLeft.path, 'backup/copy.mp4');
    expect(await index()).toMatchObject({ indexed: 0, skipped: 1 });

    const shown = await show(copy);
    expect(shown.paths.map(({ path }) => path).sort()).toEqual([copy, original].sort());
    expect(shown.summary.copyCount).toBe(2);
    expect(await search('camera', 'pans', 'left')).toHaveLength(1);
    await rm(original);
    await index();
    expect((await search('camera', 'pans', 'left'))[0]).toMatchObject({ path: copy, isOffline: false });
  });

  test('is told where a folder lies now, and then a single file, without looking at them again', async () => {
    await place.put(clips.cameraPanLeft.path, 'pan.mp4');
    await index();
    const elsewhere = join(place.folder, 'other drive');
    await rename(place.footage, elsewhere);
    expect(documentOf(await place.run(['relink', '--json', place.footage, elsewhere]))).toMatchObject({
      folder: elsewhere,
    });
    const moved = join(elsewhere, 'pan.mp4');
    expect((await search('camera', 'pans', 'left'))[0]).toMatchObject({ path: moved, isOffline: false });

    const away = join(elsewhere, 'away.mp4');
    await rename(moved, away);
    expect((await place.run(['relink', moved, away])).code).toBe(0);
    expect((await search('camera', 'pans', 'left'))[0]).toMatchObject({ path: away, isOffline: false });
    expect(valueIn(place.library, 'SELECT count(*) FROM generation')).toBe(1);
    expect((await place.run(['relink', join(elsewhere, 'never.mp4'), away])).code).toBe(2);
    await rename(elsewhere, place.footage);
  });

  test('analyses anew what a new model can tell more of, and says so', async () => {
    await place.put(clips.shots.path, 'shots.mp4');
    await index();
    expect(await search('a', 'person')).toEqual([]);
    await place.installTinyDetector();
    expect(await index()).toMatchObject({ indexed: 1, skipped: 0, failed: [] });
    expect(await search('a', 'person')).toHaveLength(1);
    expect(valueIn(place.library, 'SELECT count(*) FROM generation')).toBe(1);
    expect(await index()).toMatchObject({ indexed: 0, skipped: 1 });
  });
});

describe('a file that cannot be read', () => {
  test('is named with a code and a sentence while the others go on, and is taken when it was repaired', async () => {
    const broken = await place.put(clips.withoutIndex.path, 'a broken.mp4');
    await place.put(clips.oneFrame.path, 'b fine.mp4');
    const report = await index();
    expect(report).toMatchObject({ indexed: 1, skipped: 0, code: 3 });
    expect(report.failed).toEqual([
      { path: broken, code: 'container-broken', message: expect.stringMatching(/\w+ .*\.$/) },
    ]);
    expect(await index()).toMatchObject({ indexed: 0, skipped: 1, failed: [{ path: broken }], code: 3 });

    await copyFile(clips.widePixels.path, broken);
    await utimes(broken, 1_700_000_000, 1_700_000_000);

    expect(await index()).toMatchObject({ indexed: 1, skipped: 1, failed: [], code: 0 });
    const status = documentOf(await place.run(['status', '--json']));
    expect(status).toMatchObject({ failed: [], done: 2 });
  });

  test('is tried again on demand: another ffmpeg may be able to', async () => {
    const path = await place.put(clips.oneFrame.path, 'sunrise.mp4');
    await index();
    changeLibrary(
      place.library,
      `UPDATE video SET active_generation_key = NULL, failure_code = 'codec-unknown', failure_message = 'No.', failure_details_json = '{}';
       DELETE FROM generation;
       UPDATE job SET state = 'failed', error_code = 'codec-unknown', error_message = 'No.', error_details_json = '{}'`,
    );
    expect(await index()).toMatchObject({ indexed: 0, failed: [{ path, code: 'codec-unknown' }], code: 3 });
    expect(await index('--retry')).toMatchObject({ indexed: 1, failed: [], code: 0 });
    expect(await search('file', 'sunrise')).toHaveLength(1);
  });
});

describe('subtitles beside a video that is indexed already', () => {
  const srt = (text: string) => `1\n00:00:01,000 --> 00:00:03,000\n${text}\n`;

  async function spoken(word: string): Promise<number> {
    return (await search('says', word)).length;
  }

  test('are found at the next index when they come, when they change, and when they go', async () => {
    await place.put(clips.cameraStill.path, 'talk.mp4');
    await place.put(clips.oneFrame.path, 'other.mp4');
    await index();
    expect(await spoken('walrus')).toBe(0);

    const file = await place.write('talk.en.srt', srt('I am the walrus.'));
    expect(await index()).toMatchObject({ indexed: 0, skipped: 2, failed: [] });
    expect(await spoken('walrus')).toBe(1);

    await writeFile(file, srt('I am the eggman, they say.'));
    await index();
    expect([await spoken('walrus'), await spoken('eggman')]).toEqual([0, 1]);

    await rm(file);
    await index();
    expect(await spoken('eggman')).toBe(0);
    expect(valueIn(place.library, 'SELECT count(*) FROM cue')).toBe(0);
  });

  test('come along with a video that is moved to them', async () => {
    await place.put(clips.cameraStill.path, 'here/talk.mp4');
    await place.write('there/talk.srt', srt('I am the walrus.'));
    await place.put(clips.oneFrame.path, 'there/other.mp4');
    await index();
    await rename(join(place.footage, 'here/talk.mp4'), join(place.footage, 'there/talk.mp4'));
    await index();
    expect(await spoken('walrus')).toBe(1);
    expect(await readFile(join(place.footage, 'there/talk.srt'), 'utf8')).toBe(srt('I am the walrus.'));
  });
});
