import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { libraryMethods, scanReportSchema, videoSummarySchema } from '../../../../../electron/contract/library.ts';
import {
  readingLibraryHandlers,
  writingLibraryHandlers,
} from '../../../../../electron/engine/library/library-handlers.ts';
import { Places } from '../../../../../electron/engine/library/places.ts';
import { ftsAnd } from '../../../../../electron/engine/store/match-expression.ts';
import { saveFailure, searchNames, videoById } from '../../../../../electron/engine/store/queries/index.ts';
import { FootageFixture, noChange } from './footage-fixture.ts';

const idOf = (fixture: FootageFixture, title: string) => {
  const video = fixture.view.list({ offset: 0, limit: 1000 }).videos.find((each) => each.title === title);
  if (video === undefined) throw new Error(`no video ${title}`);
  return video.videoId;
};

describe('LibraryService.add', () => {
  test('takes the videos of a folder and of those below it, and queues both passes of each', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    fixture.write('day 2/b.MOV', 'B');
    fixture.write('notes.txt', 'no video');
    fixture.write('.hidden.mp4', 'hidden');
    fixture.write('.trash/c.mp4', 'C');
    fixture.write('$RECYCLE.BIN/d.mp4', 'D');
    fixture.write('src/index.ts', 'export const a = 1;');
    fixture.write('tv.ts', `G${'.'.repeat(187)}`.repeat(5));
    const seen: number[] = [];
    const report = await fixture.service.add(fixture.footage, { onProgress: ({ doneCount }) => seen.push(doneCount) });
    expect(report).toMatchObject({ ...noChange, addedCount: 3, problems: [] });
    expect(fixture.files()).toEqual(['footage/a.mp4', 'footage/day 2/b.MOV', 'footage/tv.ts']);
    expect(seen).toEqual([1, 2, 3]);
    expect(fixture.queue.list(99).jobs.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 3 }, () => 'key-frames'),
      ...Array.from({ length: 3 }, () => 'full'),
    ]);
    expect(searchNames(fixture.library.db, ftsAnd(['day', 'b']), 9)).toHaveLength(1);
  });

  test('takes one file that is named, whatever its ending, and only it', async () => {
    using fixture = new FootageFixture();
    const path = fixture.write('strange.xyz', 'X');
    fixture.write('b.mp4', 'B');
    expect(await fixture.service.add(path)).toMatchObject({ ...noChange, addedCount: 1 });
    expect(fixture.videos()).toEqual(['strange.xyz online 1']);
    expect(await fixture.view.resolveFile(idOf(fixture, 'strange.xyz'))).toEqual({ path, rootPath: path });
    expect(await fixture.service.add(path)).toMatchObject({ ...noChange, unchangedCount: 1 });
  });

  test('says so when there is nothing', async () => {
    using fixture = new FootageFixture();
    await expect(fixture.service.add(join(fixture.footage, 'none'))).rejects.toMatchObject({ code: 'file-missing' });
    expect(fixture.service.roots()).toEqual([]);
  });

  test('takes an empty folder, which may fill up', async () => {
    using fixture = new FootageFixture();
    const { rootId } = await fixture.service.add(fixture.footage);
    fixture.write('a.mp4', 'A');
    expect(await fixture.service.rescan(rootId)).toMatchObject({ addedCount: 1 });
  });

  test('scans a folder inside a known one as part of it', async () => {
    using fixture = new FootageFixture();
    fixture.write('day 1/a.mp4', 'A');
    const outer = await fixture.service.add(fixture.footage);
    fixture.write('day 1/b.mp4', 'B');
    fixture.write('day 2/c.mp4', 'C');
    const inner = await fixture.service.add(join(fixture.footage, 'day 1'));
    expect(inner).toMatchObject({ rootId: outer.rootId, addedCount: 1, unchangedCount: 1 });
    expect(fixture.files()).toEqual(['footage/day 1/a.mp4', 'footage/day 1/b.mp4']);
  });

  test('lets a folder take over the roots inside it', async () => {
    using fixture = new FootageFixture();
    fixture.write('day 1/a.mp4', 'A');
    const single = fixture.write('day 2/b.xyz', 'B');
    await fixture.service.add(join(fixture.footage, 'day 1'));
    await fixture.service.add(single);
    const ids = fixture.view.list({ offset: 0, limit: 9 }).videos.map(({ videoId }) => videoId);
    const report = await fixture.service.add(fixture.footage);
    expect(report).toMatchObject({ ...noChange, unchangedCount: 2 });
    expect(fixture.service.roots().map(({ path }) => path)).toEqual([fixture.footage]);
    expect(fixture.files()).toEqual(['footage/day 1/a.mp4', 'footage/day 2/b.xyz']);
    expect(fixture.view.list({ offset: 0, limit: 9 }).videos.map(({ videoId }) => videoId)).toEqual(ids);
    expect(searchNames(fixture.library.db, ftsAnd(['day', '1']), 9)).toHaveLength(1);
  });

  test('walks in no circle and takes no file by a link', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    symlinkSync(fixture.footage, join(fixture.footage, 'again'));
    symlinkSync(join(fixture.footage, 'a.mp4'), join(fixture.footage, 'link.mp4'));
    expect(await fixture.service.add(fixture.footage)).toMatchObject({ ...noChange, addedCount: 1 });
    const throughLink = await fixture.service.add(join(fixture.footage, 'again'));
    expect(throughLink).toMatchObject({ ...noChange, unchangedCount: 1 });
  });

  test.skipIf(process.getuid?.() === 0)('reports what may not be read and takes the rest', async () => {
    using fixture = new FootageFixture();
    fixture.write('closed/a.mp4', 'A');
    fixture.write('b.mp4', 'B');
    chmodSync(join(fixture.footage, 'closed'), 0);
    const report = await fixture.service.add(fixture.footage);
    chmodSync(join(fixture.footage, 'closed'), 0o755);
    expect(report).toMatchObject({ addedCount: 1, problems: [{ error: { code: 'permission-denied' } }] });
  });

  test('waits for a file that is still being written', async () => {
    using fixture = new FootageFixture({ settleMs: 100, settleLimitMs: 5000 });
    const path = fixture.write('a.mp4', 'begin', 0);
    let writeCount = 0;
    const writing = setInterval(() => {
      if ((writeCount += 1) <= 10) appendFileSync(path, ' more');
    }, 30);
    await fixture.service.add(fixture.footage);
    clearInterval(writing);
    expect(writeCount).toBeGreaterThan(10);
    expect(videoById(fixture.library.db, idOf(fixture, 'a.mp4'))?.sizeBytes).toBe(5 + 10 * 5);
  });

  test('leaves a recording that goes on for the next scan', async () => {
    using fixture = new FootageFixture({ settleMs: 50, settleLimitMs: 200 });
    const path = fixture.write('a.mp4', 'begin', 0);
    const writing = setInterval(() => {
      appendFileSync(path, ' more');
    }, 10);
    const report = await fixture.service.add(fixture.footage);
    clearInterval(writing);
    expect(report).toMatchObject({ ...noChange, growingPaths: [path] });
    expect(fixture.videos()).toEqual([]);
  });

  test('keeps what it has found when it is aborted, and calls nothing missing', async () => {
    using fixture = new FootageFixture();
    fixture.write('z.mp4', 'Z');
    const { rootId } = await fixture.service.add(fixture.footage);
    fixture.remove('z.mp4');
    for (let index = 0; index < 50; index += 1) fixture.write(`${index}.mp4`, `content ${index}`);
    const controller = new AbortController();
    const onProgress = ({ doneCount }: { doneCount: number }) => {
      if (doneCount === 20) controller.abort();
    };
    await expect(fixture.service.rescan(rootId, { signal: controller.signal, onProgress })).rejects.toThrow();
    expect(fixture.videos()[0]).toBe('z.mp4 online 1');
    expect(await fixture.service.rescan(rootId)).toMatchObject({ addedCount: 50, offlineCount: 1 });
  });
});

