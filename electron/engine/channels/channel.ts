import type { ChannelId } from '../../contract/channels.ts';
import type { Finding } from '../../contract/finding.ts';
import type { PlanAtom } from '../../contract/plan.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { RgbImage } from '../base/rgb-image.ts';

export type { RgbImage } from '../base/rgb-image.ts';

/** One decoded frame, as displayed (rotation and pixel aspect applied). */
export interface AnalysisFrame {
  /** Presentation time in seconds from the first displayed frame. */
  readonly timeSeconds: number;
  /** Long side at most 416 pixels. */
  readonly image: RgbImage;
  /** The same picture, long side at most 96 pixels, area-averaged: enough for light, colour, cuts and motion. */
  readonly thumb: RgbImage;
}

/**
 * What a channel keeps of one sampled frame. It covers [startSeconds, endSeconds): until the next sample, or the end
 * of the video. A frame skipped as identical to the one before lengthens the row before it; time outside every row
 * was never decoded and is *unknown*.
 */
export interface CoveringRow {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A word of the index and how strongly a block shows it, 0..1. */
export interface TermStrength {
  readonly term: string;
  readonly strength: number;
}

/** Step k covers [start + k·step, start + (k + 1)·step). */
export interface EvidenceGrid {
  readonly startSeconds: number;
  readonly stepSeconds: number;
  readonly stepCount: number;
}

export interface ChannelEvidence {
  /** One value a step, 0..1, the maximum in the step; NaN is unknown. */
  readonly values: Float32Array;
  /** What was found inside a span, as a code and values; null when nothing was. */
  describe(range: TimeRange): Finding | null;
  /** Moves the edges of a span found on the grid to the native times of the rows that made them. */
  refine(range: TimeRange): TimeRange;
}

/**
 * A way of knowing something about time. Pure: it sees rows, never the database or pixels, and no other channel.
 * Its folder holds `rows.ts` (the row and its block codec), `terms.ts`, `evidence.ts`, and `analyse.ts` where it
 * looks at pixels.
 */
export interface Channel<Row> {
  readonly id: ChannelId;
  /** Raised when rows of an earlier version mean something else; blocks of another version are not read. */
  readonly version: number;
  encode(rows: readonly Row[]): Uint8Array;
  /** Parses a block; throws EngineError `library-corrupt` when it is not one. */
  decode(payload: Uint8Array): readonly Row[];
  /** What the index keeps of a block to find it again. */
  terms(rows: readonly Row[]): readonly TermStrength[];
  /** Index terms that may show this atom (alternatives), or null when the channel cannot answer it. */
  atomTerms(atom: PlanAtom): readonly string[] | null;
  evidence(request: EvidenceRequest<Row>): ChannelEvidence;
}

export interface EvidenceRequest<Row> {
  readonly atom: PlanAtom;
  /** Rows that touch the grid, in time order. */
  readonly rows: readonly Row[];
  readonly grid: EvidenceGrid;
  /**
   * Only `speech` reads it: whether the video has timed text at all. With it, time without a cue is silence (0);
   * without it, everything is unknown. Left out, it is taken from the rows.
   */
  readonly hasTimedText?: boolean;
  /** Only `objects` and `tracks` read it: width by height of the frame as displayed; left out or null where it is not known. */
  readonly frameAspect?: number | null;
}

/** Runs in a worker over the frames of one video in order; keeps what it needs of the frames before. */
export interface FrameAnalyser<Row> {
  /**
   * `endSeconds` is the time of the next frame that is analysed (or the end of the video), so that frames skipped as
   * identical lengthen this row. `gapSeconds` is the time since the sample decoded before this one, *also where that
   * one was skipped*; left out, it is the time since the frame pushed before. Rows come in time order.
   */
  push(frame: AnalysisFrame, endSeconds: number, gapSeconds?: number): readonly Row[];
}
