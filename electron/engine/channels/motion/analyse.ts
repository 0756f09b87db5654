import type { AnalysisFrame, FrameAnalyser } from '../channel.ts';
import { FrameGap, MAX_MOTION_GAP_SECONDS } from '../frame-gap.ts';
import { SceneFlow } from '../pixels/scene-flow.ts';
import { CELL_COUNT } from './rows.ts';
import type { MotionRow } from './rows.ts';

export interface MotionAnalyserOptions {
  /** Shared with the other analysers of the same video, so that frames are compared once. */
  readonly flow?: SceneFlow;
}

const unknownCells = new Float32Array(CELL_COUNT).fill(Number.NaN);

/** Where and how much moves besides the camera. One row a frame. */
export class MotionAnalyser implements FrameAnalyser<MotionRow> {
  readonly #flow: SceneFlow;
  readonly #gap = new FrameGap();

  constructor({ flow = new SceneFlow() }: MotionAnalyserOptions = {}) {
    this.#flow = flow;
  }

  push(frame: AnalysisFrame, endSeconds: number, gapSeconds?: number): readonly MotionRow[] {
    const gap = this.#gap.next(frame, gapSeconds);
    const change = this.#flow.observe(frame);
    const isKnown = gap > 0 && gap <= MAX_MOTION_GAP_SECONDS;
    return [
      {
        startSeconds: frame.timeSeconds,
        endSeconds,
        gapSeconds: gap,
        cells: (isKnown ? change?.movingCells : null) ?? unknownCells,
        speedPerSecond: isKnown && change !== null ? change.distance / gap : Number.NaN,
      },
    ];
  }
}
