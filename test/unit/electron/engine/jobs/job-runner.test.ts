import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../../../electron/contract/errors.ts';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { concurrencyFor } from '../../../../../electron/engine/jobs/concurrency.ts';
import { jobHandlers } from '../../../../../electron/engine/jobs/job-handlers.ts';
import { jobIdOf } from '../../../../../electron/engine/jobs/job-queue.ts';
import type { JobQueue } from '../../../../../electron/engine/jobs/job-queue.ts';
import type { QueueSummary } from '../../../../../electron/contract/jobs.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';
import { addOnlineVideo, queueOf, RunLog, runnerOf, until, untilAborted } from './job-fixture.ts';

function fill(library: TemporaryLibrary, names: readonly string[]): JobQueue {
  const queue = queueOf(library.db);
  for (const name of names) {
    const video = addOnlineVideo(library.db, name);
    queue.enqueue({ ...video, kind: 'key-frames' });
    queue.enqueue({ ...video, kind: 'full' });
  }
  return queue;
}

const keyFramesOf = (name: string) => jobIdOf(name as never, 'key-frames');
const fullOf = (name: string) => jobIdOf(name as never, 'full');

describe('JobRunner', () => {
  test('runs the key frames of all videos, then the full passes', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'b']);
    const log = new RunLog();
    const runner = runnerOf(queue, log.run);
    runner.start();
    await runner.idle();
    expect(log.lines).toEqual(['a key-frames', 'b key-frames', 'a full', 'b full']);
    expect(queue.list(9).countByState).toMatchObject({ done: 4, queued: 0 });
    await runner.dispose();
  });

  test('never runs more at once than it may', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'b', 'c', 'd', 'e']);
    let running = 0;
    let most = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return 'done' as const;
    };
    const runner = runnerOf(queue, run, { concurrency: 2 });
    runner.start();
    await runner.idle();
    expect(most).toBe(2);
    expect(queue.list(1).countByState.done).toBe(10);
    await runner.dispose();
  });

  test('goes on with the others when one fails', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'broken', 'c']);
    const runner = runnerOf(queue, async ({ videoId }) => {
      if (videoId === 'broken') throw new EngineError('container-broken', 'The file ends in the middle.');
      return 'done';
    });
    runner.start();
    await runner.idle();
    expect(queue.list(9).countByState).toMatchObject({ done: 4, failed: 1, skipped: 1 });
    expect(queue.show(keyFramesOf('broken'))).toMatchObject({
      state: 'failed',
      attemptCount: 1,
      error: { code: 'container-broken', message: 'The file ends in the middle.' },
    });
    await runner.dispose();
  });

  test('tries failures of the moment again, and a bug only once', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['shaky', 'bug', 'hopeless']);
    let shakyCount = 0;
    const runner = runnerOf(queue, async ({ videoId }) => {
      if (videoId === 'bug') throw new TypeError('x is not a function');
      if (videoId === 'hopeless') throw new EngineError('decode-stalled', 'Nothing came.');
      if (videoId === 'shaky' && (shakyCount += 1) < 3) throw new EngineError('model-failed', 'It died.');
      return 'done';
    });
    runner.start();
    await runner.idle();
    expect(queue.show(keyFramesOf('shaky'))).toMatchObject({ state: 'done', attemptCount: 3, error: null });
    expect(queue.show(keyFramesOf('bug'))).toMatchObject({
      state: 'failed',
      attemptCount: 1,
      error: { code: 'internal' },
    });
    expect(queue.show(keyFramesOf('hopeless'))).toMatchObject({ state: 'failed', attemptCount: 3 });
    await runner.dispose();
  });

  test('counts only attempts without headway', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['long']);
    let attempt = 0;
    const runner = runnerOf(queue, async ({ kind }, { onProgress }) => {
      if (kind === 'full') return 'skipped';
      attempt += 1;
      onProgress({ stage: 'analyse', doneSeconds: attempt * 60, totalSeconds: 600 });
      onProgress({ stage: 'analyse', doneSeconds: attempt * 60 + 60, totalSeconds: 600 });
      if (attempt < 8) throw new EngineError('decode-stalled', 'Nothing came.');
      return 'done';
    });
    runner.start();
    await runner.idle();
    expect(attempt).toBe(8);
    expect(queue.show(keyFramesOf('long'))).toMatchObject({ state: 'done', doneSeconds: 540, totalSeconds: 600 });
    await runner.dispose();
  });

  test('waits for the person when the disk is full, with the job still queued', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'b']);
    const log = new RunLog();
    const runner = runnerOf(queue, async (job) => {
      log.note(job);
      throw new EngineError('disk-full', 'Full.');
    });
    runner.start();
    await runner.idle();
    expect(log.lines).toEqual(['a key-frames']);
    expect(queue.list(9)).toMatchObject({ isPaused: true, countByState: { queued: 4, failed: 0 } });
    expect(queue.show(keyFramesOf('a')).error?.code).toBe('disk-full');
    await runner.dispose();
  });

  test('stops the running job on pause and on cancel, and leaves what was decided', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'b']);
    const stopped: string[] = [];
    const runner = runnerOf(queue, async ({ videoId }, context) => {
      try {
        return await untilAborted(context);
      } finally {
        stopped.push(videoId);
      }
    });
    runner.start();
    await until(() => queue.show(keyFramesOf('a')).state === 'running');
    expect(queue.pause(keyFramesOf('a')).state).toBe('paused');
    await until(() => queue.show(keyFramesOf('b')).state === 'running');
    queue.cancel(keyFramesOf('b'));
    await until(() => stopped.length === 2);
    await runner.idle();
    expect(queue.show(keyFramesOf('a')).state).toBe('paused');
    expect(queue.show(keyFramesOf('b')).state).toBe('skipped');
    await runner.dispose();
  });

  test('runs again what was paused and resumed while it was still stopping', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    let startCount = 0;
    const runner = runnerOf(queue, async ({ kind }, context) => {
      if (kind === 'full') return 'done';
      startCount += 1;
      return startCount === 1 ? untilAborted(context) : 'done';
    });
    runner.start();
    await until(() => queue.show(keyFramesOf('a')).state === 'running');
    queue.pause(keyFramesOf('a'));
    queue.resume(keyFramesOf('a'));
    await runner.idle();
    expect(queue.show(keyFramesOf('a')).state).toBe('done');
    expect(startCount).toBe(2);
    await runner.dispose();
  });

  test('stops all on pauseAll and goes on after resumeAll', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    let isBlocked = true;
    const runner = runnerOf(queue, async (_, context) => (isBlocked ? untilAborted(context) : 'done'));
    runner.start();
    await until(() => queue.show(keyFramesOf('a')).state === 'running');
    queue.pauseAll();
    await runner.idle();
    expect(queue.list(9).countByState).toMatchObject({ running: 0, queued: 2 });
    isBlocked = false;
    queue.resumeAll();
    await runner.idle();
    expect(queue.list(9).countByState).toMatchObject({ done: 2 });
    await runner.dispose();
  });

  test('lets key frames push a full pass aside, without counting it as an attempt', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['long']);
    const log = new RunLog();
    let fullCount = 0;
    const runner = runnerOf(queue, async (job, context) => {
      log.note(job);
      if (job.kind === 'full' && job.videoId === 'long' && (fullCount += 1) === 1) return untilAborted(context);
      return 'done';
    });
    runner.start();
    await until(() => queue.show(fullOf('long')).state === 'running');
    fill(library, []);
    const video = addOnlineVideo(library.db, 'new');
    queue.enqueue({ ...video, kind: 'key-frames' });
    await runner.idle();
    expect(log.lines).toEqual(['long key-frames', 'long full', 'new key-frames', 'long full']);
    expect(queue.show(fullOf('long'))).toMatchObject({ state: 'done', attemptCount: 1 });
    await runner.dispose();
  });

  test('lets nothing be pushed aside by key frames during which the program was often killed', async () => {
    using library = new TemporaryLibrary();
    fill(library, ['long', 'fatal']);
    library.db.exec(`UPDATE job SET kill_count = 5 WHERE kind = 'key-frames' AND job_id = '${keyFramesOf('fatal')}'`);
    const log = new RunLog();
    const runner = runnerOf(queueOf(library.db), async (job, { signal }) => {
      log.note(job);
      await wait(20, undefined, { signal });
      return 'done';
    });
    runner.start();
    await runner.idle();
    expect(log.lines).toEqual(['long key-frames', 'long full', 'fatal key-frames', 'fatal full']);
    await runner.dispose();
  });

  test('finds what may run behind many that may not', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a', 'b', 'c', 'd', 'e']);
    for (const name of ['a', 'b', 'c', 'd']) queue.cancel(keyFramesOf(name));
    for (const name of ['a', 'b', 'c', 'd']) queue.retry(fullOf(name));
    for (const name of ['a', 'b', 'c', 'd']) queue.setPriority(fullOf(name), 50);
    const log = new RunLog();
    const runner = runnerOf(queue, log.run, { mayRun: ({ kind }) => kind === 'key-frames' });
    runner.start();
    await runner.idle();
    expect(log.lines).toEqual(['e key-frames']);
    await runner.dispose();
  });

  test('waits on dispose until what runs has stopped, and leaves it queued', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    let hasStopped = false;
    const runner = runnerOf(queue, async (_, context) => {
      try {
        return await untilAborted(context);
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 20));
        hasStopped = true;
      }
    });
    runner.start();
    await until(() => queue.show(keyFramesOf('a')).state === 'running');
    const idle = runner.idle();
    await runner.dispose();
    expect(hasStopped).toBe(true);
    expect(queue.show(keyFramesOf('a'))).toMatchObject({ state: 'queued', attemptCount: 0 });
    await idle;
  });

  test('reports stage, speed and time left', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    let nowMs = 0;
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
    const seen: unknown[] = [];
    const runner = runnerOf(
      queue,
      async ({ kind }, { onProgress }) => {
        if (kind === 'full') return 'skipped';
        const report = (stage: 'probe' | 'analyse', doneSeconds: number) => {
          onProgress({ stage, doneSeconds, totalSeconds: 1000 });
          const { stage: shown, realTimeFactor, remainingSeconds, doneSeconds: done } = queue.show(keyFramesOf('a'));
          seen.push([shown, done, realTimeFactor, remainingSeconds]);
        };
        report('probe', 0);
        nowMs += 1000;
        report('analyse', 400);
        nowMs += 10_000;
        report('analyse', 600);
        nowMs += 10_000;
        report('analyse', 500);
        return 'done';
      },
      { clock },
    );
    runner.start();
    await runner.idle();
    expect(seen).toEqual([
      ['probe', 0, null, null],
      ['analyse', 400, null, null],
      ['analyse', 600, 20, 20],
      ['analyse', 600, 10, 40],
    ]);
    await runner.dispose();
  });

  test('survives a tidying up that fails', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    const sweep = async () => {
      throw new Error('no');
    };
    const runner = runnerOf(queue, async () => 'done', { sweep });
    runner.start();
    await runner.idle();
    expect(queue.list(9).countByState.done).toBe(2);
    await runner.dispose();
  });
});

