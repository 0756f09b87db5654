import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { WritableDb } from '../../../../../electron/engine/store/database.ts';
import { checkIntegrity } from '../../../../../electron/engine/store/integrity.ts';
import { activeGenerations, allBlocksOf } from '../../../../../electron/engine/store/queries/index.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';
import { addOnlineVideo, queueOf } from './job-fixture.ts';
import { stepCount, stepOf } from './killed-steps.ts';

const writerFile = fileURLToPath(new URL('./killed-writer.ts', import.meta.url));
const videoCount = 6;
const killCount = 10;

/** Runs the queue in a process of its own; with `killAfterMs` it is killed that long after it began to work. */
async function work(databaseFile: string, killAfterMs: number | null): Promise<'killed' | 'finished'> {
  const child = spawn(process.execPath, [writerFile, databaseFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  if (killAfterMs !== null) {
    await wait(killAfterMs);
    child.kill('SIGKILL');
  }
  const [code, signal] = (await exit) as [number | null, string | null];
  if (signal === 'SIGKILL') return 'killed';
  expect(code).toBe(0);
  return 'finished';
}

/** Every generation holds exactly its committed steps, each exactly as it was made. Returns how many there are. */
function committedSteps(db: WritableDb): number {
  expect(checkIntegrity(db)).toEqual([]);
  const generations = db
    .prepare(
      'SELECT generation_key AS key, video_key AS videoKey, done_step_count AS done FROM generation WHERE is_stale = 0',
    )
    .all() as { key: number; videoKey: number; done: number }[];
  const postings = db.prepare('SELECT count(*) FROM posting WHERE generation_key = ?').pluck();
  for (const { key, videoKey, done } of generations) {
    const steps = Array.from({ length: done }, (_, stepIndex) => stepOf(videoKey, stepIndex));
    expect(allBlocksOf(db, key, 'objects')).toEqual(
      steps.map(({ blockIndex, payload }) => ({ blockIndex, payload: Buffer.from(payload) })),
    );
    expect(postings.get(key)).toBe(done * 20);
  }
  const active = new Map(activeGenerations(db).map((generation) => [generation.videoKey, generation]));
  for (const { videoKey, done } of generations) if (done > 0) expect(active.has(videoKey)).toBe(true);
  return generations.reduce((sum, { done }) => sum + done, 0);
}

describe('a queue whose process is killed', () => {
  test('loses no step and doubles none, and finishes in the end', { timeout: 60_000 }, async () => {
    using library = new TemporaryLibrary();
    for (let index = 0; index < videoCount; index += 1) {
      const video = addOnlineVideo(library.db, `v${index}`);
      queueOf(library.db).enqueue({ ...video, kind: 'key-frames' });
      queueOf(library.db).enqueue({ ...video, kind: 'full' });
    }
    library.close();
    const seen: number[] = [];
    for (let kill = 0; kill < killCount; kill += 1) {
      await work(library.databaseFile, Math.random() * 60);
      seen.push(committedSteps(library.db));
      expect(library.db.prepare("SELECT count(*) FROM job WHERE state = 'failed'").pluck().get()).toBe(0);
      library.close();
    }
    expect(Math.max(...seen)).toBeGreaterThan(0);
    expect(await work(library.databaseFile, null)).toBe('finished');
    expect(committedSteps(library.db)).toBe(videoCount * stepCount);
    expect(activeGenerations(library.db).map(({ pass, isComplete }) => [pass, isComplete])).toEqual(
      Array.from({ length: videoCount }, () => ['full', true]),
    );
    expect(queueOf(library.db).list(99).countByState).toMatchObject({ done: videoCount * 2, queued: 0 });
  });
});
