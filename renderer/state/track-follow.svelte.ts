import type { TrackId, VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine, Params, Result } from '../../electron/contract/index.ts';
import type { FollowSummary, TrackKey } from '../../electron/contract/tracks.ts';
import { unpackKeys } from '../../electron/contract/track-keys.ts';

export type FollowWish = Params<'tracks.follow'> & { readonly videoId: VideoId; readonly trackId: TrackId };

/** Following of one thing that was started in this window, with its boxes as they come. */
export class TrackFollow {
  readonly videoId: VideoId;
  #summary = $state.raw<FollowSummary | null>(null);
  #keys = $state.raw<readonly TrackKey[]>([]);
  #newestSeconds = $state.raw<number | null>(null);
  readonly #callEngine: CallEngine;
  readonly #wish: FollowWish;

  constructor(callEngine: CallEngine, wish: FollowWish) {
    this.#callEngine = callEngine;
    this.#wish = wish;
    this.videoId = wish.videoId;
  }

  /** Null until the engine has taken it on. */
  get summary(): FollowSummary | null {
    return this.#summary;
  }

  /** When the newest box is; null before the first. */
  get newestSeconds(): number | null {
    return this.#newestSeconds;
  }

  /** So far, rising in time. */
  get keys(): readonly TrackKey[] {
    return this.#keys;
  }

  get trackId(): TrackId {
    return this.#wish.trackId;
  }

  get isRunning(): boolean {
    const state = this.#summary?.state ?? 'queued';
    return state === 'queued' || state === 'running';
  }

  get isPaused(): boolean {
    return this.#summary?.state === 'paused';
  }

  /** Resolves when it is over, cancelled or paused. */
  async run(): Promise<Result<'tracks.follow'>> {
    const result = await this.#callEngine('tracks.follow', this.#wish, {
      onProgress: ({ keys, ...summary }) => {
        this.#summary = summary;
        this.#take(unpackKeys(keys));
      },
    });
    this.#summary = result;
    return result;
  }

  /** What is followed so far is kept. */
  async cancel(): Promise<void> {
    if (this.#summary !== null) {
      this.#summary = await this.#callEngine('tracks.cancelFollow', { followId: this.#summary.followId });
    }
  }

  /** It goes on as a job of the engine; its boxes come when they are kept. */
  async resume(): Promise<void> {
    if (this.#summary !== null) {
      this.#summary = await this.#callEngine('tracks.resumeFollow', { followId: this.#summary.followId });
    }
  }

  async pause(): Promise<void> {
    if (this.#summary !== null) {
      this.#summary = await this.#callEngine('tracks.pauseFollow', { followId: this.#summary.followId });
    }
  }

  #take(keys: readonly TrackKey[]): void {
    this.#newestSeconds = keys.at(-1)?.timeSeconds ?? this.#newestSeconds;
    this.#keys = [...this.#keys, ...keys].sort((a, b) => a.timeSeconds - b.timeSeconds);
  }
}

/** When the thing was lost without being found again; null where it was not. */
export function lostAtSeconds(keys: readonly TrackKey[]): number | null {
  const last = keys.at(-1);
  if (last === undefined || last.state !== 'lost') {
    return null;
  }
  const firstLost = keys.findLastIndex(({ state }) => state === 'tracked') + 1;
  return keys[firstLost]!.timeSeconds;
}
