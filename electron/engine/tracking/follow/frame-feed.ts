import { decodeFrames, type DecodedFrame } from '../../media/decode-frames.ts';
import { readFrameTimes } from '../../media/frame-times.ts';
import type { MediaFacts } from '../../media/media-facts.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import { fitLongSide } from '../../media/video-geometry.ts';
import type { FollowPass } from './follow-passes.ts';

export interface FeedSource {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly isBackground: boolean;
  readonly longSidePixels: number;
  readonly signal: AbortSignal;
}

/** Every frame that is shown for a millisecond has a bin of its own. */
const binsPerSecond = 1000;
/** Frames of a chunk that is given last first, all held at once. */
const chunkBytes = 64 * 1024 * 1024;
const longestChunkSeconds = 4;
const shortestChunkSeconds = 0.25;
const slackSeconds = 0.0005;

/** The frames of a pass in the order in which it wants them, from that of its seed to its limit, both included. */
export function framesOfPass(pass: FollowPass, source: FeedSource): AsyncGenerator<DecodedFrame, void, undefined> {
  return pass.direction === 'forward' ? forward(pass, source) : backward(pass, source);
}

async function* forward({ seed, limitSeconds }: FollowPass, source: FeedSource): AsyncGenerator<DecodedFrame> {
  for await (const frame of decode(source, seed.timeSeconds)) {
    if (frame.timeSeconds > limitSeconds + slackSeconds) return;
    yield frame;
  }
}

/** Chunk after chunk towards the beginning, each decoded forward and given last first. */
async function* backward({ seed, limitSeconds }: FollowPass, source: FeedSource): AsyncGenerator<DecodedFrame> {
  const chunkSeconds = chunkSecondsOf(source);
  let end = seed.timeSeconds + slackSeconds;
  while (end > Math.max(0, limitSeconds) - slackSeconds) {
    const start = Math.max(0, limitSeconds, end - chunkSeconds);
    const frames: DecodedFrame[] = [];
    for await (const frame of decode(source, start)) {
      if (frame.timeSeconds >= end) break;
      frames.push(frame);
    }
    for (let frame = frames.pop(); frame !== undefined; frame = frames.pop()) yield frame;
    if (start <= Math.max(0, limitSeconds)) return;
    end = start - slackSeconds;
  }
}

function decode(source: FeedSource, startSeconds: number): AsyncGenerator<DecodedFrame, void, undefined> {
  return decodeFrames({ ...source, pass: 'full', samplesPerSecond: binsPerSecond, startSeconds }).frames;
}

function chunkSecondsOf({ facts, longSidePixels }: FeedSource): number {
  const { displayedWidth, displayedHeight, averageRate } = facts.video;
  const { width, height } = fitLongSide({ width: displayedWidth, height: displayedHeight }, longSidePixels);
  const rate = averageRate === null ? 60 : averageRate.num / averageRate.den;
  const seconds = chunkBytes / (width * height * 3) / rate;
  return Math.min(longestChunkSeconds, Math.max(shortestChunkSeconds, seconds));
}

/** Frames are held for at most so long in nearly all footage; what is held longer is looked for from the beginning. */
const heldSeconds = 2;

/** When the frame begins that is shown at a time; the first or last one outside of the video. */
export async function frameSecondsAt(timeSeconds: number, source: Omit<FeedSource, 'longSidePixels'>): Promise<number> {
  for (const startSeconds of [Math.max(0, timeSeconds - heldSeconds), 0]) {
    const range = { startSeconds, endSeconds: timeSeconds + slackSeconds };
    const last = (await readFrameTimes({ ...source, range })).at(-1);
    if (last !== undefined) return last;
  }
  return 0;
}

/** Counts frames: exactly, from the file, at a variable rate; by the rate at a constant one. */
export async function frameCounter(
  source: Omit<FeedSource, 'longSidePixels'>,
  untilSeconds: number,
): Promise<(timeSeconds: number) => number> {
  const { video, durationSeconds } = source.facts;
  const rate = video.averageRate ?? video.nominalRate;
  if (!video.isVariableRate && rate !== null) {
    return (timeSeconds) => Math.round((timeSeconds * rate.num) / rate.den);
  }
  const endSeconds = Number.isFinite(untilSeconds) ? untilSeconds + 1 : (durationSeconds ?? 86_400) + 1;
  const times = await readFrameTimes({ ...source, range: { startSeconds: 0, endSeconds } });
  return (timeSeconds) => nearestIndex(times, timeSeconds);
}

function nearestIndex(times: Float64Array, seconds: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < seconds - slackSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
