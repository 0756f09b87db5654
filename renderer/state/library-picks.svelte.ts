/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole, never changed once shown */
import type { VideoId } from '../../electron/contract/ids.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { LibraryPages } from './library-pages.svelte.ts';

/** `only`: this clip alone; `extend`: from where the last picking began; `toggle`: in or out; `move`: only the focus. */
export type PickMode = 'only' | 'extend' | 'toggle' | 'move';

/** Which clips of the library are picked, and which one the keyboard stands on. */
export class LibraryPicks {
  #videos = $state.raw<ReadonlyMap<VideoId, VideoSummary>>(new Map());
  #active = $state.raw<{ readonly index: number; readonly videoId: VideoId | null }>({ index: 0, videoId: null });
  readonly #pages: LibraryPages;
  #anchorIndex = 0;
  #fetch: AbortController | null = null;

  constructor(pages: LibraryPages) {
    this.#pages = pages;
  }

  /** In the order of picking, as the library knows them now. */
  get videos(): readonly VideoSummary[] {
    return [...this.#videos.values()].map((video) => this.#fresh(video));
  }

  get count(): number {
    return this.#videos.size;
  }

  has(videoId: VideoId): boolean {
    return this.#videos.has(videoId);
  }

  /** Follows its clip when the list changes. */
  get activeIndex(): number {
    const { index, videoId } = this.#active;
    const found = videoId === null ? null : this.#pages.indexOf(videoId);
    return Math.max(0, Math.min(found ?? index, (this.#pages.totalCount ?? 1) - 1));
  }

  get activeVideo(): VideoSummary | null {
    return this.#pages.videoAt(this.activeIndex);
  }

  /** Rejects when the clips between could not be fetched; then nothing changes. */
  async pick(index: number, mode: PickMode): Promise<void> {
    this.#fetch?.abort();
    const video = this.#pages.videoAt(index);
    this.#active = { index, videoId: video?.videoId ?? null };
    if (mode === 'extend') {
      await this.#pickRange(Math.min(this.#anchorIndex, index), Math.max(this.#anchorIndex, index) + 1);
      return;
    }
    if (mode === 'move') {
      return;
    }
    this.#anchorIndex = index;
    if (mode === 'only') {
      this.#videos = new Map(video === null ? [] : [[video.videoId, video]]);
    } else if (video !== null) {
      const videos = new Map(this.#videos);
      if (!videos.delete(video.videoId)) {
        videos.set(video.videoId, video);
      }
      this.#videos = videos;
    }
  }

  async pickAll(): Promise<void> {
    this.#fetch?.abort();
    await this.#pickRange(0, this.#pages.totalCount ?? 0);
  }

  clear(): void {
    this.#fetch?.abort();
    this.#videos = new Map();
  }

  /** Of clips that are no longer in the library. */
  forget(videoIds: readonly VideoId[]): void {
    const gone = new Set(videoIds);
    this.#videos = new Map([...this.#videos].filter(([videoId]) => !gone.has(videoId)));
  }

  async #pickRange(first: number, end: number): Promise<void> {
    const controller = new AbortController();
    this.#fetch = controller;
    const known = Array.from({ length: end - first }, (_, offset) => this.#pages.videoAt(first + offset));
    const videos = known.every((video) => video !== null)
      ? known
      : await this.#pages.between(first, end, controller.signal);
    if (this.#fetch === controller && !controller.signal.aborted) {
      this.#videos = new Map(videos.map((video) => [video.videoId, video]));
    }
  }

  #fresh(video: VideoSummary): VideoSummary {
    const index = this.#pages.indexOf(video.videoId);
    return (index === null ? null : this.#pages.videoAt(index)) ?? video;
  }
}
