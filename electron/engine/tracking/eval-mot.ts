import { mixBoxes } from '../channels/tracks/boxes.ts';
import type { Box } from '../../contract/time-range.ts';
import { textTable } from '../base/text-table.ts';
import type { IndexedTrack } from './indexed-tracks.ts';
import { motScores, type BoxesByFrame, type MotScores } from './mot-scores.ts';
import type { TargetTruth } from './read-truth.ts';

export interface EvalMotRequest {
  readonly targets: readonly TargetTruth[];
  readonly tracks: readonly IndexedTrack[];
  /** When each frame is shown, rising: frame k of the truth is frame k of the video. */
  readonly frameSeconds: ArrayLike<number>;
  /** Of the picture as displayed, in pixels: what the truth is measured in. */
  readonly width: number;
  readonly height: number;
}

/** A thing is said to be between the keys of its track, each edge off by no more than half a frame. */
const slackSeconds = 0.001;

/** Scores what was followed against all true boxes, at every frame that the truth knows, keys joined linearly. */
export function evalMot({ targets, tracks, frameSeconds, width, height }: EvalMotRequest): MotScores {
  const frameCount = Math.min(frameSeconds.length, Math.max(0, ...targets.map(({ boxes }) => boxes.length)));
  const truth = targets.map(
    ({ boxes }): BoxesByFrame => new Map(boxes.flatMap((box, frame) => (box === null ? [] : [[frame, box] as const]))),
  );
  const found = tracks.map((track): BoxesByFrame => {
    const boxes = new Map<number, Box>();
    for (let frame = 0; frame < frameCount; frame += 1) {
      const box = boxOf(track, frameSeconds[frame]!);
      if (box !== null) boxes.set(frame, scaled(box, width, height));
    }
    return boxes;
  });
  return motScores(truth, found, frameCount);
}

/** Where a thing is at a time; null before its first key and after its last, and where its place was only bridged. */
function boxOf({ keys }: IndexedTrack, seconds: number): Box | null {
  const next = keys.findIndex(({ timeSeconds }) => timeSeconds > seconds + slackSeconds);
  const from = keys[(next === -1 ? keys.length : next) - 1];
  if (from === undefined) {
    return null;
  }
  const isOn = Math.abs(from.timeSeconds - seconds) <= slackSeconds;
  if (next === -1 || isOn) {
    return isOn ? from.box : null;
  }
  const to = keys[next]!;
  return mixBoxes(from.box, to.box, (seconds - from.timeSeconds) / (to.timeSeconds - from.timeSeconds));
}

function scaled({ x, y, width, height }: Box, across: number, down: number): Box {
  return { x: x * across, y: y * down, width: width * across, height: height * down };
}

/** Both ways of looking, a line each, for people. */
export function motText(results: readonly { readonly name: string; readonly scores: MotScores }[]): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  const rows = results.map(({ name, scores }) => [
    name,
    ...[scores.mota, scores.idf1, scores.hota, scores.detA, scores.assA].map(percent),
    ...[scores.missCount, scores.falseAlarmCount, scores.switchCount, scores.trueCount].map(String),
  ]);
  const header = ['frames', 'MOTA', 'IDF1', 'HOTA', 'DetA', 'AssA', 'missed', 'false', 'switches', 'true boxes'];
  return textTable([header, ...rows]).join('\n');
}
