import { randomUUID } from 'node:crypto';
import { EngineError } from '../../../contract/errors.ts';
import { trackIdSchema, type VideoId } from '../../../contract/ids.ts';
import type { ParsedParams, Result } from '../../../contract/index.ts';
import type { VideoSources } from '../../media/video-sources.ts';
import { frameClockOf } from '../frame-clock.ts';
import { rangeOfKeys, type HeldTrack } from '../held-track.ts';
import type { TrackService } from '../track-service.ts';
import type { MediaFacts } from '../../media/media-facts.ts';
import { exchangeOf } from './exchange-formats.ts';
import type { ExchangeTrack, ExchangeVideo } from './exchange-track.ts';
import { runExchange } from './run-exchange.ts';

export interface ExchangeServiceDeps {
  readonly tracks: TrackService;
  readonly sources: VideoSources;
}

export interface WrittenFile {
  readonly text: string;
  readonly extension: string;
  readonly trackCount: number;
  readonly leftOut: readonly string[];
}

/** Writes tracks of a video in the formats of other programs, and takes them in. */
export class ExchangeService {
  readonly #deps: ExchangeServiceDeps;

  constructor(deps: ExchangeServiceDeps) {
    this.#deps = deps;
  }

  /** Throws `not-found`, also for an id that is no track of the video, `file-missing` and what probing throws. */
  async write({ videoId, format, trackIds }: ParsedParams<'tracks.export'>, signal: AbortSignal): Promise<WrittenFile> {
    const { shown } = this.#deps.tracks.read(videoId);
    const missing = trackIds?.find((id) => !shown.some(({ trackId }) => trackId === id));
    if (missing !== undefined) {
      throw new EngineError('not-found', 'There is no such track.', { details: { trackId: missing } });
    }
    const tracks = shown.filter(({ trackId }) => trackIds?.includes(trackId) ?? true).map(exchanged);
    const video = await this.#video(videoId, signal);
    const { text, leftOut } = await runExchange({ kind: 'write', format, tracks, video }, signal);
    return { text, leftOut, extension: exchangeOf(format).extension, trackCount: tracks.length };
  }

  /** Throws `bad-request` for what is no such file or has no track, `not-found`, `read-only`. */
  async read(
    { videoId, format, text }: ParsedParams<'tracks.import'>,
    signal: AbortSignal,
  ): Promise<Result<'tracks.import'>> {
    const video = await this.#video(videoId, signal);
    const { tracks, ...told } = await runExchange({ kind: 'read', format, text, video }, signal);
    const change = this.#deps.tracks.change(videoId, ({ clock }) => ({
      removed: [],
      put: tracks.map(({ keys, ...about }): HeldTrack => {
        const range = rangeOfKeys(keys, clock.frameSeconds);
        const trackId = trackIdSchema.parse(randomUUID());
        return { ...about, origin: 'imported', trackId, keys, range, isCorrected: false, revision: 0 };
      }),
    }));
    return { format: told.format, leftOut: [...told.leftOut], trackCount: tracks.length, change };
  }

  async #video(videoId: VideoId, signal: AbortSignal): Promise<ExchangeVideo> {
    const { path, facts } = await this.#deps.sources.open(videoId, signal);
    return exchangeVideoOf(path, facts);
  }
}

/** What files of tracks say about their video; of its path only the name. */
export function exchangeVideoOf(path: string, facts: MediaFacts): ExchangeVideo {
  const { rate, timeBase, isVariableRate } = frameClockOf(facts);
  return {
    name: path.split(/[\\/]/).at(-1) ?? '',
    widthPixels: facts.video.displayedWidth,
    heightPixels: facts.video.displayedHeight,
    ...{ rate, timeBase, isVariableRate, durationSeconds: facts.durationSeconds },
  };
}

function exchanged({ label, origin, trackerId, keys }: HeldTrack): ExchangeTrack {
  return { label, origin, trackerId, keys };
}
