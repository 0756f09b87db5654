import { createHash } from 'node:crypto';
import { EngineError } from '../../contract/errors.ts';
import type { WireError } from '../../contract/errors.ts';
import type { JobId, VideoId } from '../../contract/ids.ts';
import type { JobKind, JobState, JobSummary, QueueSummary } from '../../contract/jobs.ts';
import type { Clock } from '../base/surroundings.ts';
import { inTransaction } from '../store/database.ts';
import type { WritableDb } from '../store/database.ts';
import * as rows from '../store/queries/job.ts';
import type { JobRow } from '../store/queries/job.ts';
import { readSetting, writeSetting } from '../store/queries/setting.ts';
import { videoById } from '../store/queries/video.ts';
import { writeInTurns } from '../store/write-in-turns.ts';
import type { ProgressFigures } from './job-progress.ts';
import { summaryOf } from './job-summary.ts';
import { listQueue, queuePausedKey } from './list-queue.ts';

export interface JobQueueDeps {
  readonly db: WritableDb;
  readonly clock: Clock;
}

export interface JobRequest {
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly kind: JobKind;
}

/** Key frames of every video come before any full pass; a person may move a job anywhere from -100 to 100. */
export const priorityOfKind = { 'key-frames': 10, full: 0 } as const satisfies Record<JobKind, number>;

/** As often as a job may go wrong by itself without getting anywhere. */
export const maxAttemptCount = 3;

/**
 * As often as the program may be ended while it works on a job that gets nowhere: power cuts and people who close it
 * are no fault of the video, a file that brings the program down every time is.
 */
export const maxKillCount = 20;

/** From so many kills on every other job goes first, so that such a file does not keep them all waiting. */
const oftenKilledCount = 3;

export function isOftenKilled({ killCount }: JobRow): boolean {
  return killCount >= oftenKilledCount;
}

const isUnfinished = (state: JobState) => state === 'queued' || state === 'running' || state === 'paused';
const cancelled: WireError = { code: 'aborted', message: 'Cancelled.', details: {} };

/** A change of plan for a job, told to whoever runs it. */
export interface QueueListener {
  /** Something is different: a state, an order, figures. Called often; the listener holds back. */
  readonly onChange?: () => void;
  /** This job must stop running now; its row says already what it is from now on. */
  readonly onStop?: (jobKey: number) => void;
}

/**
 * The persistent list of what has to be done: at most one job a video and kind, every change in the library file
 * before it is told. Runs nothing itself; see `JobRunner`.
 */
export class JobQueue {
  readonly #db: WritableDb;
  readonly #clock: Clock;
  readonly #listeners = new Set<QueueListener>();
  readonly #liveFigures = new Map<number, () => ProgressFigures>();

  /** Jobs that a killed process has left running are queued again, or failed when they never get anywhere. */
  constructor({ db, clock }: JobQueueDeps) {
    this.#db = db;
    this.#clock = clock;
    this.#recover();
  }

