import { bestAssignment } from '../channels/tracks/assignment.ts';
import type { Box } from '../../contract/time-range.ts';
import { boxIou } from './box-overlap.ts';

/** Boxes of one thing by frame, in one unit on both sides; frames that are not named have none. */
export type BoxesByFrame = ReadonlyMap<number, Box>;

/** How well many things are followed at once; shares, 1 is perfect. */
export interface MotScores {
  /** 1 − (misses + false alarms + switches of identity) ÷ true boxes, pairs at IoU 0.5 (Bernardin and Stiefelhagen, 2008); below 0 when bad. */
  readonly mota: number;
  /** Harmonic mean of precision and recall of identities (Ristani et al., 2016), pairs at IoU 0.5. */
  readonly idf1: number;
  /** Geometric mean of detection and association, over IoU limits 0.05 to 0.95 (Luiten et al., 2021). */
  readonly hota: number;
  readonly detA: number;
  readonly assA: number;
  readonly missCount: number;
  readonly falseAlarmCount: number;
  readonly switchCount: number;
  readonly trueCount: number;
}

const matchIou = 0.5;
const hotaLimits = Array.from({ length: 19 }, (_, index) => 0.05 * (index + 1));
/** Rounding must not decide. */
const slack = 1e-9;

/**
 * Scores as TrackEval computes them, over frames 0 to `frameCount` − 1.
 *
 * @throws RangeError without true boxes: there is nothing to take a share of.
 */
export function motScores(
  truth: readonly BoxesByFrame[],
  found: readonly BoxesByFrame[],
  frameCount: number,
): MotScores {
  const frames = Array.from({ length: frameCount }, (_, frame) => frameOf(truth, found, frame));
  const trueCount = sum(frames.map((frame) => frame.trueIds.length));
  if (trueCount === 0) {
    throw new RangeError('There are no true boxes.');
  }
  return { ...clearScores(frames, trueCount), idf1: idf1(frames), ...hota(frames), trueCount };
}

interface Frame {
  readonly trueIds: readonly number[];
  readonly foundIds: readonly number[];
  /** IoU of the row-th true box with the column-th found one. */
  readonly overlap: (row: number, column: number) => number;
}

function frameOf(truth: readonly BoxesByFrame[], found: readonly BoxesByFrame[], frame: number): Frame {
  const present = (all: readonly BoxesByFrame[]) => all.flatMap((boxes, id) => (boxes.has(frame) ? [id] : []));
  const [trueIds, foundIds] = [present(truth), present(found)];
  const table = trueIds.map((trueId) =>
    foundIds.map((foundId) => boxIou(truth[trueId]!.get(frame)!, found[foundId]!.get(frame)!)),
  );
  return { trueIds, foundIds, overlap: (row, column) => table[row]![column]! };
}

/** CLEAR: what was a pair in the frame before stays one as long as it may. */
function clearScores(frames: readonly Frame[], trueCount: number) {
  const stayBonus = 1000;
  /** By true thing, the found one that it was paired with in the frame before, and last of all. */
  let before = new Map<number, number>();
  const last = new Map<number, number>();
  let [missCount, falseAlarmCount, switchCount] = [0, 0, 0];
  for (const { trueIds, foundIds, overlap } of frames) {
    const columns = bestAssignment(trueIds.length, foundIds.length, (row, column) => {
      const iou = overlap(row, column);
      const stays = before.get(trueIds[row]!) === foundIds[column]!;
      return iou < matchIou - slack ? 0 : iou + (stays ? stayBonus : 0);
    });
    before = new Map();
    for (const [row, column] of columns.entries()) {
      if (column < 0) continue;
      const [trueId, foundId] = [trueIds[row]!, foundIds[column]!];
      const lastId = last.get(trueId);
      if (lastId !== undefined && lastId !== foundId) switchCount += 1;
      last.set(trueId, foundId);
      before.set(trueId, foundId);
    }
    missCount += trueIds.length - before.size;
    falseAlarmCount += foundIds.length - before.size;
  }
  const mota = 1 - (missCount + falseAlarmCount + switchCount) / trueCount;
  return { mota, missCount, falseAlarmCount, switchCount };
}

