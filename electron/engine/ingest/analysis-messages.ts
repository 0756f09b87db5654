import type { WireError } from '../../contract/errors.ts';
import type { Pass } from '../../contract/library.ts';
import type { Detection, DetectorInput } from '../../../native-models/api/object-detector.ts';
import type { CoveringRow, RgbImage } from '../channels/channel.ts';
import type { TrackPast } from '../channels/tracks/track-step.ts';
import type { MediaFacts } from '../media/media-facts.ts';
import type { MediaTools } from '../media/media-tools.ts';
import type { AnalysisSummary } from './analyse-frames.ts';
import type { AssembledStep } from './step-assembler.ts';

/** What the worker is to do; both sides are this product, in one process, so the types are the contract. */
export interface AnalysisRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly pass: Pass;
  /** ffmpeg's name of a decoder of the hardware that works for this video; null is the processor. */
  readonly hardwareDecoding: string | null;
  readonly samplesPerSecond: number;
  readonly minimumGapSeconds: number;
  readonly stepSeconds: number;
  /** Steps before this one are in the database already. */
  readonly firstStepIndex: number;
  /** Where decoding begins: far enough before the first step that the analysers know what they knew there. */
  readonly startSeconds: number;
  /** The row of `objects` that the committed steps end in; null at the beginning and without a detector. */
  readonly openObjectRow: CoveringRow | null;
  /** What the tracks of the committed steps go on from. */
  readonly trackPast: TrackPast;
  /** Last tile of the sprite sheet that is committed; -1 when none is. */
  readonly lastTileIndex: number;
  /** Null without a detector. */
  readonly detectorInputSize: number | null;
  /** Null when no tiles for the sprite sheet are wanted. */
  readonly secondsPerTile: number | null;
}

export interface Tile {
  readonly tileIndex: number;
  readonly image: RgbImage;
}

/** What a finished run reports besides its rows. */
export interface AnalysisReport extends AnalysisSummary {
  readonly warningCount: number;
  /** The stream stopped before the duration that its header promised. */
  readonly endedEarly: boolean;
  readonly times: AnalysisTimes;
}

/** Where the time of the worker went, in milliseconds; what is left of `wholeMs` it waited for detections. */
export interface AnalysisTimes {
  readonly wholeMs: number;
  /** Waiting for a frame, the start of the decoder included. */
  readonly decodeWaitMs: number;
  /** Small pictures and the analysers that look at them. */
  readonly analyseMs: number;
  /** Pictures into the detector's input, its answers into rows. */
  readonly detectorSideMs: number;
  /** Waiting until the database has taken a step. */
  readonly commitWaitMs: number;
}

export type FromWorker =
  | {
      readonly kind: 'step';
      readonly step: AssembledStep;
      readonly tiles: readonly Tile[];
      readonly untilSeconds: number;
      /** Longest time between two samples until now. */
      readonly largestGapSeconds: number;
    }
  | { readonly kind: 'detect'; readonly detectId: number; readonly input: DetectorInput }
  | { readonly kind: 'done'; readonly report: AnalysisReport }
  | { readonly kind: 'failed'; readonly error: WireError; readonly stack: string | null };

export type ToWorker =
  | { readonly kind: 'committed' }
  | { readonly kind: 'detected'; readonly detectId: number; readonly detections: readonly Detection[] }
  | { readonly kind: 'detect-failed'; readonly detectId: number; readonly error: WireError }
  | { readonly kind: 'stop' };
