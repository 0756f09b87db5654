import { describe, expect, test } from 'vitest';
import { libraryMethods } from '../../../../../electron/contract/library.ts';
import type { VideoFilter } from '../../../../../electron/contract/library.ts';
import { setJobState, setRootOffline, writeSetting } from '../../../../../electron/engine/store/queries/index.ts';
import { libraryRevision } from '../../../../../electron/engine/store/queries/video-list.ts';
import { FootageFixture } from './footage-fixture.ts';

const layout = { columns: 2, rows: 1, tileCount: 2, tileWidth: 8, tileHeight: 4, secondsPerTile: 1 };

async function filled(): Promise<FootageFixture> {
  const fixture = new FootageFixture();
  fixture.write('day 1/clip 10.mp4', 'ten', 3600);
  fixture.write('day 1/late/Clip 9.mp4', 'nine!', 7200);
  fixture.write('day 10/Caf\u00e9.mp4', 'cafe longer', 10_800);
  await fixture.service.add(fixture.footage);
  return fixture;
}

const titles = (fixture: FootageFixture, asked: Parameters<FootageFixture['view']['list']>[0]) =>
  fixture.view.list(asked).videos.map(({ title }) => title);

/** The state of all jobs of the video. */
function setState(fixture: FootageFixture, title: string, state: 'running' | 'failed'): void {
  const { db } = fixture.library;
  const query = 'SELECT j.job_key FROM job j JOIN video v USING (video_key) WHERE v.title = ?';
  const keys = db.prepare(query).pluck().all(title) as number[];
  for (const jobKey of keys) setJobState(db, { jobKey, state, error: null, nowMs: 1 });
}

describe('library.list', () => {
  test.each([
    ['title', ['Caf\u00e9.mp4', 'Clip 9.mp4', 'clip 10.mp4']],
    ['modified', ['Caf\u00e9.mp4', 'Clip 9.mp4', 'clip 10.mp4']],
    ['size', ['clip 10.mp4', 'Clip 9.mp4', 'Caf\u00e9.mp4']],
  ] as const)('sorts by %s, and the other way round', async (order, expected) => {
    using fixture = await filled();
    expect(titles(fixture, { order })).toEqual(expected);
    expect(titles(fixture, { order, isDescending: true })).toEqual([...expected].reverse());
  });

  test.each<[string, VideoFilter, string[]]>([
    ['letters in any case and without accents', { name: 'CAFE' }, ['Caf\u00e9.mp4']],
    ['several words in any order', { name: 'mp4 clip' }, ['Clip 9.mp4', 'clip 10.mp4']],
    ['a sign that SQL would take as any letter', { name: '%' }, []],
    ['the state', { states: ['indexing'] }, ['clip 10.mp4']],
    ['what is offline', { isOffline: true }, []],
    ['a length that nobody knows yet', { minDurationSeconds: 1 }, []],
    ['the time of writing', { fromMs: Date.now() - 4000_000 }, ['clip 10.mp4']],
  ])('narrows by %s', async (_name, filter, expected) => {
    using fixture = await filled();
    setState(fixture, 'clip 10.mp4', 'running');
    expect(titles(fixture, { filter })).toEqual(expected);
    expect(fixture.view.list({ filter }).totalCount).toBe(expected.length);
  });

  test('counts the states and what is offline of the whole library, whatever the filter', async () => {
    using fixture = await filled();
    setState(fixture, 'clip 10.mp4', 'running');
    setState(fixture, 'Clip 9.mp4', 'failed');
    const before = fixture.view.list({ filter: { name: 'nothing' } });
    expect(before).toMatchObject({ totalCount: 0, offlineCount: 0 });
    expect(before.countByState).toMatchObject({ indexing: 1, failed: 1, queued: 1, done: 0 });
    setRootOffline(fixture.library.db, 1, true);
    expect(fixture.view.list({ filter: { isOffline: true } })).toMatchObject({ totalCount: 3, offlineCount: 3 });
  });

  test('shows what the probe has kept, and less of one that another version has kept', async () => {
    using fixture = await filled();
    const { db } = fixture.library;
    const keep = (title: string, probe: object) =>
      db.prepare('UPDATE video SET probe_json = ? WHERE title = ?').run(JSON.stringify(probe), title);
    const video = { displayedWidth: 1080, displayedHeight: 1920, codec: 'hevc', isVariableRate: true };
    const rate = { num: 30_000, den: 1001 };
    keep('clip 10.mp4', { startTimecode: '01:00:00:00', video: { ...video, averageRate: rate } });
    keep('Clip 9.mp4', { video: { averageRate: null, nominalRate: rate, isVariableRate: false } });
    keep('Caf\u00e9.mp4', { frames: 3, video: [] });
    const facts = { widthPixels: 1080, heightPixels: 1920, codec: 'hevc', isVariableRate: true, rate };
    expect(fixture.view.list({ order: 'size' }).videos).toMatchObject([
      { ...facts, startTimecode: '01:00:00:00' },
      { rate, widthPixels: null, codec: null, isVariableRate: false, startTimecode: null },
      { rate: null, widthPixels: null, isVariableRate: false },
    ]);
  });

  test('counts anew after every change, also of another process', async () => {
    using fixture = await filled();
    const filter = { name: 'clip' };
    expect(fixture.view.list({ filter })).toMatchObject({ totalCount: 2, roots: [{ videoCount: 3 }] });
    expect(fixture.view.list()).toMatchObject({ totalCount: 3 });
    const [clip] = fixture.view.list({ filter }).videos;
    await fixture.service.removeVideos([clip!.videoId]);
    expect(fixture.view.list({ filter })).toMatchObject({ totalCount: 1, roots: [{ videoCount: 2 }] });
  });

  test('tells how the small pictures lie, where there are any', async () => {
    using fixture = await filled();
    const [first] = fixture.view.list().videos;
    const revision = libraryRevision(fixture.library.db);
    writeSetting(fixture.library.db, `sprite:${first!.videoId}`, JSON.stringify(layout));
    expect(fixture.view.list().videos.map(({ sprite }) => sprite)).toEqual([layout, null, null]);
    expect(libraryRevision(fixture.library.db)).toBeGreaterThan(revision);
  });
});

