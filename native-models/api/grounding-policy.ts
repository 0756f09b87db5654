/** Half-open, seconds of media time. */
export interface GroundingRange {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What one channel says about one part of the query, on the grid of the input. */
export interface GroundingCurve {
  readonly channel: string;
  readonly atomId: string;
  /** 0..1 a step, NaN where unknown. */
  readonly values: Float32Array;
}

/** One unbroken stretch of one video. Step k covers [startSeconds + k·stepSeconds, startSeconds + (k + 1)·stepSeconds). */
export interface GroundingInput {
  readonly startSeconds: number;
  readonly stepSeconds: number;
  /** The stretch ends here, perhaps inside its last step. */
  readonly endSeconds: number;
  /** All curves put together as the query joins them; 0..1 a step, NaN where unknown. */
  readonly combined: Float32Array;
  readonly curves: readonly GroundingCurve[];
  /** Where shots begin and end inside a range, rising. Asked for where it matters, because it takes reading. */
  readonly shotEdgesIn: (range: GroundingRange) => readonly number[];
  /** Times that no span may cross, rising: two matches of "this then that" may follow each other without a gap. */
  readonly barriersSeconds: readonly number[];
  /** Moves the edges of a span from the grid to the native times of what was seen. */
  readonly refine: (range: GroundingRange) => GroundingRange;
}

export interface GroundedSpan extends GroundingRange {
  /** 0..1: how likely it is that the span is right where its stretch matches; orders the spans of one stretch. */
  readonly confidence: number;
  /** 0..1: how strongly what was asked is seen in it; with `confidence` it orders the spans of different videos. */
  readonly strength: number;
}

/** What spans of different videos are ordered by, 0..1: the geometric mean of how sure and how strong they are. */
export function spanScore({ confidence, strength }: Pick<GroundedSpan, 'confidence' | 'strength'>): number {
  return Math.sqrt(confidence * strength);
}

/** Turns evidence into spans, best first and disjoint. None is an answer: nothing matches well enough. */
export interface GroundingPolicy {
  /** Name and revision, as in `baseline@1`. */
  readonly policyId: string;
  ground(input: GroundingInput): readonly GroundedSpan[];
}
