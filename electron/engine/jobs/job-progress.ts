import type { JobStage } from '../../contract/jobs.ts';

/** What a running job reports. */
export interface JobProgress {
  readonly stage: JobStage;
  /** Media seconds of the stage that are done, those of earlier attempts included. */
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
}

export interface ProgressFigures {
  readonly stage: JobStage | null;
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
  /** Media seconds a second of work in this stage; null until measured. */
  readonly realTimeFactor: number | null;
  readonly remainingSeconds: number | null;
}

/** Before this much work a speed says more about the start-up than about the footage. */
const shortestMeasureSeconds = 0.5;

/** Keeps the speed of one attempt at a job. Times are monotonic milliseconds. */
export class ProgressMeter {
  #stage: JobStage | null = null;
  #stageStartedMs = 0;
  #stageStartedSeconds = 0;
  #doneSeconds = 0;
  #totalSeconds: number | null = null;
  #lastMs = 0;
  /** Of the stage that goes through the media: what remains to be read off when the job has ended. */
  #analysed: { doneSeconds: number; totalSeconds: number | null; newSeconds: number; workSeconds: number } | null =
    null;

  report({ stage, doneSeconds, totalSeconds }: JobProgress, nowMs: number): void {
    if (stage !== this.#stage) {
      this.#stage = stage;
      this.#stageStartedMs = nowMs;
      this.#stageStartedSeconds = doneSeconds;
      this.#doneSeconds = doneSeconds;
    }
    // Progress rises: a late report of another worker does not take it back.
    this.#doneSeconds = Math.max(this.#doneSeconds, doneSeconds);
    this.#totalSeconds = totalSeconds;
    this.#lastMs = nowMs;
    if (stage === 'analyse') {
      this.#analysed = {
        doneSeconds: this.#doneSeconds,
        totalSeconds,
        newSeconds: this.#newSeconds,
        workSeconds: this.#workSeconds(nowMs),
      };
    }
  }

  /** Media seconds that this attempt has analysed itself. */
  get headwaySeconds(): number {
    return this.#analysed?.newSeconds ?? 0;
  }

  /** Seconds of work of this attempt's analysis. */
  get analysisWorkSeconds(): number {
    return this.#analysed?.workSeconds ?? 0;
  }

  /** How far the analysis is, for the row of the job; null before it began. */
  get analysed(): { readonly doneSeconds: number; readonly totalSeconds: number | null } | null {
    return this.#analysed;
  }

  figures(nowMs: number): ProgressFigures {
    const measuredSeconds = this.#workSeconds(this.#lastMs);
    const isMeasured = measuredSeconds >= shortestMeasureSeconds && this.#newSeconds > 0;
    const factor = isMeasured ? this.#newSeconds / measuredSeconds : null;
    const leftSeconds = this.#totalSeconds === null ? null : Math.max(0, this.#totalSeconds - this.#doneSeconds);
    const sinceReportSeconds = Math.max(0, nowMs - this.#lastMs) / 1000;
    return {
      stage: this.#stage,
      doneSeconds: this.#doneSeconds,
      totalSeconds: this.#totalSeconds,
      realTimeFactor: factor,
      remainingSeconds:
        factor === null || leftSeconds === null ? null : Math.max(0, leftSeconds / factor - sinceReportSeconds),
    };
  }

  get #newSeconds(): number {
    return this.#doneSeconds - this.#stageStartedSeconds;
  }

  #workSeconds(nowMs: number): number {
    return (nowMs - this.#stageStartedMs) / 1000;
  }
}
