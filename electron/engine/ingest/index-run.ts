import type { JobStage } from '../../contract/jobs.ts';
import type { MediaFacts } from '../media/media-facts.ts';
import type { VideoRow } from '../store/queries/index.ts';

export interface IndexProgress {
  readonly stage: JobStage;
  /** Media seconds. */
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
}

export interface IndexRun {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IndexProgress) => void;
}

/** What the stages of one run share. */
export interface VideoUnderWork extends IndexRun {
  readonly video: VideoRow;
  readonly path: string;
  readonly facts: MediaFacts;
}
