import type { Rational, VideoStreamFacts } from './media-facts.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Orientation {
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly isMirrored: boolean;
}

/** How far from an axis a display matrix may lie and still count as a right angle. */
const axisTolerance = 0.02;
/** Pixel shapes beyond this are mistakes of the writer, as in Chromium. */
const largestPixelAspect = 10;

/**
 * Reads the 3×3 display matrix that ffprobe prints as hexadecimal-numbered rows. Only right angles, with or without
 * mirroring, are real: a camera is held one of four ways. Anything else, all zeros included, gives null.
 *
 * A point (x, y) of the stored picture goes to (a·x + c·y, b·x + d·y), y pointing down (ISO/IEC 14496-12, 6.2.2).
 */
export function orientationFromDisplayMatrix(text: string): Orientation | null {
  const rows = [...text.matchAll(/[0-9a-f]{8}:\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)/g)];
  const [a, b] = [Number(rows[0]?.[1]), Number(rows[0]?.[2])];
  const [c, d] = [Number(rows[1]?.[1]), Number(rows[1]?.[2])];
  const isMirrored = a * d - b * c < 0;
  // Mirroring left to right first leaves a plain rotation.
  const angleDegrees = (Math.atan2(isMirrored ? -b : b, isMirrored ? -a : a) * 180) / Math.PI;
  const largest = Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d));
  const isOnAxis =
    Math.max(Math.abs(a), Math.abs(d)) < axisTolerance * largest ||
    Math.max(Math.abs(b), Math.abs(c)) < axisTolerance * largest;
  if (!(largest > 0) || a * d === b * c || !isOnAxis) {
    return null;
  }
  const quarterTurns = ((Math.round(angleDegrees / 90) % 4) + 4) % 4;
  return { rotationDegrees: [0, 90, 180, 270][quarterTurns] as 0 | 90 | 180 | 270, isMirrored };
}

/** Whether a sample aspect ratio can be meant. */
export function isPlausiblePixelAspect({ num, den }: Rational): boolean {
  const aspect = num / den;
  return aspect >= 1 / largestPixelAspect && aspect <= largestPixelAspect;
}

/** The size at which a player shows the stored picture: the shorter direction is stretched, then it is turned. */
export function displayedSize(coded: Size, pixelAspect: Rational, rotationDegrees: number): Size {
  const aspect = pixelAspect.num / pixelAspect.den;
  const width = aspect > 1 ? Math.round(coded.width * aspect) : coded.width;
  const height = aspect < 1 ? Math.round(coded.height / aspect) : coded.height;
  return rotationDegrees % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Fits a size into a long side, never enlarging it, with at least one pixel each way. */
export function fitLongSide(size: Size, longSidePixels: number): Size {
  const factor = Math.min(1, longSidePixels / Math.max(size.width, size.height));
  return {
    width: Math.max(1, Math.round(size.width * factor)),
    height: Math.max(1, Math.round(size.height * factor)),
  };
}

/**
 * The filters that bring a stored frame to a size as displayed. Scaling comes before turning, because small pictures
 * turn faster. High definition that names no matrix is BT.709, which swscale would not assume.
 */
export function uprightFilters(video: VideoStreamFacts, target: Size): readonly string[] {
  const isTurned = video.rotationDegrees % 180 !== 0;
  const width = isTurned ? target.height : target.width;
  const height = isTurned ? target.width : target.height;
  const isUnnamedHd = video.colour.matrix === null && Math.min(video.codedWidth, video.codedHeight) >= 720;
  const matrix = isUnnamedHd ? ':in_color_matrix=bt709' : '';
  const turns = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] };
  return [
    `scale=${width}:${height}:flags=area${matrix}`,
    'setsar=1',
    ...(video.isMirrored ? ['hflip'] : []),
    ...turns[video.rotationDegrees],
  ];
}
