import { EngineError } from '../../contract/errors.ts';
import { decodeFrames } from './decode-frames.ts';
import { zeroSeconds } from './decode-plan.ts';
import { fileSource } from './ffmpeg-command.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import { uprightFilters } from './video-geometry.ts';
import { writePicture } from './write-picture.ts';

export interface PosterRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  /** Seconds from the first displayed frame: the frame that is shown at this moment is drawn. */
  readonly seconds: number;
  readonly tools: MediaTools;
  readonly outputFile: string;
  /** Default 360; smaller videos keep their size. */
  readonly heightPixels?: number;
  /** Somebody is waiting for it, so it does not run as background work unless asked to. */
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Times are compared with this slack, so that a rounded time of a frame still means that frame. */
const slackSeconds = 0.0005;
/** Seeks aim so far before the moment; when they land behind it, further back, and at last at the beginning. */
const marginsSeconds = [1, 15];
/** How much of the end is looked at for its last frame. */
const tailSeconds = 3;
/** Clock of the filter that holds each frame until the next: far finer than any frame rate. */
const ticksPerSecond = 10_000;

/**
 * Writes the frame that is shown at a moment as JPEG, upright, in place at once. Past the end it is the last frame.
 * Throws EngineError `no-frames`, `decode-failed`, `decode-stalled`, `aborted`, `disk-full`.
 */
export async function writePoster(request: PosterRequest): Promise<void> {
  const { facts, seconds } = request;
  const isPastEnd = facts.durationSeconds !== null && seconds > facts.durationSeconds + 1;
  if (!isPastEnd && (await drawAt(request, seconds))) {
    return;
  }
  // Past the last frame nothing is held any more.
  const lastSeconds = await lastFrameSeconds(request);
  if (lastSeconds === null || !(await drawAt(request, lastSeconds))) {
    throw new EngineError('no-frames', `There is no picture at ${seconds} seconds.`);
  }
}

async function drawAt(request: PosterRequest, seconds: number): Promise<boolean> {
  const fromStart = seconds + zeroSeconds(request.facts) - request.facts.containerStartSeconds;
  for (const marginSeconds of [...marginsSeconds.filter((margin) => margin < fromStart), null]) {
    if (await tryPoster(request, { seconds, marginSeconds })) {
      return true;
    }
  }
  return false;
}

interface Aim {
  readonly seconds: number;
  /** null: read from the beginning. */
  readonly marginSeconds: number | null;
}

async function tryPoster(request: PosterRequest, { seconds, marginSeconds }: Aim): Promise<boolean> {
  const { facts, path, tools, outputFile, signal, isBackground = false } = request;
  const target = seconds + zeroSeconds(facts) + slackSeconds;
  const seekSeconds = target - (marginSeconds ?? 0) - facts.containerStartSeconds;
  const seek = marginSeconds === null ? [] : ['-noaccurate_seek', '-ss', seekSeconds.toFixed(6)];
  const { displayedWidth, displayedHeight, streamIndex, untimedFrameCount } = facts.video;
  const factor = Math.min(1, (request.heightPixels ?? 360) / displayedHeight);
  const size = {
    width: Math.max(1, Math.round(displayedWidth * factor)),
    height: Math.max(1, Math.round(displayedHeight * factor)),
  };
  const isTimed = marginSeconds === null && untimedFrameCount > 0 ? `gte(n,${untimedFrameCount})` : '1';
  const filters = [
    // All frames up to the moment, and one after it, if any came before it: variable 1 says so, variable 0 ends it.
    `select='if(${isTimed},if(lte(t,${target}),st(1,1),if(ld(0),0,ld(1)*st(0,1))),0)'`,
    // The frame that is held at the moment.
    `fps=fps=${ticksPerSecond}:start_time=${target.toFixed(4)}:round=down`,
    ...uprightFilters(facts.video, size),
    'format=yuvj420p',
  ];
  return writePicture({
    input: { source: fileSource(path), options: ['-copyts', '-noautorotate', ...seek] },
    options: ['-map', `0:${streamIndex}`, '-filter:v', filters.join(','), '-fps_mode', 'passthrough'],
    ...{ tools, outputFile, signal, isBackground },
  });
}

/** Time of the last frame at or before the moment, looked for near the promised end first. */
async function lastFrameSeconds({ path, facts, seconds, tools, signal }: PosterRequest): Promise<number | null> {
  const end = Math.min(seconds, facts.durationSeconds ?? seconds);
  for (const startSeconds of [Math.max(0, end - tailSeconds), 0]) {
    const decoding = decodeFrames({
      ...{ path, facts, tools, signal, startSeconds },
      ...{ pass: 'full', samplesPerSecond: 1000, longSidePixels: 16, isBackground: false },
    });
    let lastSeconds: number | null = null;
    for await (const { timeSeconds } of decoding.frames) {
      lastSeconds = timeSeconds <= seconds ? timeSeconds : lastSeconds;
    }
    if (lastSeconds !== null) {
      return lastSeconds;
    }
  }
  return null;
}
