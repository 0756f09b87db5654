import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import { JobQueue } from '../../../../../electron/engine/jobs/job-queue.ts';
import { JobRunner } from '../../../../../electron/engine/jobs/job-runner.ts';
import type { JobContext, JobOrder, JobRunnerDeps, RunJob } from '../../../../../electron/engine/jobs/job-runner.ts';
import type { WritableDb } from '../../../../../electron/engine/store/database.ts';
import { insertRoot, listRoots, putFile } from '../../../../../electron/engine/store/queries/index.ts';
import { addVideo } from '../store/temporary-library.ts';

/** A video with one file in a root that is there. */
export function addOnlineVideo(db: WritableDb, name: string): { videoKey: number; videoId: VideoId } {
  const videoKey = addVideo(db, name);
  const rootKey =
    listRoots(db)[0]?.rootKey ??
    insertRoot(db, { rootId: 'r' as never, path: '/footage', isPolled: false, addedAtMs: 0 });
  putFile(db, { rootKey, relativePath: `${name}.mp4`, videoKey, sizeBytes: 1, modifiedAtMs: 0 });
  return { videoKey, videoId: name as VideoId };
}

export function queueOf(db: WritableDb): JobQueue {
  return new JobQueue({ db, clock: systemClock });
}

export function runnerOf(queue: JobQueue, run: RunJob, more: Partial<JobRunnerDeps> = {}): JobRunner {
  return new JobRunner({
    queue,
    run,
    clock: systemClock,
    logger: silentLogger,
    concurrency: 1,
    retryDelayMs: 1,
    ...more,
  });
}

/** Work that lasts until it is aborted, as real jobs do it. */
export async function untilAborted({ signal }: JobContext): Promise<never> {
  await wait(60_000, undefined, { signal });
  throw new Error('waited a minute in vain');
}

/** Remembers what ran, in order, as `v1 key-frames`. */
export class RunLog {
  readonly lines: string[] = [];

  readonly run: RunJob = async (job) => {
    this.note(job);
    return 'done';
  };

  note({ videoId, kind }: JobOrder): void {
    this.lines.push(`${videoId} ${kind}`);
  }
}

/** Waits until something is so; fails by the test's own time limit. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(2);
}
