import type { PostureVerdict } from '../../../contract/finding.ts';
import type { Posture } from '../../../contract/plan.ts';
import type { Box } from '../../../contract/time-range.ts';
import { ramp } from '../evidence-grid.ts';

export interface PostureFit {
  /** What a person whose box looks so is worth, 0..1: the box only hints, so it never decides alone. */
  readonly value: number;
  readonly verdict: PostureVerdict;
}

/**
 * What is left of a person whose box speaks against the posture, and of one whose box cannot tell. Even a tall box may
 * be somebody on a bar stool, so neither is 0.
 */
const DIFFERS_VALUE = 0.35;
const UNKNOWN_SHARE = 0.4;
const FITS_SHARE = 0.6;
/** A box this close to the edge of the frame is taken to go on beyond it. */
const CUT_MARGIN = 0.025;

/**
 * How well the box of a person fits a posture. Boxes of whole people measured 2.2 to 2.5 times as high as wide where
 * they stood or walked, about 1.3 where they sat at desks. `frameAspect` is width by height of the frame as displayed;
 * null where it is not known, and then nothing can be told.
 */
export function postureFit(box: Box, posture: Posture, frameAspect: number | null): PostureFit {
  const share = frameAspect === null ? UNKNOWN_SHARE : shareOf(box, posture, frameAspect);
  const verdict = share >= FITS_SHARE ? 'fits' : share >= UNKNOWN_SHARE ? 'unknown' : 'differs';
  return { value: DIFFERS_VALUE + (1 - DIFFERS_VALUE) * share, verdict };
}

function shareOf(box: Box, posture: Posture, frameAspect: number): number {
  const heightToWidth = box.height / Math.max(1e-6, box.width * frameAspect);
  const isCutInHeight = box.y < CUT_MARGIN || box.y + box.height > 1 - CUT_MARGIN;
  const isCutInWidth = box.x < CUT_MARGIN || box.x + box.width > 1 - CUT_MARGIN;
  switch (posture) {
    case 'standing': {
      // Cut off at the feet, whoever looks tall is taller still, and whoever does not may be.
      const share = ramp(heightToWidth, 1.5, 2.1);
      return isCutInWidth ? UNKNOWN_SHARE : isCutInHeight ? Math.max(UNKNOWN_SHARE, share) : share;
    }
    case 'sitting':
      return isCutInWidth || isCutInHeight
        ? UNKNOWN_SHARE
        : Math.min(ramp(heightToWidth, 0.7, 0.95), ramp(heightToWidth, 2.1, 1.7));
    case 'lying': {
      const share = ramp(heightToWidth, 0.95, 0.65);
      return isCutInHeight ? UNKNOWN_SHARE : isCutInWidth ? Math.max(UNKNOWN_SHARE, share) : share;
    }
  }
}
