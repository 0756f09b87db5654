import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { SearchHit } from '../../electron/contract/search.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';

export interface OpenRequest {
  readonly videoId: VideoId;
  readonly title: string;
  /** The span to play, or null for the whole clip. */
  readonly range: TimeRange | null;
  /** The hit that it came from, if it came from one. */
  readonly hit: SearchHit | null;
  /** Where to stand; null takes the start of the span. */
  readonly atSeconds: number | null;
  readonly isPlaying: boolean;
}

/** What the player does on request. Seconds from the first displayed frame. */
export interface Transport {
  seek(seconds: number): void;
  play(): void;
  pause(): void;
}

/** The clip that is looked at, where the picture stands in it, and the marks set in it. Player and timeline share it. */
export class ViewerSession {
  /** A new object for every request, so that asking for the same again plays it again. */
  #request = $state.raw<OpenRequest | null>(null);
  /** The clip's facts; null until they are known. */
  #video = $state.raw<VideoSummary | null>(null);
  #shownSeconds = $state.raw(0);
  #marks = $state.raw<{ readonly inSeconds: number | null; readonly outSeconds: number | null }>({
    inSeconds: null,
    outSeconds: null,
  });
  #transport: Transport | null = null;
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get request(): OpenRequest | null {
    return this.#request;
  }

  get video(): VideoSummary | null {
    return this.#video;
  }

  /** When the frame that is on the screen begins. */
  get shownSeconds(): number {
    return this.#shownSeconds;
  }

  get marks(): { readonly inSeconds: number | null; readonly outSeconds: number | null } {
    return this.#marks;
  }

  open(request: Pick<OpenRequest, 'videoId' | 'title'> & Partial<OpenRequest>): void {
    const isSameClip = this.#request?.videoId === request.videoId;
    this.#request = { range: null, hit: null, atSeconds: null, isPlaying: true, ...request };
    if (!isSameClip) {
      this.#video = null;
      this.#marks = { inSeconds: null, outSeconds: null };
      this.#shownSeconds = request.atSeconds ?? request.range?.startSeconds ?? 0;
      void this.#learn(request.videoId);
    }
  }

  close(): void {
    this.#request = null;
    this.#video = null;
  }

  setMarks(marks: { inSeconds: number | null; outSeconds: number | null }): void {
    this.#marks = marks;
  }

  /** The player of the page; returns how to take it back. */
  attach(transport: Transport): () => void {
    this.#transport = transport;
    return () => {
      if (this.#transport === transport) {
        this.#transport = null;
      }
    };
  }

  seek(seconds: number): void {
    this.#transport?.seek(seconds);
  }

  pause(): void {
    this.#transport?.pause();
  }

  play(): void {
    this.#transport?.play();
  }

  /** What the player says of every frame that it shows. */
  reportFrame(seconds: number): void {
    this.#shownSeconds = seconds;
  }

  async #learn(videoId: VideoId): Promise<void> {
    const video = await this.#callEngine('library.show', { videoId }).catch(() => null);
    if (this.#request?.videoId === videoId) {
      this.#video = video;
    }
  }
}
