import { describe, expect, test, vi } from 'vitest';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { StaleQueue } from '../../../../../electron/engine/ingest/stale-queue.ts';
import { JobQueue } from '../../../../../electron/engine/jobs/job-queue.ts';
import type { ChannelVersions } from '../../../../../electron/engine/store/queries/index.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';

/** One video analysed to its end by each of these generations; `v0`, `v1` … */
function staleQueueOf(
  library: TemporaryLibrary,
  generations: readonly { pass: 'full' | 'key-frames'; versions: object }[],
) {
  const { db } = library;
  generations.forEach(({ pass, versions }, index) => {
    const key = index + 1;
    db.prepare(
      `INSERT INTO video (video_key, video_id, fingerprint, size_bytes, title, added_at_ms) VALUES (?, ?, ?, 1, 't', 0)`,
    ).run(key, `v${index}`, `f${index}`);
    db.prepare(
      `INSERT INTO generation (generation_key, video_key, pass, is_complete, step_seconds, done_step_count,
         channel_versions_json, created_at_ms) VALUES (?, ?, ?, 1, 60, 1, ?, 0)`,
    ).run(key, key, pass, JSON.stringify(versions));
    db.prepare('UPDATE video SET active_generation_key = ? WHERE video_key = ?').run(key, key);
  });
  const queue = new JobQueue({ db, clock: systemClock });
  const now: { versions: ChannelVersions; samplesPerSecond: number } = { versions: { shots: 2 }, samplesPerSecond: 4 };
  const stale = new StaleQueue({
    ...{ db, queue, logger: silentLogger },
    versions: () => now.versions,
    samplesPerSecond: () => now.samplesPerSecond,
  });
  const queued = () => [...new Set(queue.list(500).jobs.map(({ videoId }) => String(videoId)))].sort();
  return { queue, stale, now, queued };
}

describe('StaleQueue', () => {
  test('queues what other versions of the channels made, both passes, and nothing else', async () => {
    using library = new TemporaryLibrary();
    const { stale, queue, queued } = staleQueueOf(library, [
      { pass: 'full', versions: { shots: 2 } },
      { pass: 'full', versions: { shots: 1 } },
      { pass: 'key-frames', versions: {} },
      { pass: 'full', versions: { shots: 2, objects: '1 gone@1' } },
    ]);
    expect(await stale.queue()).toBe(2);
    expect(queued()).toEqual(['v1', 'v2']);
    expect(queue.list(500).jobs).toHaveLength(4);
  });

  test('queues a full pass that looked more seldom than is wanted now', async () => {
    using library = new TemporaryLibrary();
    const { stale, now, queued } = staleQueueOf(library, [
      { pass: 'full', versions: { shots: 2 } },
      { pass: 'full', versions: { shots: 2, 'samples-per-second': 8 } },
      { pass: 'key-frames', versions: { shots: 2 } },
    ]);
    expect(await stale.queue()).toBe(0);
    now.samplesPerSecond = 8;
    expect(await stale.queue()).toBe(1);
    expect(queued()).toEqual(['v0']);
  });

  test('tells the queue once, leaves others their turns, and stops between two turns when closed', async () => {
    using library = new TemporaryLibrary();
    const many = Array.from({ length: 2000 }, () => ({ pass: 'full' as const, versions: {} }));
    const { stale, queue } = staleQueueOf(library, many);
    const onChange = vi.fn<() => void>();
    queue.onChange(onChange);
    let turnCount = 0;
    const counting = setInterval(() => (turnCount += 1), 0);
    const all = stale.queue();
    // However busy the machine is: some are queued, most are not.
    while (turnCount === 0 || (queue.list(1).countByState.queued ?? 0) < 10) {
      await new Promise((done) => setTimeout(done, 1));
    }
    await Promise.all([stale.dispose(), expect(all).rejects.toThrow(/abort/i)]);
    clearInterval(counting);
    expect(turnCount).toBeGreaterThan(0);
    expect(onChange).toHaveBeenCalledOnce();
    const { jobs, countByState } = queue.list(10);
    expect(jobs).toHaveLength(10);
    expect(countByState.queued).toBeLessThan(4000);
    await expect(stale.queue()).rejects.toThrow(/abort/i);
  });

  test('leaves out a video that is removed while others are queued', async () => {
    using library = new TemporaryLibrary();
    const { queue } = staleQueueOf(library, []);
    await queue.requeueVideos(['gone' as never], new AbortController().signal);
    expect(queue.list(10).jobs).toEqual([]);
  });
});
