import type { ChannelId } from '../../contract/channels.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { ChannelEvidence, EvidenceGrid } from '../channels/channel.ts';
import type { CandidateWindow } from '../index/candidate-windows.ts';
import type { IndexedVideo } from '../index/index-source.ts';

/** Windows of one video without a gap between them: spans may cross from one to the next. */
export interface Stretch {
  readonly video: IndexedVideo;
  readonly windows: readonly CandidateWindow[];
  readonly grid: EvidenceGrid;
  /** Where the stretch ends, perhaps inside its last step. */
  readonly endSeconds: number;
}

/** What one channel says about one atom in one window. */
export interface EvidencePiece {
  readonly atomId: string;
  readonly channel: ChannelId;
  readonly grid: EvidenceGrid;
  readonly evidence: ChannelEvidence;
}

/** One channel about one atom over a whole stretch. */
export interface AtomCurve {
  readonly atomId: string;
  readonly channel: ChannelId;
  readonly values: Float32Array;
}

/** Joins windows that follow each other in one video. The stretches keep the order of their best windows. */
export function stretchesOf(windows: readonly CandidateWindow[], stepSeconds: number): Stretch[] {
  const sorted = [...windows].sort(
    (a, b) => a.video.generationKey - b.video.generationKey || a.fromBlock - b.fromBlock,
  );
  const groups: CandidateWindow[][] = [];
  for (const window of sorted) {
    const last = groups.at(-1)?.at(-1);
    if (last?.video === window.video && last.toBlock === window.fromBlock) {
      groups.at(-1)!.push(window);
    } else {
      groups.push([window]);
    }
  }
  const rankOf = (group: readonly CandidateWindow[]) => Math.min(...group.map((window) => windows.indexOf(window)));
  return groups
    .map((group) => ({ group, rank: rankOf(group) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ group }) => {
      const range = blockRange(group[0]!.video, group[0]!.fromBlock, group.at(-1)!.toBlock);
      const grid = gridOf(range, stepSeconds);
      return { video: group[0]!.video, windows: group, grid, endSeconds: range.endSeconds };
    });
}

export function windowGrid(window: CandidateWindow, stepSeconds: number): EvidenceGrid {
  return gridOf(blockRange(window.video, window.fromBlock, window.toBlock), stepSeconds);
}

/** Media time of blocks [fromBlock, toBlock), cut at the end of the video. */
export function blockRange(video: IndexedVideo, fromBlock: number, toBlock: number): TimeRange {
  const startSeconds = fromBlock * video.blockSeconds;
  return {
    startSeconds,
    endSeconds: Math.max(startSeconds, Math.min(video.durationSeconds, toBlock * video.blockSeconds)),
  };
}

/** All grids of a video share their steps, so that windows can be put side by side. At least one step. */
function gridOf({ startSeconds, endSeconds }: TimeRange, stepSeconds: number): EvidenceGrid {
  const firstStep = Math.floor(startSeconds / stepSeconds);
  const stepCount = Math.max(1, Math.ceil(endSeconds / stepSeconds) - firstStep);
  return { startSeconds: firstStep * stepSeconds, stepSeconds, stepCount };
}

/** One curve for each atom and channel; where windows share a step, the larger value counts. */
export function atomCurves(stretch: Stretch, pieces: readonly EvidencePiece[]): AtomCurve[] {
  const curves = new Map<string, AtomCurve>();
  for (const { atomId, channel, grid, evidence } of pieces) {
    const key = `${atomId}/${channel}`;
    const curve = curves.get(key) ?? {
      atomId,
      channel,
      values: new Float32Array(stretch.grid.stepCount).fill(Number.NaN),
    };
    curves.set(key, curve);
    const offset = stepAt(stretch.grid, grid.startSeconds);
    for (let step = 0; step < grid.stepCount; step += 1) {
      const value = evidence.values[step]!;
      if (!(curve.values[offset + step]! >= value) && offset + step < curve.values.length) {
        curve.values[offset + step] = Number.isNaN(value) ? curve.values[offset + step]! : value;
      }
    }
  }
  return [...curves.values()];
}

/** The step of a grid that begins nearest to a time. */
export function stepAt({ startSeconds, stepSeconds }: EvidenceGrid, seconds: number): number {
  return Math.round((seconds - startSeconds) / stepSeconds);
}

/** Half-open range of the steps that a time range touches, inside the grid; at least one step. */
export function stepsOf(grid: EvidenceGrid, range: TimeRange): { readonly from: number; readonly to: number } {
  const slack = 1e-6;
  const from = Math.floor((range.startSeconds - grid.startSeconds) / grid.stepSeconds + slack);
  const to = Math.ceil((range.endSeconds - grid.startSeconds) / grid.stepSeconds - slack);
  const first = Math.min(grid.stepCount - 1, Math.max(0, from));
  return { from: first, to: Math.min(grid.stepCount, Math.max(first + 1, to)) };
}

/** Highest known value in steps [from, to); NaN when none is known. */
export function highestIn(values: Float32Array, { from, to }: { readonly from: number; readonly to: number }): number {
  let highest = Number.NaN;
  for (let step = from; step < to; step += 1) {
    if (!(values[step]! <= highest) && !Number.isNaN(values[step]!)) {
      highest = values[step]!;
    }
  }
  return highest;
}
