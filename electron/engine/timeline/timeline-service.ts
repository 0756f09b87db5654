import { EngineError } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { ParsedParams, Result } from '../../contract/index.ts';
import { shotsChannel } from '../channels/shots/shots-channel.ts';
import { shotsOf } from '../channels/shots/shots-of.ts';
import { readFrameTimes } from '../media/frame-times.ts';
import type { VideoSources } from '../media/video-sources.ts';
import type { ReadableDb } from '../store/database.ts';
import {
  activeGenerationOf,
  allBlocksOf,
  cuesIn,
  cueSourcesOf,
  spriteLayoutOf,
  videoById,
  type VideoRow,
} from '../store/queries/index.ts';
import { FrameTimeCache } from './frame-time-cache.ts';

export interface TimelineDeps {
  readonly db: ReadableDb;
  readonly sources: VideoSources;
}

const maxCueCount = 5000;
const maxFramesRangeSeconds = 120;
const maxShotCount = 100_000;

/** What a timeline draws of a video: shots, small pictures, subtitles, and the moments of its frames. */
export class TimelineService {
  readonly #deps: TimelineDeps;
  readonly #frameTimes = new FrameTimeCache();
  /** One look at a file at a time: what comes next mostly finds its answer in the cache. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: TimelineDeps) {
    this.#deps = deps;
  }

  /** Throws EngineError `not-found`. */
  show(videoId: VideoId): Result<'timeline.show'> {
    const { db } = this.#deps;
    const video = this.#video(videoId);
    const generation = activeGenerationOf(db, videoId);
    return {
      durationSeconds: video.durationSeconds,
      shotStarts: generation === null ? new Float64Array(0) : this.#shotStarts(video, generation.generationKey),
      edgeUncertaintySeconds: generation?.edgeUncertaintySeconds ?? 0,
      sprite: spriteLayoutOf(db, videoId),
      cueSources: cueSourcesOf(db, video.videoKey),
    };
  }

  /** Throws EngineError `not-found`. */
  cues({ videoId, range }: ParsedParams<'timeline.cues'>): Result<'timeline.cues'> {
    const { videoKey } = this.#video(videoId);
    const rows = cuesIn(this.#deps.db, { videoKey, ...range, limit: maxCueCount + 1 });
    return {
      cues: rows.slice(0, maxCueCount).flatMap(({ startSeconds, endSeconds, text, source }) => {
        const from = Math.max(0, startSeconds);
        return from < endSeconds ? [{ range: { startSeconds: from, endSeconds }, text, source }] : [];
      }),
      isTruncated: rows.length > maxCueCount,
    };
  }

  /** Throws `bad-request` for a range that is too long, `not-found`, `file-missing`, and what `readFrameTimes` throws. */
  async frames(
    { videoId, range }: ParsedParams<'timeline.frames'>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Result<'timeline.frames'>> {
    if (range.endSeconds - range.startSeconds > maxFramesRangeSeconds + 1e-6) {
      throw new EngineError('bad-request', `Frames are told of at most ${maxFramesRangeSeconds} seconds at once.`);
    }
    const before = this.#turn;
    const turn = (async () => {
      await before;
      signal.throwIfAborted();
      const { fingerprint, ...source } = await this.#deps.sources.open(videoId, signal);
      return this.#frameTimes.times({ videoId, fingerprint, range }, (wanted) =>
        readFrameTimes({ ...source, range: wanted, signal }),
      );
    })();
    this.#turn = turn.catch(() => {});
    return { frameSeconds: await turn };
  }

  #video(videoId: VideoId): VideoRow {
    const video = videoById(this.#deps.db, videoId);
    if (video === null) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    return video;
  }

  #shotStarts({ durationSeconds }: VideoRow, generationKey: number): Float64Array<ArrayBuffer> {
    const rows = allBlocksOf(this.#deps.db, generationKey, shotsChannel.id).flatMap(({ payload }) =>
      shotsChannel.decode(payload),
    );
    const shots = shotsOf(rows, durationSeconds ?? rows.at(-1)?.endSeconds ?? 0);
    return Float64Array.from(shots.slice(0, maxShotCount), ({ startSeconds }) => startSeconds);
  }
}
