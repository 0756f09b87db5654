import type { AnalysisFrame, FrameAnalyser } from '../channel.ts';
import { FrameGap, MAX_MOTION_GAP_SECONDS } from '../frame-gap.ts';
import { SceneFlow } from '../pixels/scene-flow.ts';
import { measureLight } from './measure-light.ts';
import type { LookRow } from './rows.ts';

export interface LookAnalyserOptions {
  /** Shared with the other analysers of the same video, so that frames are compared once. */
  readonly flow?: SceneFlow;
}

/** Light, colour and camera of each frame. One row a frame. */
export class LookAnalyser implements FrameAnalyser<LookRow> {
  readonly #flow: SceneFlow;
  readonly #gap = new FrameGap();

  constructor({ flow = new SceneFlow() }: LookAnalyserOptions = {}) {
    this.#flow = flow;
  }

  push(frame: AnalysisFrame, endSeconds: number, gapSeconds?: number): readonly LookRow[] {
    const gap = this.#gap.next(frame, gapSeconds);
    const change = this.#flow.observe(frame);
    const camera = gap > 0 && gap <= MAX_MOTION_GAP_SECONDS ? (change?.camera ?? null) : null;
    return [
      {
        startSeconds: frame.timeSeconds,
        endSeconds,
        gapSeconds: gap,
        ...measureLight(frame.thumb),
        panRightPerSecond: camera === null ? Number.NaN : camera.panRight / gap,
        tiltUpPerSecond: camera === null ? Number.NaN : camera.tiltUp / gap,
        zoomInPerSecond: camera === null ? Number.NaN : camera.zoomIn / gap,
      },
    ];
  }
}
