import { EngineError } from '../../electron/contract/errors.ts';
import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';

export type SourceStatus =
  /** The file itself is played. */
  | { readonly kind: 'file' }
  /** A copy that the browser can play is being made. */
  | { readonly kind: 'preparing'; readonly doneShare: number; readonly remainingSeconds: number | null }
  /** The copy is played. */
  | { readonly kind: 'proxy' }
  /** The browser cannot play the file, and making a copy was stopped. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'failed'; readonly error: EngineError };

export interface ClipSourceOptions {
  readonly callEngine: CallEngine;
  readonly isMediaReachable: (videoId: VideoId) => Promise<boolean>;
}

/** From where the clip that is looked at is played: its file, or a copy made because the browser cannot play it. */
export class ClipSource {
  #status = $state.raw<SourceStatus>({ kind: 'file' });
  readonly #options: ClipSourceOptions;
  /** Clips known to need a copy, for as long as the page lives. */
  #needsProxy: readonly VideoId[] = [];
  #videoId: VideoId | null = null;
  #controller: AbortController | null = null;

  constructor(options: ClipSourceOptions) {
    this.#options = options;
  }

  get status(): SourceStatus {
    return this.#status;
  }

  open(videoId: VideoId, isOffline: boolean): void {
    this.close();
    this.#videoId = videoId;
    if (isOffline) {
      this.#status = { kind: 'offline' };
    } else if (this.#needsProxy.includes(videoId)) {
      void this.prepare();
    } else {
      this.#status = { kind: 'file' };
    }
  }

  /** What was being made for the page goes on only if somebody else waits for it. */
  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#videoId = null;
    this.#status = { kind: 'file' };
  }

  /** The file may be back. */
  retry(): void {
    const videoId = this.#videoId;
    if (videoId !== null) {
      this.open(videoId, false);
    }
  }

  /** The element shows nothing: finds out why, and makes a copy where that helps. */
  async fail(): Promise<void> {
    const videoId = this.#videoId;
    if (videoId === null || this.#status.kind === 'preparing') {
      return;
    }
    const wasProxy = this.#status.kind === 'proxy';
    const isReachable = await this.#options.isMediaReachable(videoId).catch(() => false);
    if (this.#videoId !== videoId) {
      return;
    }
    if (!isReachable) {
      this.#status = { kind: 'offline' };
    } else if (wasProxy) {
      this.#status = { kind: 'failed', error: new EngineError('decode-failed', 'The copy cannot be played either.') };
    } else {
      this.#needsProxy = [...this.#needsProxy, videoId];
      await this.prepare();
    }
  }

  /** Has the copy made, and plays it then. Never rejects. */
  async prepare(): Promise<void> {
    const videoId = this.#videoId;
    if (videoId === null) {
      return;
    }
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const set = (status: SourceStatus) => {
      if (this.#controller === controller) {
        this.#status = status;
      }
    };
    set({ kind: 'preparing', doneShare: 0, remainingSeconds: null });
    try {
      const onProgress = (progress: { doneShare: number; remainingSeconds: number | null }) =>
        set({ kind: 'preparing', ...progress });
      await this.#options.callEngine('playback.prepare', { videoId }, { signal: controller.signal, onProgress });
      set({ kind: 'proxy' });
    } catch (error) {
      const known = error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      set(
        known.code === 'aborted'
          ? { kind: 'stopped' }
          : known.code === 'file-missing'
            ? { kind: 'offline' }
            : { kind: 'failed', error: known },
      );
    }
  }

  /** Stops making the copy. */
  stop(): void {
    this.#controller?.abort();
  }
}
