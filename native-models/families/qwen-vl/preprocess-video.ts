import type { VideoPlan, VideoToPlan, VideoWish } from '../../api/chat-model.ts';
import type { QwenVlConfiguration, VideoLimits } from './configuration.ts';
import { roundHalfEven, smartResize } from './preprocess-size.ts';
import type { PictureSize } from './preprocess-size.ts';

type Sizes = Pick<QwenVlConfiguration, 'video' | 'vision'>;

/** Frames are counted in pairs, whatever a patch takes. */
const frameFactor = 2;

/**
 * How many frames the published rule takes of a clip: at the wanted rate, at least and at most as said, an even
 * number, and not more than there are.
 */
export function smartFrameCount(
  { frameCount, framesPerSecond }: { readonly frameCount: number; readonly framesPerSecond: number },
  wantedPerSecond: number,
  { minFrameCount, maxFrameCount }: Pick<VideoLimits, 'minFrameCount' | 'maxFrameCount'>,
): number {
  const least = Math.ceil(minFrameCount / frameFactor) * frameFactor;
  const most = floorEven(Math.min(maxFrameCount, frameCount));
  const wanted = Math.min(Math.max((frameCount / framesPerSecond) * wantedPerSecond, least), most, frameCount);
  return floorEven(wanted);
}

/** Frame indices spread evenly over a clip, first and last included, as the published loader takes them. */
export function spreadFrameIndices(frameCount: number, count: number): readonly number[] {
  const step = count > 1 ? (frameCount - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => roundHalfEven(index * step));
}

/**
 * How a stretch is seen. The count is the published rule's; the times are not: that spreads frames from the first to
 * the last and then reads them as evenly timed, which is off by up to a frame's distance. Here frame k is the one
 * played at k / framesPerSecond, exactly what the model is told.
 *
 * `maxTokenCount` is kept: first with smaller pictures, then with fewer frames.
 */
export function planVideo(video: VideoToPlan, wish: VideoWish, sizes: Sizes): VideoPlan {
  const { durationSeconds } = video;
  if (!(durationSeconds > 0) || !(video.width >= 1) || !(video.height >= 1)) {
    throw new RangeError(`${video.width} × ${video.height} for ${durationSeconds} s is no stretch of video.`);
  }
  const limits = sizes.video;
  const wanted = wish.framesPerSecond ?? limits.framesPerSecond;
  const least = Math.ceil(limits.minFrameCount / frameFactor) * frameFactor;
  const count = Math.max(least, Math.min(floorEven(durationSeconds * wanted), floorEven(limits.maxFrameCount)));
  const plan = planFrames(video, count, { wish, sizes });
  // Only where the rule's bounds do not interfere is the rate the one that was asked for.
  const isFree = plan.frameCount === floorEven(durationSeconds * wanted);
  return { ...plan, framesPerSecond: isFree ? wanted : plan.frameCount / durationSeconds };
}

interface Planning {
  readonly wish: VideoWish;
  readonly sizes: Sizes;
}

function planFrames(
  video: VideoToPlan,
  wantedCount: number,
  { wish, sizes }: Planning,
): Omit<VideoPlan, 'framesPerSecond'> {
  const limits = sizes.video;
  const { patchSize, mergeSize, framesPerPatch } = sizes.vision;
  const pixelsPerToken = (patchSize * mergeSize) ** 2;
  const budget = Math.min(limits.totalPixels, (wish.maxTokenCount ?? Infinity) * pixelsPerToken);
  for (let frameCount = wantedCount; ; frameCount = Math.max(frameFactor, floorEven(frameCount * 0.9))) {
    const size = frameSize(video, { frameCount, totalPixels: budget, sizes });
    const tokensOfGrid = (size.width * size.height) / pixelsPerToken;
    const tokenCount = Math.ceil(frameCount / framesPerPatch) * tokensOfGrid;
    if (wish.maxTokenCount === undefined || tokenCount <= wish.maxTokenCount || frameCount === frameFactor) {
      return { ...size, frameCount, tokenCount };
    }
  }
}

interface FrameBudget {
  readonly frameCount: number;
  readonly totalPixels: number;
  readonly sizes: Sizes;
}

/** The published budget: what all frames may have together is shared among them, but none is starved. */
export function frameSize(
  video: PictureSize,
  { frameCount, totalPixels, sizes: { video: limits, vision } }: FrameBudget,
): PictureSize {
  const share = (totalPixels / frameCount) * frameFactor;
  const maxPixels = Math.max(Math.min(limits.maxPixels, share), Math.floor(limits.minPixels * 1.05));
  return smartResize(video, vision.patchSize * vision.mergeSize, { minPixels: limits.minPixels, maxPixels });
}

function floorEven(value: number): number {
  return Math.floor(value / frameFactor) * frameFactor;
}
