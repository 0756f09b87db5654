import { describe, expect, test, vi } from 'vitest';
import { queueSummarySchema } from '../../../../../electron/contract/jobs.ts';
import { jobIdOf, maxAttemptCount, maxKillCount } from '../../../../../electron/engine/jobs/job-queue.ts';
import { listRoots, setRootOffline } from '../../../../../electron/engine/store/queries/index.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';
import { addOnlineVideo, queueOf } from './job-fixture.ts';

const figures = () => ({
  stage: null,
  doneSeconds: 0,
  totalSeconds: null,
  realTimeFactor: null,
  remainingSeconds: null,
});

describe('JobQueue', () => {
  test('keeps one job a video and kind, also over a restart', () => {
    using library = new TemporaryLibrary();
    const video = addOnlineVideo(library.db, 'v');
    expect(queueOf(library.db).enqueue({ ...video, kind: 'key-frames' })).toBe(true);
    library.close();
    const queue = queueOf(library.db);
    expect(queue.enqueue({ ...video, kind: 'key-frames' })).toBe(false);
    expect(queue.enqueue({ ...video, kind: 'full' })).toBe(true);
    const list = queue.list(10);
    expect(queueSummarySchema.parse(list)).toEqual(list);
    expect(list.countByState).toEqual({ queued: 2, running: 0, paused: 0, done: 0, skipped: 0, failed: 0 });
    expect(list.jobs.map(({ kind }) => kind)).toEqual(['key-frames', 'full']);
  });

  test('lists only the states that are asked for, and counts the whole queue all the same', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    for (const name of ['v1', 'v2', 'v3']) {
      queue.enqueue({ ...addOnlineVideo(library.db, name), kind: 'key-frames' });
    }
    queue.pause(jobIdOf('v3' as never, 'key-frames'));
    const paused = queue.list(1, ['paused', 'failed']);
    expect(paused.jobs.map(({ videoId }) => videoId)).toEqual(['v3']);
    expect(paused.countByState).toMatchObject({ queued: 2, paused: 1 });
  });

  test('lets a full pass wait for its key frames, and every video’s key frames go first', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    for (const name of ['v1', 'v2']) {
      const video = addOnlineVideo(library.db, name);
      queue.enqueue({ ...video, kind: 'full' });
      queue.enqueue({ ...video, kind: 'key-frames' });
    }
    const runnable = () => queue.runnableJobs(10).map(({ videoId, kind }) => `${videoId} ${kind}`);
    expect(runnable()).toEqual(['v1 key-frames', 'v2 key-frames']);
    const first = queue.runnableJobs(1)[0]!;
    queue.begin(first, figures);
    queue.end(first.jobId, { state: 'done', error: null });
    expect(runnable()).toEqual(['v2 key-frames', 'v1 full']);
    queue.setPriority(jobIdOf('v1' as never, 'full'), 50);
    expect(runnable()).toEqual(['v1 full', 'v2 key-frames']);
  });

  test('does not offer what is offline', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    queue.enqueue({ ...addOnlineVideo(library.db, 'v'), kind: 'key-frames' });
    const { rootKey } = listRoots(library.db)[0]!;
    setRootOffline(library.db, rootKey, true);
    expect(queue.runnableJobs(10)).toEqual([]);
    setRootOffline(library.db, rootKey, false);
    expect(queue.runnableJobs(10)).toHaveLength(1);
  });

  test('keeps pause, cancel and the pause of everything over a restart', () => {
    using library = new TemporaryLibrary();
    const ids = ['a', 'b', 'c'].map((name) => {
      const video = addOnlineVideo(library.db, name);
      queueOf(library.db).enqueue({ ...video, kind: 'key-frames' });
      return jobIdOf(video.videoId, 'key-frames');
    });
    const before = queueOf(library.db);
    before.pause(ids[0]!);
    before.cancel(ids[1]!);
    before.pauseAll();
    library.close();
    const queue = queueOf(library.db);
    expect(ids.map((id) => queue.show(id).state)).toEqual(['paused', 'skipped', 'queued']);
    expect(queue.show(ids[1]!).error?.code).toBe('aborted');
    expect(queue.isPaused).toBe(true);
    expect(queue.runnableJobs(10)).toEqual([]);
    queue.resumeAll();
    expect(queue.runnableJobs(10).map(({ jobId }) => jobId)).toEqual([ids[2]]);
    expect(queue.resume(ids[0]!).state).toBe('queued');
    expect(queue.retry(ids[1]!)).toMatchObject({ state: 'queued', error: null });
  });

  test('queues again what a killed process has left running', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    queue.enqueue({ ...addOnlineVideo(library.db, 'v'), kind: 'key-frames' });
    queue.begin(queue.runnableJobs(1)[0]!, figures);
    library.close();
    expect(queueOf(library.db).list(1).jobs[0]).toMatchObject({ state: 'queued', attemptCount: 0 });
  });

  /** Begins the next job and dies, so many times. */
  function killWhileRunning(library: TemporaryLibrary, killCount: number): void {
    for (let kill = 0; kill < killCount; kill += 1) {
      const queue = queueOf(library.db);
      queue.begin(queue.runnableJobs(1)[0]!, figures);
      library.close();
    }
  }

  test('gives up a job that ends the program every time, but not because it was closed a few times', () => {
    using library = new TemporaryLibrary();
    queueOf(library.db).enqueue({ ...addOnlineVideo(library.db, 'v'), kind: 'key-frames' });
    killWhileRunning(library, maxKillCount - 1);
    expect(maxKillCount).toBeGreaterThan(5 * maxAttemptCount);
    expect(queueOf(library.db).list(1).jobs[0]).toMatchObject({ state: 'queued', attemptCount: 0, error: null });
    killWhileRunning(library, 1);
    expect(queueOf(library.db).list(1).jobs[0]).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    const queue = queueOf(library.db);
    queue.retry(queue.list(1).jobs[0]!.jobId);
    killWhileRunning(library, 1);
    expect(queueOf(library.db).list(1).jobs[0]).toMatchObject({ state: 'queued' });
  });

  test('counts kills anew once the job has got further', () => {
    using library = new TemporaryLibrary();
    queueOf(library.db).enqueue({ ...addOnlineVideo(library.db, 'v'), kind: 'key-frames' });
    killWhileRunning(library, maxKillCount - 1);
    const queue = queueOf(library.db);
    queue.noteHeadway(queue.runnableJobs(1)[0]!.jobKey);
    killWhileRunning(library, maxKillCount - 1);
    expect(queueOf(library.db).list(1).jobs[0]).toMatchObject({ state: 'queued' });
  });

  test('puts a job that the program did not survive three times behind all others', () => {
    using library = new TemporaryLibrary();
    for (const name of ['v1', 'v2']) {
      queueOf(library.db).enqueue({ ...addOnlineVideo(library.db, name), kind: 'key-frames' });
    }
    const order = () =>
      queueOf(library.db)
        .runnableJobs(9)
        .map(({ videoId }) => videoId);
    killWhileRunning(library, 2);
    expect(order()).toEqual(['v1', 'v2']);
    killWhileRunning(library, 1);
    expect(order()).toEqual(['v2', 'v1']);
    expect(queueOf(library.db).runnableJobs(1)).toHaveLength(1);
  });

  test('cancels and retries the full pass together with its key frames', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    const video = addOnlineVideo(library.db, 'v');
    queue.enqueue({ ...video, kind: 'key-frames' });
    queue.enqueue({ ...video, kind: 'full' });
    queue.cancel(jobIdOf(video.videoId, 'key-frames'));
    expect(queue.list(9).countByState).toMatchObject({ skipped: 2 });
    queue.retry(jobIdOf(video.videoId, 'key-frames'));
    expect(queue.list(9).countByState).toMatchObject({ queued: 2, skipped: 0 });
  });

  test('skips the full pass of a video whose key frames failed for good', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    const video = addOnlineVideo(library.db, 'v');
    queue.enqueue({ ...video, kind: 'key-frames' });
    queue.enqueue({ ...video, kind: 'full' });
    const job = queue.runnableJobs(1)[0]!;
    queue.begin(job, figures);
    queue.end(job.jobId, {
      state: 'failed',
      error: { code: 'codec-unknown', message: 'No.', details: { codec: 'x' } },
    });
    expect(queue.list(9).jobs.map(({ kind, state, error }) => [kind, state, error?.details])).toEqual([
      ['key-frames', 'failed', { codec: 'x' }],
      ['full', 'skipped', { codec: 'x' }],
    ]);
    queue.requeueVideo(video.videoKey, video.videoId);
    expect(queue.list(9).countByState).toMatchObject({ queued: 2 });
  });

  test('tells of every change until nobody listens any more', () => {
    using library = new TemporaryLibrary();
    const queue = queueOf(library.db);
    const listener = vi.fn();
    const stop = queue.onChange(listener);
    queue.enqueue({ ...addOnlineVideo(library.db, 'v'), kind: 'key-frames' });
    queue.pauseAll();
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    queue.resumeAll();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test('knows no job that there is not', () => {
    using library = new TemporaryLibrary();
    expect(() => queueOf(library.db).pause('none' as never)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
