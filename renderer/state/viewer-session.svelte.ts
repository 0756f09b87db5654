import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { SearchHit } from '../../electron/contract/search.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import { isMediaReachable } from '../client/media-addresses.ts';
import { ClipFrames } from './clip-frames.ts';
import { ClipSource } from './clip-source.svelte.ts';

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

/** `speed` is below 0 backward and 0 at rest. */
export interface PlaybackState {
  readonly kind: 'loading' | 'playing' | 'paused' | 'ended';
  readonly speed: number;
}

/** What the player does on request. Seconds from the first displayed frame. */
export interface Transport {
  open(request: OpenRequest): Promise<void>;
  seek(seconds: number): void;
  play(): void;
  pause(): void;
}

export interface Marks {
  readonly inSeconds: number | null;
  /** The first moment after the span. */
  readonly outSeconds: number | null;
}

export const noMarks: Marks = { inSeconds: null, outSeconds: null };

/** The clip that is looked at, where the picture stands in it, and the marks set in it. Player and timeline share it. */
export class ViewerSession {
  readonly source: ClipSource;
  /** A new object for every request, so that asking for the same again plays it again. */
  #request = $state.raw<OpenRequest | null>(null);
  /** The clip's facts; null until they are known. */
  #video = $state.raw<VideoSummary | null>(null);
  #frames = $state.raw<ClipFrames | null>(null);
  #mediaSeconds = $state.raw<number | null>(null);
  #shown = $state.raw<TimeRange>({ startSeconds: 0, endSeconds: 0 });
  #playback = $state.raw<PlaybackState>({ kind: 'loading', speed: 0 });
  #marks = $state.raw<Marks>(noMarks);
  #span = $state.raw<TimeRange | null>(null);
  #isLooping = $state.raw(false);
  #transport: Transport | null = null;
  #frameListeners: readonly ((frame: TimeRange) => void)[] = [];
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine, isReachable: (videoId: VideoId) => Promise<boolean> = isMediaReachable) {
    this.#callEngine = callEngine;
    this.source = new ClipSource({ callEngine, isMediaReachable: isReachable });
  }

  get request(): OpenRequest | null {
    return this.#request;
  }

  get video(): VideoSummary | null {
    return this.#video;
  }

  /** When the clip's frames are shown; null while no clip is open. */
  get frames(): ClipFrames | null {
    return this.#frames;
  }

  /** As the library knows it, otherwise as the player does; null while neither does. */
  get durationSeconds(): number | null {
    return this.#video?.durationSeconds ?? this.#mediaSeconds;
  }

  /** When the frame that is on the screen begins. */
  get shownSeconds(): number {
    return this.#shown.startSeconds;
  }

  /** When the frame that is on the screen is shown. */
  get shownFrame(): TimeRange {
    return this.#shown;
  }

  get playback(): PlaybackState {
    return this.#playback;
  }

  get marks(): Marks {
    return this.#marks;
  }

  /** The span that was opened, as it is now; null for a whole clip. */
  get span(): TimeRange | null {
    return this.#span;
  }

  /** What is meant by "the span": in to out where a mark is set (to the ends of the clip where one is not), or the one opened. */
  get markedSpan(): TimeRange | null {
    const { inSeconds, outSeconds } = this.#marks;
    if (inSeconds === null && outSeconds === null) {
      return this.#span;
    }
    const startSeconds = inSeconds ?? 0;
    const endSeconds = outSeconds ?? this.durationSeconds;
    return endSeconds !== null && endSeconds > startSeconds ? { startSeconds, endSeconds } : this.#span;
  }

  get isLooping(): boolean {
    return this.#isLooping;
  }

  open(request: Pick<OpenRequest, 'videoId' | 'title'> & Partial<OpenRequest>): void {
    const isSameClip = this.#request?.videoId === request.videoId;
    const opened: OpenRequest = { range: null, hit: null, atSeconds: null, isPlaying: true, ...request };
    this.#request = opened;
    this.#span = opened.range;
    if (!isSameClip || opened.range !== null) {
      // What was marked before is not what is meant by "the span" of the moment that is opened now.
      this.#marks = noMarks;
    }
    if (isSameClip) {
      void this.#transport?.open(opened);
      return;
    }
    this.#transport = null;
    this.#video = null;
    this.#mediaSeconds = null;
    this.#playback = { kind: 'loading', speed: 0 };
    const startSeconds = opened.atSeconds ?? opened.range?.startSeconds ?? 0;
    this.#shown = { startSeconds, endSeconds: startSeconds };
    this.#frames = new ClipFrames(this.#callEngine, opened.videoId);
    this.source.open(opened.videoId, opened.hit?.isOffline ?? false);
    void this.#learn(opened.videoId, this.#frames);
  }

  close(): void {
    this.#request = null;
    this.#video = null;
    this.#frames = null;
    this.#span = null;
    this.#transport = null;
    this.source.close();
  }

  setMarks(marks: Marks): void {
    this.#marks = marks;
  }

  /** The span that was opened has other edges now; where the picture stands does not change. */
  setSpan(span: TimeRange): void {
    this.#span = span;
  }

  setLooping(isLooping: boolean): void {
    this.#isLooping = isLooping;
  }

  /** The player of the page, which is told what is open; returns how to take it back. */
  attach(transport: Transport): () => void {
    this.#transport = transport;
    if (this.#request !== null) {
      void transport.open(this.#request);
    }
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
  reportFrame(frame: TimeRange): void {
    this.#shown = frame;
    for (const listener of this.#frameListeners) {
      listener(frame);
    }
  }

  reportPlayback(state: PlaybackState): void {
    this.#playback = state;
  }

  reportDuration(seconds: number): void {
    this.#mediaSeconds = seconds;
  }

  /** Told of every frame, when it has been drawn; returns how to stop listening. */
  onFrame(listener: (frame: TimeRange) => void): () => void {
    this.#frameListeners = [...this.#frameListeners, listener];
    return () => {
      this.#frameListeners = this.#frameListeners.filter((other) => other !== listener);
    };
  }

  async #learn(videoId: VideoId, frames: ClipFrames): Promise<void> {
    const video = await this.#callEngine('library.show', { videoId }).catch(() => null);
    frames.learn(video);
    if (this.#request?.videoId === videoId) {
      this.#video = video;
      if (video?.isOffline === true) {
        this.source.open(videoId, true);
      }
    }
  }
}
