import type { FrameGrid } from '../../lib/frame-grid.ts';
import { pixelAtSeconds, type TimelineView } from '../../lib/timeline-view.ts';

export interface SnapTargets {
  /** Rising; where shots begin. */
  readonly shotStarts: ArrayLike<number>;
  readonly playheadSeconds: number;
  readonly grid: FrameGrid;
}

const reachPixels = 8;

/**
 * Where an edge that is dragged to a time comes to lie: at the shot or the playhead that is at most eight pixels away,
 * otherwise where the nearest frame begins.
 */
export function snappedTime(seconds: number, view: TimelineView, targets: SnapTargets): number {
  const near = [nearestOf(targets.shotStarts, seconds), targets.playheadSeconds]
    .filter((target) => target !== null)
    .map((target) => ({ target, distance: Math.abs(pixelAtSeconds(view, target) - pixelAtSeconds(view, seconds)) }))
    .filter(({ distance }) => distance <= reachPixels)
    .sort((a, b) => a.distance - b.distance)[0];
  if (near !== undefined) {
    return near.target;
  }
  const frame = targets.grid.frameAt(seconds);
  return seconds - frame.startSeconds < frame.endSeconds - seconds ? frame.startSeconds : frame.endSeconds;
}

function nearestOf(rising: ArrayLike<number>, seconds: number): number | null {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const after = rising[low];
  const before = rising[low - 1];
  if (after === undefined || before === undefined) {
    return after ?? before ?? null;
  }
  return after - seconds < seconds - before ? after : before;
}