describe('library.folders', () => {
  test('is a tree in the order of people, with the videos in and below each folder', async () => {
    using fixture = await filled();
    const { folders } = libraryMethods['library.folders'].result.parse(fixture.view.folders());
    expect(folders.map(({ title, videoCount }) => [title, videoCount])).toEqual([
      ['footage', 3],
      ['day 1', 2],
      ['late', 1],
      ['day 10', 1],
    ]);
    const [root, day1, late] = folders;
    expect([root!.parentId, day1!.parentId, late!.parentId]).toEqual([null, root!.folderId, day1!.folderId]);
    expect(titles(fixture, { filter: { folderId: day1!.folderId } })).toEqual(['Clip 9.mp4', 'clip 10.mp4']);
    expect(JSON.stringify(folders)).not.toContain(fixture.library.folder);
  });
});

describe('removal', () => {
  test('forgets videos for good, until their folder is added anew, and leaves the footage', async () => {
    using fixture = await filled();
    const [video] = fixture.view.list({ filter: { name: 'clip 10' } }).videos;
    const [root] = fixture.view.list().roots;
    expect(await fixture.service.removeVideos([video!.videoId, video!.videoId])).toBe(1);
    await fixture.service.rescan(root!.rootId);
    expect(titles(fixture, {})).toEqual(['Caf\u00e9.mp4', 'Clip 9.mp4']);
    await fixture.service.add(fixture.footage);
    expect(titles(fixture, {})).toContain('clip 10.mp4');
  });

  test('of a folder keeps videos that lie in another one too', async () => {
    using fixture = await filled();
    const other = fixture.write('../other/copy.mp4', 'ten');
    await fixture.service.add(`${other}/..`);
    const [root] = fixture.view.list().roots;
    expect(await fixture.service.removeRoot(root!.rootId)).toBe(2);
    expect(fixture.view.list()).toMatchObject({ totalCount: 1, roots: [{ title: 'other' }] });
    expect(fixture.view.folders().folders.map(({ title }) => title)).toEqual(['other']);
  });

  test('waits until nobody works on the video any more', async () => {
    using fixture = await filled();
    const [video] = fixture.view.list().videos;
    const [job] = fixture.queue.runnableJobs(9).filter(({ videoId }) => videoId === video!.videoId);
    fixture.queue.begin(job!, () => ({ stage: 'analyse', doneSeconds: 0, totalSeconds: null }) as never);
    let isRemoved = false;
    const removing = fixture.service.removeVideos([video!.videoId]).then(() => (isRemoved = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isRemoved).toBe(false);
    fixture.queue.end(job!.jobId, { state: 'queued', error: null });
    await removing;
    expect(fixture.view.list().totalCount).toBe(2);
  });
});
