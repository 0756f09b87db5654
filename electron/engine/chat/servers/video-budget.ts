import type { VideoPlan, VideoToPlan, VideoWish } from '../../../../native-models/api/chat-model.ts';
import { planVideo } from '../../../../native-models/families/qwen-vl/preprocess-video.ts';
import type { VideoForm } from '../../../contract/chat-servers.ts';

/** Sides of the square of pixels that is one token, by the rule of Qwen2.5-VL: 14-pixel patches, two by two. */
const tokenSide = 28;
const tokenPixels = tokenSide ** 2;
/** What a time beside a picture costs, with the marks around the picture. */
const labelTokens = 12;
const leastFrameTokens = 16;
const mostFrameTokens = 768;
/** What one video gets unless more is wished for: 32 frames of 512 tokens, or 256 of 64. */
const usualTokens = 8192;

export interface BudgetLimits {
  readonly form: VideoForm;
  readonly contextTokenCount: number;
  /** Frames as the form counts them. */
  readonly maxFrameCount: number;
}

/**
 * How a server is shown a stretch. Frames and files by the published rule of Qwen2.5-VL, two frames a second; still
 * pictures one a second, each of them with its time and paid for alone. Other families count otherwise: the answer's own
 * count says what it was.
 */
export function planServerVideo(video: VideoToPlan, wish: VideoWish, limits: BudgetLimits): VideoPlan {
  const isStill = limits.form === 'images';
  const most = Math.max(256, Math.floor(limits.contextTokenCount * 0.75));
  const budget = Math.min(wish.maxTokenCount ?? usualTokens, most);
  const seconds = Math.max(video.durationSeconds, 0.001);
  const label = isStill ? labelTokens : 0;
  const wanted = wish.framesPerSecond ?? (isStill ? 1 : 2);
  const mostByTokens = Math.floor((isStill ? 1 : 2) * (budget / (leastFrameTokens + label)));
  const frameLimit = Math.max(2, Math.min(limits.maxFrameCount, mostByTokens));
  const labels = label * Math.min(frameLimit, Math.ceil(seconds * wanted));
  const pixelTokens = Math.max(leastFrameTokens, budget - labels);
  const plan = planVideo(
    { ...video, durationSeconds: seconds },
    { framesPerSecond: wanted, maxTokenCount: pixelTokens },
    {
      video: {
        minPixels: leastFrameTokens * tokenPixels,
        maxPixels: mostFrameTokens * tokenPixels,
        // The rule lets two frames share; a still picture shares with none.
        totalPixels: (pixelTokens * tokenPixels) / (isStill ? 2 : 1),
        framesPerSecond: wanted,
        minFrameCount: 2,
        maxFrameCount: frameLimit,
      },
      vision: {
        ...{ patchSize: tokenSide / 2, mergeSize: 2, framesPerPatch: isStill ? 1 : 2, tokensPerSecond: 2 },
        ...{ mean: [0, 0, 0], deviation: [1, 1, 1] },
      },
    },
  );
  return { ...plan, tokenCount: plan.tokenCount + label * plan.frameCount };
}

/** Tokens of one still picture with what stands around it. */
export function pictureTokens({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.ceil(width / tokenSide) * Math.ceil(height / tokenSide) + labelTokens;
}

/** Tokens of the frames of one video. */
export function videoTokens(
  { width, height }: { readonly width: number; readonly height: number },
  frameCount: number,
  form: VideoForm,
): number {
  if (form === 'images') return frameCount * pictureTokens({ width, height });
  return Math.ceil(frameCount / 2) * Math.ceil(width / tokenSide) * Math.ceil(height / tokenSide);
}

/** The fewest tokens that so much text takes: about four letters each. A guess that refuses nothing that would fit. */
export function textTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
