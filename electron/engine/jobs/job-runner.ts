import { isAbort, toWireError } from '../../contract/errors.ts';
import type { ErrorCode, WireError } from '../../contract/errors.ts';
import type { JobId, VideoId } from '../../contract/ids.ts';
import type { JobKind, JobState } from '../../contract/jobs.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import type { JobRow } from '../store/queries/job.ts';
import { ProgressMeter } from './job-progress.ts';
import type { JobProgress } from './job-progress.ts';
import { isOftenKilled, maxAttemptCount } from './job-queue.ts';
import type { JobQueue } from './job-queue.ts';

/** What has to be done, for whoever does it. */
export interface JobOrder {
  readonly jobId: JobId;
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly kind: JobKind;
}

export interface JobContext {
  /** Aborts when the job is paused, cancelled, pushed aside or the runner is disposed. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

/** Does one job. Safe to run twice: it goes on after the last committed step. Rejects as soon as it is aborted. */
export type RunJob = (job: JobOrder, context: JobContext) => Promise<'done' | 'skipped'>;

export interface JobRunnerDeps {
  readonly queue: JobQueue;
  readonly run: RunJob;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
  /** Jobs that may run now, of those that could; all of them when it is left out. */
  readonly mayRun?: (job: JobOrder) => boolean;
  /** Tidies up after every job, while nothing is in a hurry (`sweepGenerations`). */
  readonly sweep?: () => Promise<void>;
  /** Wait before another attempt, in milliseconds. */
  readonly retryDelayMs?: number;
}

/** Failures of the moment: the same job may well succeed when it is tried again. */
const transientCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'decode-stalled',
  'disconnected',
  'model-failed',
  'library-busy',
  'network',
]);
/** Failures that every other job would meet too: the queue waits for the person instead of failing one by one. */
const sharedCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['disk-full', 'read-only', 'tool-missing']);

/** How often the row of a running job is brought up to date. */
const saveEveryMs = 1000;

interface Outcome {
  readonly state: JobState;
  readonly error: WireError | null;
}

interface Attempt {
  readonly job: JobRow;
  readonly controller: AbortController;
  readonly meter: ProgressMeter;
  readonly ended: Promise<void>;
}

/** Runs the jobs of a queue, a bounded number at a time. One failure never stops the others. */
export class JobRunner {
  readonly #deps: JobRunnerDeps;
  readonly #attempts = new Map<number, Attempt>();
  readonly #notBeforeMs = new Map<number, number>();
  readonly #idleWaiters = new Set<() => void>();
  readonly #stopListening: () => void;
  #wakeTimer: NodeJS.Timeout | null = null;
  #isPumpDue = false;
  #isStarted = false;
  #isDisposed = false;

