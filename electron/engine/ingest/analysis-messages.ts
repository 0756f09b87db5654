import type { WireError } from '../../contract/errors.ts';
import type { Pass } from '../../contract/library.ts';
import type { Detection, DetectorInput } from '../../../native-models/api/object-detector.ts';
import type { RgbImage } from '../channels/channel.ts';
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
  readonly samplesPerSecond: number;
  readonly minimumGapSeconds: number;
  readonly stepSeconds: number;
  /** Steps before this one are in the database already. */
  readonly firstStepIndex: number;
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
  /** Milliseconds of the worker spent outside of waiting for frames and detections. */
  readonly analyseMs: number;
}

export type FromWorker =
  | {
      readonly kind: 'step';
      readonly step: AssembledStep;
      readonly tiles: readonly Tile[];
      readonly untilSeconds: number;
    }
  | { readonly kind: 'detect'; readonly detectId: number; readonly input: DetectorInput }
  | { readonly kind: 'done'; readonly report: AnalysisReport }
  | { readonly kind: 'failed'; readonly error: WireError };

export type ToWorker =
  | { readonly kind: 'committed' }
  | { readonly kind: 'detected'; readonly detectId: number; readonly detections: readonly Detection[] }
  | { readonly kind: 'detect-failed'; readonly detectId: number; readonly error: WireError }
  | { readonly kind: 'stop' };
