import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { SearchHit } from '../../electron/contract/search.ts';

export type PlayerStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'playing' }
  | { readonly kind: 'paused' }
  /** The span has been played to its end. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'unreachable' }
  /** The file is there and the browser shows no picture. `codec` as the library knows it. */
  | { readonly kind: 'unplayable'; readonly codec: string | null };

export interface PlayerSessionOptions {
  readonly callEngine: CallEngine;
  readonly isMediaReachable: (videoId: VideoId) => Promise<boolean>;
}

/** Which span is shown, and what became of it. */
export class PlayerSession {
  /** A new object for every request to play, so that asking for the same hit again plays it again. */
  #current = $state.raw<{ readonly hit: SearchHit } | null>(null);
  #status = $state.raw<PlayerStatus>({ kind: 'loading' });
  readonly #options: PlayerSessionOptions;

  constructor(options: PlayerSessionOptions) {
    this.#options = options;
  }

  get current(): { readonly hit: SearchHit } | null {
    return this.#current;
  }

  get status(): PlayerStatus {
    return this.#status;
  }

  play(hit: SearchHit): void {
    this.#current = { hit };
    this.#status = hit.isOffline ? { kind: 'unreachable' } : { kind: 'loading' };
  }

  close(): void {
    this.#current = null;
  }

  /** What the video element says. */
  report(kind: 'playing' | 'paused' | 'ended'): void {
    this.#status = { kind };
  }

  /** The video element shows nothing: finds out why. */
  async fail(): Promise<void> {
    const failed = this.#current;
    if (failed === null) {
      return;
    }
    const { videoId } = failed.hit;
    const { callEngine, isMediaReachable } = this.#options;
    const [isReachable, codec] = await Promise.all([
      isMediaReachable(videoId).catch(() => false),
      callEngine('library.show', { videoId }).then(
        (video) => video.codec,
        () => null,
      ),
    ]);
    if (this.#current === failed) {
      this.#status = isReachable ? { kind: 'unplayable', codec } : { kind: 'unreachable' };
    }
  }
}