  constructor(deps: JobRunnerDeps) {
    this.#deps = deps;
    this.#stopListening = deps.queue.listen({
      onChange: () => {
        this.#pumpSoon();
      },
      onStop: (jobKey) => {
        this.#attempts.get(jobKey)?.controller.abort();
      },
    });
  }

  /** Begins to run what is queued. */
  start(): void {
    this.#isStarted = true;
    this.#pumpSoon();
  }

  /** Resolves when nothing runs and nothing that is queued can run: all done, paused, or waiting for a drive. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.add(resolve);
      this.#pumpSoon();
    });
  }

  /** Stops what runs and waits until it has stopped; those jobs are queued again. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopListening();
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    const attempts = [...this.#attempts.values()];
    for (const { controller } of attempts) controller.abort();
    await Promise.all(attempts.map(({ ended }) => ended));
    this.#releaseIdle();
  }

  /** Once for many changes of one turn. */
  #pumpSoon(): void {
    if (this.#isPumpDue || this.#isDisposed) return;
    this.#isPumpDue = true;
    setImmediate(() => {
      this.#isPumpDue = false;
      if (!this.#isDisposed) this.#pump();
    });
  }

  #pump(): void {
    if (!this.#isStarted) return;
    const { concurrency, clock } = this.#deps;
    // Room for those that are being stopped or wait for another attempt.
    const candidates = this.#candidates(concurrency + this.#attempts.size + this.#notBeforeMs.size);
    const nowMs = clock.monotonicMs();
    const ready = candidates.filter(
      ({ jobKey }) => !this.#attempts.has(jobKey) && (this.#notBeforeMs.get(jobKey) ?? -Infinity) <= nowMs,
    );
    for (const job of ready) {
      if (this.#attempts.size >= concurrency) {
        this.#makeRoomFor(job);
        break;
      }
      this.#begin(job);
    }
    this.#wakeLater(candidates, nowMs);
    if (this.#attempts.size === 0 && candidates.length === 0) this.#releaseIdle();
  }

  /** The next jobs of those that may run, however many others stand before them. */
  #candidates(count: number): JobRow[] {
    const { queue, mayRun = () => true } = this.#deps;
    for (let limit = count; ; limit *= 4) {
      const jobs = queue.runnableJobs(limit);
      const allowed = jobs.filter(mayRun);
      if (allowed.length >= count || jobs.length < limit) return allowed.slice(0, count);
    }
  }

  /** A full pass of hours gives way to key frames, which make a video searchable; it loses at most one step. */
  #makeRoomFor(next: JobRow): void {
    // What comes last because of its kills pushes nothing aside: it would be queued behind that again.
    if (next.kind !== 'key-frames' || isOftenKilled(next)) return;
    const lowest = [...this.#attempts.values()]
      .filter(
        ({ job, controller }) => job.kind === 'full' && job.priority < next.priority && !controller.signal.aborted,
      )
      .sort((a, b) => a.job.priority - b.job.priority)[0];
    lowest?.controller.abort();
  }

  #wakeLater(candidates: readonly JobRow[], nowMs: number): void {
    const times = candidates.map(({ jobKey }) => this.#notBeforeMs.get(jobKey) ?? 0).filter((time) => time > nowMs);
    if (times.length === 0) return;
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    this.#wakeTimer = setTimeout(
      () => {
        this.#pumpSoon();
      },
      Math.min(...times) - nowMs + 1,
    );
  }

  #begin(job: JobRow): void {
    const { queue, clock } = this.#deps;
    const controller = new AbortController();
    const meter = new ProgressMeter();
    this.#notBeforeMs.delete(job.jobKey);
    queue.begin(job, () => meter.figures(clock.monotonicMs()));
    const ended = this.#attempt(job, controller, meter).finally(() => {
      this.#attempts.delete(job.jobKey);
      this.#pumpSoon();
    });
    this.#attempts.set(job.jobKey, { job, controller, meter, ended });
  }

  async #attempt(job: JobRow, controller: AbortController, meter: ProgressMeter): Promise<void> {
    const { queue, run, logger, sweep } = this.#deps;
    const { jobId, videoKey, videoId, kind } = job;
    let outcome: Outcome;
    try {
      // After this turn, so that `run` cannot end before the attempt is known.
      await Promise.resolve();
      const onProgress = this.#progressSaver(job, meter);
      const state = await run({ jobId, videoKey, videoId, kind }, { signal: controller.signal, onProgress });
      outcome = { state, error: null };
    } catch (error) {
      outcome = this.#outcomeOf(error, job, { isStopped: controller.signal.aborted });
    }
    try {
      this.#saveRow(job, meter);
      queue.end(jobId, outcome);
      if (outcome.error !== null && sharedCodes.has(outcome.error.code)) queue.pauseAll();
      await sweep?.();
    } catch (error) {
      // The library itself fails (disk full, file gone): the row stays `running` and is queued at the next start.
      logger.error('jobs.end-failed', error, { jobId });
    }
  }

  #outcomeOf(
    error: unknown,
    job: JobRow,
    { isStopped }: { isStopped: boolean },
  ): { state: JobState; error: WireError | null } {
    const { queue, logger, clock, retryDelayMs = 2000 } = this.#deps;
    if (isStopped) {
      // Not an attempt that went wrong. If a person has decided, the row says so already and `end` leaves it.
      queue.setAttempts(job.jobKey, job.attemptCount);
      return { state: 'queued', error: null };
    }
    const wire = toWireError(error);
    logger.error('jobs.failed', error, { jobId: job.jobId, kind: job.kind, code: wire.code });
    if (sharedCodes.has(wire.code)) return { state: 'queued', error: wire };
    const { attemptCount } = queue.rowOf(job.jobId);
    if ((transientCodes.has(wire.code) || isAbort(error)) && attemptCount < maxAttemptCount) {
      this.#notBeforeMs.set(job.jobKey, clock.monotonicMs() + retryDelayMs * attemptCount);
      return { state: 'queued', error: wire };
    }
    return { state: 'failed', error: wire };
  }

  #progressSaver(job: JobRow, meter: ProgressMeter): (progress: JobProgress) => void {
    const { queue, clock } = this.#deps;
    let savedAtMs = -Infinity;
    let hasHeadway = false;
    return (progress) => {
      const nowMs = clock.monotonicMs();
      meter.report(progress, nowMs);
      if (!hasHeadway && meter.headwaySeconds > 0) {
        hasHeadway = true;
        queue.noteHeadway(job.jobKey);
      }
      if (nowMs - savedAtMs >= saveEveryMs) {
        savedAtMs = nowMs;
        this.#saveRow(job, meter);
      }
      queue.changed();
    };
  }

  #saveRow(job: JobRow, meter: ProgressMeter): void {
    const analysed = meter.analysed;
    if (analysed === null) return;
    this.#deps.queue.saveProgress({
      jobKey: job.jobKey,
      stage: meter.figures(this.#deps.clock.monotonicMs()).stage,
      doneSeconds: analysed.doneSeconds,
      totalSeconds: analysed.totalSeconds,
      workSeconds: job.workSeconds + meter.analysisWorkSeconds,
    });
  }

  #releaseIdle(): void {
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}