describe('jobHandlers', () => {
  test('show the queue while it changes, at most ten times a second, until the call is aborted', async () => {
    using library = new TemporaryLibrary();
    const queue = fill(library, ['a']);
    const controller = new AbortController();
    const seen: QueueSummary[] = [];
    const startedMs = systemClock.monotonicMs();
    const watching = jobHandlers(queue)['jobs.watch'](
      {},
      { signal: controller.signal, onProgress: (summary) => seen.push(summary) },
    );
    for (let priority = 0; priority < 100; priority += 1) queue.setPriority(keyFramesOf('a'), priority);
    await until(() => seen.at(-1)?.jobs[0]?.priority === 99);
    const elapsedMs = systemClock.monotonicMs() - startedMs;
    expect(seen.length).toBeLessThanOrEqual(2 + elapsedMs / 100);
    controller.abort();
    expect(await watching).toEqual({});
    const count = seen.length;
    queue.pauseAll();
    expect(seen).toHaveLength(count);
  });
});

describe('concurrencyFor', () => {
  const gibibytes = (count: number) => count * 1024 ** 3;
  test.each([
    [2, 16, 1],
    [8, 32, 2],
    [64, 256, 4],
    [16, 5, 2],
    [16, 1, 1],
  ])('with %i cores and %i GiB is %i', (coreCount, memory, count) => {
    expect(concurrencyFor({ coreCount, memoryBytes: gibibytes(memory) })).toBe(count);
  });
});
