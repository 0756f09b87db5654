/* eslint-disable svelte/prefer-svelte-reactivity -- sets are replaced as a whole, never changed once shown */
import type { TrackId, VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine, Params, Result } from '../../electron/contract/index.ts';
import type { FollowSummary, TrackKey } from '../../electron/contract/tracks.ts';
import { unpackKeys } from '../../electron/contract/track-keys.ts';
import type { KeyedTrack } from '../lib/track-box.ts';

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

/** A track that is being followed, with the boxes that are not kept yet; those by hand stay. */
export function followPreview(follow: TrackFollow | null, tracks: readonly KeyedTrack[]): KeyedTrack | null {
  const track = tracks.find(({ trackId }) => trackId === follow?.trackId);
  if (track === undefined || follow === null || follow.keys.length === 0 || !follow.isRunning) {
    return null;
  }
  const byHand = track.keys.filter((key) => key.isByHand);
  const times = new Set(byHand.map(({ frameIndex }) => frameIndex));
  const keys = [...byHand, ...follow.keys.filter(({ frameIndex }) => !times.has(frameIndex))];
  keys.sort((a, b) => a.timeSeconds - b.timeSeconds);
  const endSeconds = keys.at(-1)!.timeSeconds + 0.1;
  return { ...track, keys, range: { startSeconds: keys[0]!.timeSeconds, endSeconds } };
}