/** How often each true and each found thing are there, and are there together, by some measure of a pair. */
class Meetings {
  readonly trueCounts = new Map<number, number>();
  readonly foundCounts = new Map<number, number>();
  readonly #together = new Map<string, number>();

  constructor(frames: readonly Frame[], weightOf: (frame: Frame, row: number, column: number) => number) {
    for (const frame of frames) {
      frame.trueIds.forEach((id) => this.trueCounts.set(id, (this.trueCounts.get(id) ?? 0) + 1));
      frame.foundIds.forEach((id) => this.foundCounts.set(id, (this.foundCounts.get(id) ?? 0) + 1));
      for (const [row, trueId] of frame.trueIds.entries()) {
        for (const [column, foundId] of frame.foundIds.entries()) {
          const weight = weightOf(frame, row, column);
          if (weight > 0) this.add(trueId, foundId, weight);
        }
      }
    }
  }

  add(trueId: number, foundId: number, weight: number): void {
    const key = `${trueId} ${foundId}`;
    this.#together.set(key, (this.#together.get(key) ?? 0) + weight);
  }

  together(trueId: number, foundId: number): number {
    return this.#together.get(`${trueId} ${foundId}`) ?? 0;
  }

  /** Of all that either is there for. */
  jaccard(trueId: number, foundId: number): number {
    const both = this.together(trueId, foundId);
    return both / ((this.trueCounts.get(trueId) ?? 0) + (this.foundCounts.get(foundId) ?? 0) - both);
  }
}

/** 2 · IDTP ÷ (true boxes + found boxes), each true thing given to at most one found thing, for the most pairs. */
function idf1(frames: readonly Frame[]): number {
  const meetings = new Meetings(frames, ({ overlap }, row, column) =>
    overlap(row, column) >= matchIou - slack ? 1 : 0,
  );
  const [trueIds, foundIds] = [[...meetings.trueCounts.keys()], [...meetings.foundCounts.keys()]];
  const gain = (row: number, column: number) => meetings.together(trueIds[row]!, foundIds[column]!);
  const columns = bestAssignment(trueIds.length, foundIds.length, gain);
  const pairCount = sum(columns.map((column, row) => (column < 0 ? 0 : gain(row, column))));
  return (2 * pairCount) / (sum([...meetings.trueCounts.values()]) + sum([...meetings.foundCounts.values()]));
}

/** Pairs are made once for each frame, preferring things that are together for long; each limit then keeps its own. */
function hota(frames: readonly Frame[]): Pick<MotScores, 'hota' | 'detA' | 'assA'> {
  const likely = new Meetings(frames, ({ trueIds, foundIds, overlap }, row, column) => {
    const iou = overlap(row, column);
    const rowSum = sum(foundIds.map((_, other) => overlap(row, other)));
    const columnSum = sum(trueIds.map((_, other) => overlap(other, column)));
    return iou === 0 ? 0 : iou / (rowSum + columnSum - iou);
  });
  const pairs = frames.flatMap(({ trueIds, foundIds, overlap }) => {
    const columns = bestAssignment(
      trueIds.length,
      foundIds.length,
      (row, column) => likely.jaccard(trueIds[row]!, foundIds[column]!) * overlap(row, column),
    );
    return columns.flatMap((column, row) =>
      column < 0 ? [] : [{ trueId: trueIds[row]!, foundId: foundIds[column]!, iou: overlap(row, column) }],
    );
  });
  const trueCount = sum(frames.map(({ trueIds }) => trueIds.length));
  const foundCount = sum(frames.map(({ foundIds }) => foundIds.length));
  const scores = hotaLimits.map((limit) => {
    const kept = pairs.filter(({ iou }) => iou >= limit - slack);
    const met = new Meetings(frames, () => 0);
    kept.forEach(({ trueId, foundId }) => met.add(trueId, foundId, 1));
    const detA = kept.length / (trueCount + foundCount - kept.length);
    const assA = sum(kept.map(({ trueId, foundId }) => met.jaccard(trueId, foundId))) / Math.max(1, kept.length);
    return { detA, assA, hota: Math.sqrt(detA * assA) };
  });
  const mean = (pick: (score: (typeof scores)[number]) => number) => sum(scores.map(pick)) / scores.length;
  return { hota: mean((score) => score.hota), detA: mean((score) => score.detA), assA: mean((score) => score.assA) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
