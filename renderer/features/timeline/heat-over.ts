import type { EvidenceCurve } from '../../../electron/contract/search.ts';
import { secondsAtPixel, type TimelineView } from '../../lib/timeline-view.ts';

/**
 * The evidence under each pixel of a view: the maximum there, because a short moment must not vanish in a long clip.
 * NaN where nothing is known: never decoded, or beyond the curve.
 */
export function heatOver({ startSeconds, stepSeconds, values }: EvidenceCurve, view: TimelineView): Float32Array {
  return Float32Array.from({ length: Math.ceil(view.widthPixels) }, (_, pixel) => {
    const first = Math.floor((secondsAtPixel(view, pixel) - startSeconds) / stepSeconds + 1e-6);
    const end = Math.max(first + 1, Math.floor((secondsAtPixel(view, pixel + 1) - startSeconds) / stepSeconds));
    let highest = Number.NaN;
    for (let step = Math.max(0, first); step < Math.min(end, values.length); step += 1) {
      const value = values[step]!;
      if (!Number.isNaN(value) && !(value <= highest)) {
        highest = value;
      }
    }
    return highest;
  });
}