describe('LibraryService.rescan', () => {
  test('recognises a renamed and a moved file, keeps its id and its jobs, and its new name', async () => {
    const moved: string[] = [];
    using fixture = new FootageFixture({ onNeighboursChanged: (videoId) => moved.push(videoId) });
    fixture.write('a.mp4', 'A');
    fixture.write('b.mp4', 'B');
    const { rootId } = await fixture.service.add(fixture.footage);
    const videoId = idOf(fixture, 'a.mp4');
    mkdirSync(join(fixture.footage, 'wedding'));
    renameSync(join(fixture.footage, 'a.mp4'), join(fixture.footage, 'wedding', 'dance.mp4'));
    expect(await fixture.service.rescan(rootId)).toMatchObject({ ...noChange, movedCount: 1, unchangedCount: 1 });
    expect(fixture.videos()).toEqual(['dance.mp4 online 1', 'b.mp4 online 1']);
    expect(idOf(fixture, 'dance.mp4')).toBe(videoId);
    expect(fixture.queue.list(99).jobs).toHaveLength(4);
    expect(searchNames(fixture.library.db, ftsAnd(['wedding']), 9)).toHaveLength(1);
    expect(moved).toEqual([videoId]);
  });

  test('keeps two copies as one video, and the video while one copy is left', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    fixture.write('copy of a.mp4', 'A');
    const report = await fixture.service.add(fixture.footage);
    expect(report).toMatchObject({ ...noChange, addedCount: 1, duplicateCount: 1 });
    expect(fixture.videos()).toEqual(['a.mp4 online 2']);
    fixture.remove('a.mp4');
    expect(await fixture.service.rescan(report.rootId)).toMatchObject({ offlineCount: 1, movedCount: 0 });
    expect(fixture.videos()).toEqual(['a.mp4 online 2']);
    const file = await fixture.view.resolveFile(idOf(fixture, 'a.mp4'));
    expect(file?.path).toBe(join(fixture.footage, 'copy of a.mp4'));
  });

  test('takes other content at the same place for another video', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'first cut');
    const { rootId } = await fixture.service.add(fixture.footage);
    fixture.write('a.mp4', 'second cut', 60);
    expect(await fixture.service.rescan(rootId)).toMatchObject({ ...noChange, changedCount: 1 });
    expect(fixture.videos()).toEqual(['a.mp4 offline 0', 'a.mp4 online 1']);
  });

  test('does not take a touched file for a changed one', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    const { rootId } = await fixture.service.add(fixture.footage);
    fixture.write('a.mp4', 'A', 60);
    expect(await fixture.service.rescan(rootId)).toMatchObject({ ...noChange, unchangedCount: 1 });
  });

  test('makes missing files offline and takes them back, and tries again what failed for want of them', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    fixture.write('b.mp4', 'B');
    const { rootId } = await fixture.service.add(fixture.footage);
    const videoId = idOf(fixture, 'a.mp4');
    fixture.remove('a.mp4');
    expect(await fixture.service.rescan(rootId)).toMatchObject({ offlineCount: 1 });
    expect(await fixture.service.rescan(rootId)).toMatchObject({ offlineCount: 0 });
    expect(fixture.videos()).toEqual(['a.mp4 offline 1', 'b.mp4 online 1']);
    expect(await fixture.view.resolveFile(videoId)).toBeNull();
    const job = fixture.queue.list(99).jobs.find((each) => each.videoId === videoId && each.kind === 'key-frames')!;
    const row = fixture.queue.rowOf(job.jobId);
    fixture.queue.begin(row, () => ({
      stage: null,
      doneSeconds: 0,
      totalSeconds: null,
      realTimeFactor: null,
      remainingSeconds: null,
    }));
    const error = { code: 'file-missing' as const, message: 'Offline.', details: {} };
    fixture.queue.end(job.jobId, { state: 'failed', error });
    saveFailure(fixture.library.db, row.videoKey, error);
    fixture.write('a.mp4', 'A');
    await fixture.service.rescan(rootId);
    expect(fixture.view.show(videoId)).toMatchObject({ isOffline: false, state: 'queued', failure: null });
  });

  test.each([
    ['is gone', (footage: string) => rmSync(footage, { recursive: true })],
    [
      'is an empty folder, as without its drive',
      (footage: string) => {
        rmSync(footage, { recursive: true });
        mkdirSync(footage);
      },
    ],
  ])('stops when the whole root %s, and marks no file', async (_, take) => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    const { rootId } = await fixture.service.add(fixture.footage);
    const away = join(fixture.library.folder, 'away');
    mkdirSync(away);
    writeFileSync(join(away, 'a.mp4'), 'A');
    take(fixture.footage);
    await expect(fixture.service.rescan(rootId)).rejects.toMatchObject({ code: 'file-missing', details: { rootId } });
    expect(fixture.view.list({ offset: 0, limit: 9 }).roots).toMatchObject([{ isOffline: true, videoCount: 1 }]);
    expect(fixture.videos()).toEqual(['a.mp4 offline 1']);
    expect(fixture.library.db.prepare('SELECT sum(is_offline) FROM file').pluck().get()).toBe(0);
    expect(fixture.queue.runnableJobs(9)).toEqual([]);
    // The same content elsewhere is a copy: the drive may come back with its own.
    expect(await fixture.service.add(away)).toMatchObject({ duplicateCount: 1, movedCount: 0 });
    expect(fixture.videos()).toEqual(['a.mp4 online 2']);
    mkdirSync(fixture.footage, { recursive: true });
    fixture.write('a.mp4', 'A');
    expect(await fixture.service.rescan(rootId)).toMatchObject({ unchangedCount: 1 });
    expect(fixture.service.roots()[0]?.isOffline).toBe(false);
  });

  test('notices subtitles that were put beside a video later', async () => {
    const changed: string[] = [];
    using fixture = new FootageFixture({ onNeighboursChanged: (videoId) => changed.push(videoId) });
    fixture.write('a/film.mp4', 'A');
    fixture.write('b/film.mp4', 'B');
    const { rootId } = await fixture.service.add(fixture.footage);
    expect(changed).toEqual([]);
    fixture.write('a/film.en.srt', '1');
    await fixture.service.rescan(rootId);
    expect(changed).toHaveLength(1);
    await fixture.service.rescan(rootId);
    expect(changed).toHaveLength(1);
    fixture.remove('a/film.en.srt');
    await fixture.service.rescan(rootId);
    expect(changed).toHaveLength(2);
  });

  test('follows a file from one root into another', async () => {
    using fixture = new FootageFixture();
    fixture.write('in/a.mp4', 'A');
    fixture.write('in/rest.mp4', 'R');
    fixture.write('out/b.mp4', 'B');
    await fixture.service.add(join(fixture.footage, 'in'));
    const out = await fixture.service.add(join(fixture.footage, 'out'));
    renameSync(join(fixture.footage, 'in/a.mp4'), join(fixture.footage, 'out/a.mp4'));
    expect(await fixture.service.rescan(out.rootId)).toMatchObject({ movedCount: 1, duplicateCount: 0 });
    expect(fixture.files()).toEqual(['footage/in/rest.mp4', 'footage/out/a.mp4', 'footage/out/b.mp4']);
  });
});

