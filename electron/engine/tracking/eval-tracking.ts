import type { Box } from '../../contract/time-range.ts';
import type { TrackKey } from '../../contract/tracks.ts';
import { textTable } from '../base/text-table.ts';
import { meanWithInterval, type OnePassScores, onePassScores, startFrames } from './one-pass-scores.ts';
import type { TargetTruth } from './read-truth.ts';

export interface EvalTrackingRequest {
  readonly targets: readonly TargetTruth[];
  /** When each frame is shown, rising: frame k of the truth is frame k of the video. */
  readonly frameSeconds: ArrayLike<number>;
  /** Of the picture as displayed, in pixels: what the truth is measured in. */
  readonly width: number;
  readonly height: number;
  readonly startCount: number;
  /** Follows from a box (shares of the picture) at a time to the end, a key a frame. */
  readonly follow: (seed: { readonly timeSeconds: number; readonly box: Box }) => Promise<readonly TrackKey[]>;
  readonly onProgress: (progress: { readonly doneCount: number; readonly totalCount: number }) => void;
}

export interface TrackingRun extends OnePassScores {
  readonly startFrame: number;
  /** Share of its frames that were said to be lost. */
  readonly lostShare: number;
  /** Frames followed a second of work, decoding included. */
  readonly framesPerSecond: number;
}

export interface TrackedTarget {
  readonly name: string;
  readonly runs: readonly TrackingRun[];
  readonly successAuc: { readonly mean: number; readonly halfWidth: number };
  readonly precision20: { readonly mean: number; readonly halfWidth: number };
}

/** One-pass evaluation from several start frames of every target; targets without two boxes are left out. */
export async function evalTracking(request: EvalTrackingRequest): Promise<readonly TrackedTarget[]> {
  const { targets, startCount, onProgress } = request;
  const plans = targets
    .map((target) => ({ target, starts: startsOf(target, request.frameSeconds.length, startCount) }))
    .filter(({ starts }) => starts.length > 0);
  const totalCount = plans.reduce((sum, { starts }) => sum + starts.length, 0);
  let doneCount = 0;
  const tracked: TrackedTarget[] = [];
  for (const { target, starts } of plans) {
    const runs: TrackingRun[] = [];
    for (const startFrame of starts) {
      const run = await runFrom(request, target, startFrame);
      doneCount += 1;
      onProgress({ doneCount, totalCount });
      if (run !== null) runs.push(run);
    }
    const over = (pick: (run: TrackingRun) => number) => meanWithInterval(runs.map(pick));
    tracked.push({
      name: target.name,
      runs,
      successAuc: over(({ successAuc }) => successAuc),
      precision20: over(({ precision20 }) => precision20),
    });
  }
  return tracked;
}

/** Frames with a box, spread over the target's frames. */
function startsOf({ boxes }: TargetTruth, frameCount: number, startCount: number): number[] {
  const present = boxes.flatMap((box, frame) => (box === null || frame >= frameCount ? [] : [frame]));
  return present.length < 2 ? [] : startFrames(present.length, startCount).map((index) => present[index]!);
}

async function runFrom(
  { frameSeconds, width, height, follow }: EvalTrackingRequest,
  { boxes }: TargetTruth,
  startFrame: number,
): Promise<TrackingRun | null> {
  const began = performance.now();
  const keys = await follow({
    timeSeconds: frameSeconds[startFrame]!,
    box: scaled(boxes[startFrame]!, 1 / width, 1 / height),
  });
  const seconds = (performance.now() - began) / 1000;
  const byFrame = new Map(keys.map((key) => [key.frameIndex, key]));
  const last = Math.min(frameSeconds.length, boxes.length);
  const frames = boxes.slice(0, last).flatMap((truth, frame) => {
    const box = byFrame.get(frame)?.box;
    const predicted = box === undefined ? null : scaled(box, width, height);
    return frame <= startFrame || truth === null ? [] : [{ predicted, truth }];
  });
  const scores = onePassScores(frames);
  const lostCount = keys.filter(({ state }) => state === 'lost').length;
  return scores === null
    ? null
    : { ...scores, startFrame, lostShare: lostCount / keys.length, framesPerSecond: keys.length / seconds };
}

function scaled({ x, y, width, height }: Box, across: number, down: number): Box {
  return { x: x * across, y: y * down, width: width * across, height: height * down };
}

/** A line a target, for people. */
export function trackingText(trackerId: string, targets: readonly TrackedTarget[]): string {
  const share = ({ mean, halfWidth }: { readonly mean: number; readonly halfWidth: number }) =>
    `${mean.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
  const rows = targets.map(({ name, runs, successAuc, precision20 }) => [
    name,
    String(runs.length),
    share(successAuc),
    share(precision20),
    meanWithInterval(runs.map(({ lostShare }) => lostShare)).mean.toFixed(2),
    meanWithInterval(runs.map(({ framesPerSecond }) => framesPerSecond)).mean.toFixed(0),
  ]);
  const header = ['target', 'starts', 'success AUC', 'precision 20 px', 'lost', 'frames/s'];
  return [`One-pass evaluation of ${trackerId}`, '', ...textTable([header, ...rows])].join('\n');
}