  /** Adds a job unless the video has one of this kind, whatever its state. True when it was added. */
  enqueue({ videoKey, videoId, kind }: JobRequest): boolean {
    const isNew = rows.insertJob(this.#db, {
      jobId: jobIdOf(videoId, kind),
      videoKey,
      kind,
      priority: priorityOfKind[kind],
      nowMs: this.#clock.nowMs(),
    });
    if (isNew) this.changed();
    return isNew;
  }

  /** Queues all that can be done for a video once more: both kinds, those that are finished as well. */
  requeueVideo(videoKey: number, videoId: VideoId): void {
    this.#requeue(videoKey, videoId);
    this.changed();
  }

  /** As `requeueVideo` for many, turn by turn; a video that is removed meanwhile is left out. Throws when aborted. */
  async requeueVideos(videoIds: readonly VideoId[], signal: AbortSignal): Promise<void> {
    const write = (videoId: VideoId) => {
      const video = videoById(this.#db, videoId);
      if (video !== null) this.#requeue(video.videoKey, videoId);
    };
    try {
      await writeInTurns(this.#db, videoIds, { write, signal });
    } finally {
      this.changed();
    }
  }

  #requeue(videoKey: number, videoId: VideoId): void {
    inTransaction(this.#db, () => {
      for (const kind of ['key-frames', 'full'] as const) {
        rows.insertJob(this.#db, {
          jobId: jobIdOf(videoId, kind),
          videoKey,
          kind,
          priority: priorityOfKind[kind],
          nowMs: this.#clock.nowMs(),
        });
      }
      for (const job of rows.jobsOfVideo(this.#db, videoKey)) {
        if (!isUnfinished(job.state)) this.#queueAnew(job);
      }
    });
  }

  /** Queues a job once more that has run to its end. False when it has not: unfinished, failed or cancelled. */
  requeueDone(videoId: VideoId, kind: JobKind): boolean {
    const job = rows.jobById(this.#db, jobIdOf(videoId, kind));
    const hasEnded = job?.state === 'done' || (job?.state === 'skipped' && job.error === null);
    if (job === null || !hasEnded) return false;
    inTransaction(this.#db, () => {
      this.#queueAnew(job);
    });
    this.changed();
    return true;
  }

  /** Queues jobs again that failed only because no copy of the video could be found; one has turned up. */
  retryMissing(videoKey: number): void {
    for (const job of rows.jobsOfVideo(this.#db, videoKey)) {
      if (job.state === 'failed' && job.error?.code === 'file-missing') this.retry(job.jobId);
    }
  }

  pause(jobId: JobId): JobSummary {
    const job = this.#job(jobId);
    if (job.state === 'queued' || job.state === 'running') this.#setState(job, 'paused', job.error);
    return this.#after(job);
  }

  resume(jobId: JobId): JobSummary {
    const job = this.#job(jobId);
    if (job.state === 'paused') this.#setState(job, 'queued', job.error);
    return this.#after(job);
  }

  /** Ends a job as skipped. With the key frames of a video its full pass is cancelled too, which rests on them. */
  cancel(jobId: JobId): JobSummary {
    const job = this.#job(jobId);
    const dependent = this.#dependentOf(job);
    inTransaction(this.#db, () => {
      for (const each of [job, dependent]) {
        if (each !== null && isUnfinished(each.state)) this.#setState(each, 'skipped', cancelled);
      }
    });
    return this.#after(job, dependent);
  }

  /** Cancels all jobs of a video and waits until nobody works on it any more, so that it can be forgotten. */
  async release(videoKey: number): Promise<void> {
    const jobs = rows.jobsOfVideo(this.#db, videoKey);
    for (const { jobId } of jobs) this.cancel(jobId);
    const isAtWork = () => jobs.some(({ jobKey }) => this.#liveFigures.has(jobKey));
    if (!isAtWork()) return;
    await new Promise<void>((resolve) => {
      const stopListening = this.onChange(() => {
        if (isAtWork()) return;
        stopListening();
        resolve();
      });
    });
  }

  /** Queues a finished job again; with the key frames also a full pass that was skipped because of them. */
  retry(jobId: JobId): JobSummary {
    const job = this.#job(jobId);
    inTransaction(this.#db, () => {
      if (!isUnfinished(job.state)) this.#queueAnew(job);
      const dependent = this.#dependentOf(job);
      if (dependent !== null && dependent.state === 'skipped' && dependent.error !== null) this.#queueAnew(dependent);
    });
    return this.#after(job);
  }

  setPriority(jobId: JobId, priority: number): JobSummary {
    const job = this.#job(jobId);
    rows.setJobPriority(this.#db, job.jobKey, priority);
    return this.#after(job);
  }

  /** Nothing new begins and what runs is stopped, until `resumeAll`, also after a restart. */
  pauseAll(): QueueSummary {
    inTransaction(this.#db, () => {
      writeSetting(this.#db, queuePausedKey, '1');
      for (const job of this.runningJobs()) this.#setState(job, 'queued', job.error);
    });
    const stopped = [...this.#liveFigures.keys()];
    this.changed();
    for (const jobKey of stopped) this.#tellStop(jobKey);
    return this.list(200);
  }

  resumeAll(): QueueSummary {
    writeSetting(this.#db, queuePausedKey, '0');
    this.changed();
    return this.list(200);
  }

  get isPaused(): boolean {
    return readSetting(this.#db, queuePausedKey) === '1';
  }

  /** `states` null lists all. */
  list(limit: number, states: readonly JobState[] | null = null): QueueSummary {
    return listQueue(this.#db, { limit, states, liveFigures: this.#liveFigures });
  }

  show(jobId: JobId): JobSummary {
    return this.#summary(this.#job(jobId));
  }

  /** Returns how to stop listening. */
  listen(listener: QueueListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onChange(listener: () => void): () => void {
    return this.listen({ onChange: listener });
  }

  changed(): void {
    for (const { onChange } of [...this.#listeners]) onChange?.();
  }

  // For the runner.

  runnableJobs(limit: number): JobRow[] {
    if (this.isPaused) return [];
    const request = { killCount: oftenKilledCount };
    const first = rows.runnableJobs(this.#db, { ...request, isOftenKilled: false, limit });
    const leftCount = limit - first.length;
    return leftCount === 0
      ? first
      : [...first, ...rows.runnableJobs(this.#db, { ...request, isOftenKilled: true, limit: leftCount })];
  }

  runningJobs(): JobRow[] {
    return rows.jobsInState(this.#db, 'running', 1000);
  }

  /** The row as it is now. */
  rowOf(jobId: JobId): JobRow {
    return this.#job(jobId);
  }

  /** Marks a job as running and counts the attempt; its figures are asked for whenever a summary is made. */
  begin(job: JobRow, figures: () => ProgressFigures): void {
    inTransaction(this.#db, () => {
      this.#setState(job, 'running', null);
      rows.setJobAttempts(this.#db, job.jobKey, job.attemptCount + 1);
    });
    this.#liveFigures.set(job.jobKey, figures);
    this.changed();
  }

  saveProgress(progress: Omit<rows.JobProgressRow, 'nowMs'>): void {
    rows.saveJobProgress(this.#db, { ...progress, nowMs: this.#clock.nowMs() });
  }

  setAttempts(jobKey: number, attemptCount: number): void {
    rows.setJobAttempts(this.#db, jobKey, attemptCount);
  }

  /** The job has got further than any attempt before: what went wrong until now counts no more. */
  noteHeadway(jobKey: number): void {
    inTransaction(this.#db, () => {
      rows.setJobAttempts(this.#db, jobKey, 1);
      rows.setJobKills(this.#db, jobKey, 0);
    });
  }

  /**
   * The runner has let go of a job. `outcome` is what becomes of it, unless somebody has decided meanwhile (paused,
   * cancelled). When key frames fail for good, the full pass of the video is skipped with the same reason.
   */
  end(jobId: JobId, outcome: { readonly state: JobState; readonly error: WireError | null }): void {
    const job = this.#job(jobId);
    this.#liveFigures.delete(job.jobKey);
    if (job.state === 'running') {
      inTransaction(this.#db, () => {
        this.#setState(job, outcome.state, outcome.error);
        const dependent = outcome.state === 'failed' ? this.#dependentOf(job) : null;
        if (dependent?.state === 'queued') this.#setState(dependent, 'skipped', outcome.error);
      });
    }
    this.changed();
  }

  #recover(): void {
    inTransaction(this.#db, () => {
      for (const job of this.runningJobs()) {
        const killCount = job.killCount + 1;
        const isHopeless = killCount >= maxKillCount;
        const error: WireError | null = isHopeless
          ? {
              code: 'internal',
              message: `The program was ended ${String(killCount)} times while it worked on this video.`,
              details: {},
            }
          : job.error;
        // A kill is no attempt that went wrong.
        rows.setJobAttempts(this.#db, job.jobKey, Math.max(0, job.attemptCount - 1));
        rows.setJobKills(this.#db, job.jobKey, killCount);
        this.#setState(job, isHopeless ? 'failed' : 'queued', error);
      }
    });
  }

  #queueAnew(job: JobRow): void {
    this.#setState(job, 'queued', null);
    rows.setJobAttempts(this.#db, job.jobKey, 0);
    rows.setJobKills(this.#db, job.jobKey, 0);
    const fresh = { stage: null, doneSeconds: 0, totalSeconds: null, workSeconds: 0 };
    this.saveProgress({ jobKey: job.jobKey, ...fresh });
  }

  #setState({ jobKey }: JobRow, state: JobState, error: WireError | null): void {
    rows.setJobState(this.#db, { jobKey, state, error, nowMs: this.#clock.nowMs() });
  }

  /** The full pass that waits for these key frames. */
  #dependentOf(job: JobRow): JobRow | null {
    if (job.kind !== 'key-frames') return null;
    return rows.jobsOfVideo(this.#db, job.videoKey).find(({ kind }) => kind === 'full') ?? null;
  }

  #job(jobId: JobId): JobRow {
    const job = rows.jobById(this.#db, jobId);
    if (job === null) throw new EngineError('not-found', 'There is no such job.', { details: { jobId } });
    return job;
  }

  #summary(row: JobRow): JobSummary {
    const figures = row.state === 'running' ? this.#liveFigures.get(row.jobKey)?.() : undefined;
    return summaryOf(row, figures ?? null);
  }

  /** After a person's change: whoever runs one of these jobs and should not any more is told. */
  #after(...jobs: readonly (JobRow | null)[]): JobSummary {
    this.changed();
    for (const job of jobs) {
      if (job !== null && this.#liveFigures.has(job.jobKey) && this.#job(job.jobId).state !== 'running') {
        this.#tellStop(job.jobKey);
      }
    }
    return this.show((jobs[0] as JobRow).jobId);
  }

  #tellStop(jobKey: number): void {
    for (const { onStop } of [...this.#listeners]) onStop?.(jobKey);
  }
}

/** The same job always has the same id: 22 characters of a hash, so that it cannot be taken for a path. */
export function jobIdOf(videoId: VideoId, kind: JobKind): JobId {
  return createHash('sha256').update(`job ${kind} ${videoId}`).digest('base64url').slice(0, 22) as JobId;
}