describe('LibraryService.relinkRoot', () => {
  test('finds a whole folder again at another place, unread', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    const { rootId } = await fixture.service.add(fixture.footage);
    const elsewhere = join(fixture.library.folder, 'elsewhere');
    renameSync(fixture.footage, elsewhere);
    await expect(fixture.service.rescan(rootId)).rejects.toMatchObject({ code: 'file-missing' });
    expect(await fixture.service.relinkRoot(rootId, elsewhere)).toMatchObject({ ...noChange, unchangedCount: 1 });
    expect(fixture.videos()).toEqual(['a.mp4 online 1']);
  });

  test('refuses a folder with none of the files, and one that belongs to another root', async () => {
    using fixture = new FootageFixture();
    fixture.write('one/a.mp4', 'A');
    fixture.write('two/b.mp4', 'B');
    mkdirSync(join(fixture.footage, 'three'));
    const { rootId } = await fixture.service.add(join(fixture.footage, 'one'));
    await fixture.service.add(join(fixture.footage, 'two'));
    for (const place of ['two', 'three']) {
      const relinking = fixture.service.relinkRoot(rootId, join(fixture.footage, place));
      await expect(relinking).rejects.toMatchObject({ code: 'bad-request' });
    }
  });
});

describe('LibraryService.relinkVideo', () => {
  test('takes a file of the same content and no other', async () => {
    using fixture = new FootageFixture();
    fixture.write('roll/a.mp4', 'A');
    fixture.write('roll/b.mp4', 'B');
    const { rootId } = await fixture.service.add(join(fixture.footage, 'roll'));
    const videoId = idOf(fixture, 'a.mp4');
    renameSync(join(fixture.footage, 'roll/a.mp4'), join(fixture.footage, 'found.mp4'));
    await fixture.service.rescan(rootId);
    const wrong = fixture.service.relinkVideo(videoId, join(fixture.footage, 'roll/b.mp4'));
    await expect(wrong).rejects.toMatchObject({ code: 'bad-request' });
    const summary = await fixture.service.relinkVideo(videoId, join(fixture.footage, 'found.mp4'));
    expect(summary).toMatchObject({ videoId, isOffline: false, copyCount: 1, title: 'found.mp4' });
  });
});

