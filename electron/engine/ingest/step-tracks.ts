import type { CoveringRow } from '../channels/channel.ts';
import type { LookRow } from '../channels/look/rows.ts';
import type { ObjectRow } from '../channels/objects/rows.ts';
import type { ShotRow } from '../channels/shots/rows.ts';
import { transitionsOf } from '../channels/shots/transitions-of.ts';
import type { TrackRow } from '../channels/tracks/rows.ts';
import { type TrackPast, type TrackSample, trackStep } from '../channels/tracks/track-step.ts';

/** The rows of one step as they are kept. */
export interface RowsOfStep {
  readonly look: readonly LookRow[];
  readonly objects: readonly ObjectRow[];
  readonly shots: readonly ShotRow[];
}

/** Times that are stored differ by rounding. */
const SLACK_SECONDS = 0.002;

/**
 * The tracklets of a step, from what the other channels keep of it and the tracklets of the step before: from stored
 * rows alone, so that a run which was killed writes what another would have.
 */
export function tracksOfStep(rows: RowsOfStep, past: TrackPast): TrackRow[] {
  return trackStep(samplesOfStep(rows), past);
}

/** Samples as they were decoded: the end of one from the step before is none of this step. */
export function samplesOfStep({ look, objects, shots }: RowsOfStep): TrackSample[] {
  const cuts = transitionsOf(shots).map(({ atSeconds }) => atSeconds);
  let object = 0;
  return look.slice(isCutOff(look) ? 1 : 0).map((row) => {
    const { startSeconds, endSeconds, gapSeconds } = row;
    while (objects[object + 1] !== undefined && covers(objects[object + 1]!, startSeconds)) {
      object += 1;
    }
    const seen = objects[object];
    return {
      timeSeconds: startSeconds,
      endSeconds,
      camera: cameraOf(row, gapSeconds),
      isCut: cuts.some((seconds) => Math.abs(seconds - startSeconds) <= SLACK_SECONDS),
      objects: seen !== undefined && covers(seen, startSeconds) ? seen.objects : [],
    };
  });
}

/** Whether the first row is the end of a sample of the step before: the second one was measured from further back. */
function isCutOff([first, second]: readonly LookRow[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    second.startSeconds - second.gapSeconds < first.startSeconds - SLACK_SECONDS
  );
}

function covers({ startSeconds }: CoveringRow, timeSeconds: number): boolean {
  return startSeconds <= timeSeconds + SLACK_SECONDS;
}

function cameraOf({ panRightPerSecond, tiltUpPerSecond, zoomInPerSecond }: LookRow, gapSeconds: number) {
  return Number.isNaN(panRightPerSecond * tiltUpPerSecond * zoomInPerSecond * gapSeconds)
    ? null
    : {
        panRight: panRightPerSecond * gapSeconds,
        tiltUp: tiltUpPerSecond * gapSeconds,
        zoomIn: zoomInPerSecond * gapSeconds,
      };
}
