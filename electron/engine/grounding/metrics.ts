import type { TimeRange } from '../../contract/time-range.ts';
import { temporalIou } from '../base/temporal-iou.ts';

export { temporalIou } from '../base/temporal-iou.ts';

/** The thresholds of temporal IoU at which recall is reported in the literature on temporal grounding. */
export const iouThresholds = [0.3, 0.5, 0.7] as const;
export type IouThreshold = (typeof iouThresholds)[number];

/** Total length of what a set of ranges covers, each moment once. */
export function coveredSeconds(ranges: readonly TimeRange[]): number {
  return joined(ranges).reduce((sum, range) => sum + range.endSeconds - range.startSeconds, 0);
}

/** IoU of what two sets of ranges cover: 1 when both are empty, 0 when only one is. */
export function unionIou(a: readonly TimeRange[], b: readonly TimeRange[]): number {
  if (a.length === 0 || b.length === 0) {
    return a.length === b.length ? 1 : 0;
  }
  const all = coveredSeconds([...a, ...b]);
  return (coveredSeconds(a) + coveredSeconds(b) - all) / all;
}

/** Best IoU of one range with any of the true ones; 0 when there is none of either. */
export function bestIou(predicted: TimeRange | undefined, truth: readonly TimeRange[]): number {
  return predicted === undefined ? 0 : Math.max(0, ...truth.map((range) => temporalIou(predicted, range)));
}

/** R@K: whether one of the first `count` predictions, best first, reaches an IoU with a true range. */
export function isRecalled(
  predicted: readonly TimeRange[],
  truth: readonly TimeRange[],
  { count, iou }: { readonly count: number; readonly iou: number },
): boolean {
  return predicted.slice(0, count).some((range) => bestIou(range, truth) >= iou);
}

/**
 * F1 over several spans: predictions and true ranges are paired one to one, as many as possible with an IoU of at least
 * `iou`; 1 when both are empty, 0 when only one is.
 */
export function spansF1(predicted: readonly TimeRange[], truth: readonly TimeRange[], iou: number): number {
  if (predicted.length === 0 && truth.length === 0) {
    return 1;
  }
  return (2 * largestPairing(predicted, truth, iou)) / (predicted.length + truth.length);
}

/** Size of a maximum matching (Kuhn's augmenting paths): a greedy one may block a pair that another would allow. */
function largestPairing(predicted: readonly TimeRange[], truth: readonly TimeRange[], iou: number): number {
  const partnerOf = new Map<number, number>();
  const place = (index: number, visited: Set<number>): boolean => {
    for (const [truthIndex, range] of truth.entries()) {
      if (visited.has(truthIndex) || temporalIou(predicted[index]!, range) < iou) {
        continue;
      }
      visited.add(truthIndex);
      const partner = partnerOf.get(truthIndex);
      if (partner === undefined || place(partner, visited)) {
        partnerOf.set(truthIndex, index);
        return true;
      }
    }
    return false;
  };
  return predicted.reduce((count, _, index) => count + (place(index, new Set()) ? 1 : 0), 0);
}

/** Mean of some numbers; null of none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const sorted = [...ranges].sort((a, b) => a.startSeconds - b.startSeconds);
  const result: TimeRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last !== undefined && range.startSeconds <= last.endSeconds) {
      result[result.length - 1] = {
        startSeconds: last.startSeconds,
        endSeconds: Math.max(last.endSeconds, range.endSeconds),
      };
    } else {
      result.push(range);
    }
  }
  return result;
}
