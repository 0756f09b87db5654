import { realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { EngineError } from '../../contract/errors.ts';
import type { TrackingModel } from '../../../native-models/api/tracking-model.ts';
import type { VideoId } from '../../contract/ids.ts';
import { unpackKeys } from '../../contract/track-keys.ts';
import type { FollowSummary, TrackKey, TrackerChoice } from '../../contract/tracks.ts';
import type { MediaFacts } from '../../engine/media/media-facts.ts';
import { probeMedia } from '../../engine/media/probe.ts';
import type { Engine } from '../../engine/engine.ts';
import { followClip } from '../../engine/tracking/follow/follow-clip.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools, withEngine } from '../open-engine.ts';
import { withTrackingModel } from '../tracking-model.ts';
import { parseBox } from '../parse-box.ts';
import { resolveFromCaller } from '../places.ts';

export interface TrackOptions {
  readonly box: string;
  readonly at: number;
  readonly until?: number;
  readonly backward?: boolean;
  readonly tracker: TrackerChoice;
  readonly label: string;
  readonly save?: boolean;
}

/** Before this much work a speed says more about the start than about the footage. */
const shortestMeasureSeconds = 0.5;

interface Clip {
  readonly path: string;
  readonly facts: MediaFacts;
}

/** Follows one thing from a box, and prints where it is in every frame. The video need not be in the library. */
export async function trackCommand(video: string, options: TrackOptions, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const tools = await mediaTools(context, true);
  const path = await pathOf(video, context);
  const facts = await probeMedia(path, { tools, signal });
  const clip = { path, facts };
  checkTimes(options, facts);
  const { keys, trackerId } =
    options.save === true ? await save(clip, options, context) : await follow(clip, options, context);
  const { averageRate, nominalRate } = facts.video;
  const rate = averageRate ?? nominalRate;
  const document = {
    path,
    fps: rate === null ? null : rate.num / rate.den,
    trackerId,
    boxes: keys.map(boxOf),
  };
  output.result(document, words(keys, options));
  return exitCodes.done;
}

function boxOf({ timeSeconds, frameIndex, box, confidence, state }: TrackKey) {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((side) => round(side, 6));
  return {
    timeSeconds: round(timeSeconds, 6),
    frameIndex,
    x,
    y,
    width,
    height,
    confidence: round(confidence, 4),
    state,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function words(keys: readonly TrackKey[], { label }: TrackOptions): string {
  const lostCount = keys.filter(({ state }) => state === 'lost').length;
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) return 'Nothing was followed.';
  const span = `${first.timeSeconds.toFixed(2)} s to ${last.timeSeconds.toFixed(2)} s`;
  return `${label}: ${keys.length} frames from ${span}, lost in ${lostCount} of them. --json prints every box.`;
}

function checkTimes({ at, until, backward }: TrackOptions, { durationSeconds }: MediaFacts): void {
  if (durationSeconds !== null && at > durationSeconds) {
    throw new EngineError(
      'bad-request',
      `--at ${at} is behind the end of the video at ${durationSeconds.toFixed(3)} s.`,
    );
  }
  if (until !== undefined && (backward === true ? until > at : until < at)) {
    throw new EngineError(
      'bad-request',
      `--until ${until} must not be ${backward === true ? 'after' : 'before'} --at ${at}.`,
    );
  }
}

/** A file as the caller named it, or a video of the library by its id. */
async function pathOf(video: string, context: CommandContext): Promise<string> {
  const path = resolveFromCaller(video);
  if (existsSync(path)) return realpath(path);
  const isId = /^[\w-]{1,64}$/.test(video);
  const found = isId ? await pathOfId(video, context) : null;
  if (found === null) {
    throw new EngineError('file-missing', `${video} is neither a file nor the id of a video of the library.`);
  }
  return found;
}

async function pathOfId(video: string, context: CommandContext): Promise<string | null> {
  try {
    return await withEngine(context, { mode: 'read' }, async (engine) => {
      const videoId = engine.view.find(video);
      return videoId === null ? null : ((await engine.mediaFile(videoId))?.path ?? null);
    });
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return null;
    throw error;
  }
}

interface Followed {
  readonly keys: readonly TrackKey[];
  readonly trackerId: string | null;
}

/** Backward, `--until` says how far back. */
function directionOf({ at, until, backward = false }: TrackOptions) {
  return {
    isForward: !backward,
    isBackward: backward,
    untilSeconds: backward ? null : (until ?? null),
    sinceSeconds: backward ? (until ?? null) : null,
    at,
  };
}

/** Only NanoTrack needs a library: its models lie there. */
async function follow(clip: Clip, options: TrackOptions, context: CommandContext): Promise<Followed> {
  return options.tracker === 'nano'
    ? withTrackingModel(context, (model) => followFile(clip, { options, context, model }))
    : followFile(clip, { options, context, model: null });
}

interface FileFollow {
  readonly options: TrackOptions;
  readonly context: CommandContext;
  readonly model: TrackingModel | null;
}

async function followFile({ path, facts }: Clip, { options, context, model }: FileFollow): Promise<Followed> {
  const { at, ...direction } = directionOf(options);
  const seeds = [{ timeSeconds: at, box: boxOfOption(options, facts) }];
  let begun: { readonly ms: number; readonly seconds: number } | null = null;
  return followClip({
    ...{ path, facts, tools: await mediaTools(context, true), seeds, ...direction, tracker: options.tracker, model },
    signal: context.signal,
    onProgress: ({ doneSeconds, totalSeconds }) => {
      begun ??= { ms: performance.now(), seconds: doneSeconds };
      const workSeconds = (performance.now() - begun.ms) / 1000;
      const realTimeFactor =
        workSeconds < shortestMeasureSeconds ? null : Math.max(0.001, (doneSeconds - begun.seconds) / workSeconds);
      const leftSeconds = totalSeconds === null ? null : totalSeconds - doneSeconds;
      const remainingSeconds = realTimeFactor === null || leftSeconds === null ? null : leftSeconds / realTimeFactor;
      showProgress({ doneSeconds, totalSeconds, realTimeFactor, remainingSeconds }, options, context);
    },
  });
}

/** Follows as a job of the library and keeps the track there. */
async function save({ path, facts }: Clip, options: TrackOptions, context: CommandContext): Promise<Followed> {
  return withEngine(context, { mode: 'write' }, async (engine) => {
    const videoId = engine.view.find(path);
    if (videoId === null) {
      throw new EngineError('not-found', `${path} is not in the library. Add it: timecue index <path>`);
    }
    return followInLibrary(engine, { videoId, facts, options, context });
  });
}

interface LibraryFollow {
  readonly videoId: VideoId;
  readonly facts: MediaFacts;
  readonly options: TrackOptions;
  readonly context: CommandContext;
}

async function followInLibrary(engine: Engine, { videoId, facts, options, context }: LibraryFollow): Promise<Followed> {
  const { at, ...direction } = directionOf(options);
  const frames = new Map<number, TrackKey>();
  let running: FollowSummary | null = null;
  const { signal } = context;
  const stop = (): void => {
    if (running !== null) void engine.handlers['tracks.cancelFollow']({ followId: running.followId }, quiet);
  };
  const quiet = { signal: new AbortController().signal, onProgress: () => {} };
  signal.addEventListener('abort', stop, { once: true });
  const { change } = await engine.handlers['tracks.follow'](
    {
      ...{ videoId, trackId: null, label: options.label, tracker: options.tracker, ...direction },
      seeds: [{ timeSeconds: at, box: boxOfOption(options, facts) }],
    },
    {
      signal: quiet.signal,
      onProgress: (progress) => {
        running = progress;
        for (const key of unpackKeys(progress.keys)) frames.set(key.frameIndex, key);
        showProgress(progress, options, context);
      },
    },
  );
  signal.throwIfAborted();
  const keys = [...frames.values()].sort((a, b) => a.timeSeconds - b.timeSeconds);
  return { keys, trackerId: change.after.tracks[0]?.trackerId ?? null };
}

function boxOfOption({ box }: TrackOptions, { video }: MediaFacts) {
  return parseBox(box, { widthPixels: video.displayedWidth, heightPixels: video.displayedHeight });
}

type Figures = Pick<FollowSummary, 'doneSeconds' | 'totalSeconds' | 'realTimeFactor' | 'remainingSeconds'>;

function showProgress(figures: Figures, { label }: TrackOptions, { output }: CommandContext): void {
  const { doneSeconds, totalSeconds, realTimeFactor, remainingSeconds } = figures;
  output.progress({
    label: `following ${label}`,
    doneShare: totalSeconds === null || totalSeconds === 0 ? null : doneSeconds / totalSeconds,
    detail: realTimeFactor === null ? '' : `${realTimeFactor.toFixed(1)} × real time`,
    remainingSeconds,
  });
}