describe('LibraryService.resolveFile', () => {
  test('does not follow a link that was put in the place of a file', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    await fixture.service.add(fixture.footage);
    const secret = join(fixture.library.folder, 'secret');
    writeFileSync(secret, 'secret');
    fixture.remove('a.mp4');
    symlinkSync(secret, join(fixture.footage, 'a.mp4'));
    expect(await fixture.view.resolveFile(idOf(fixture, 'a.mp4'))).toBeNull();
  });
});

describe('the handlers of library.*', () => {
  test('answer as the contract says, without a path', async () => {
    using fixture = new FootageFixture();
    fixture.write('a.mp4', 'A');
    const given = { service: fixture.service, places: new Places(), onRootsChanged: () => {} };
    const reading = readingLibraryHandlers(fixture.library.db, fixture.view);
    const handlers = { ...reading, ...writingLibraryHandlers(given) };
    const context = { signal: new AbortController().signal, onProgress: () => {} };
    const report = await handlers['library.add']({ place: { path: fixture.footage } }, context);
    expect(scanReportSchema.strict().parse(report)).toEqual(report);
    const list = await handlers['library.list'](libraryMethods['library.list'].params.parse({}), context as never);
    expect(JSON.stringify(list)).not.toContain(fixture.library.folder);
    expect(list).toMatchObject({ totalCount: 1, roots: [{ title: 'footage', videoCount: 1, isOffline: false }] });
    const video = list.videos[0]!;
    expect(videoSummarySchema.parse(video)).toEqual(video);
    expect(video).toMatchObject({ title: 'a.mp4', state: 'queued', copyCount: 1, rate: null, durationSeconds: null });
    expect(await handlers['library.show']({ videoId: video.videoId }, context as never)).toEqual(video);
  });
});
