import type { TimeRange } from '../../../electron/contract/time-range.ts';

/** What a video element has to offer. */
export type PlayableVideo = Pick<
  HTMLVideoElement,
  | 'addEventListener'
  | 'removeEventListener'
  | 'requestVideoFrameCallback'
  | 'cancelVideoFrameCallback'
  | 'play'
  | 'pause'
  | 'currentTime'
  | 'paused'
  | 'readyState'
  | 'seeking'
  | 'videoWidth'
>;

export interface SpanPlaybackEvents {
  onReport: (kind: 'playing' | 'paused' | 'ended') => void;
  /** The element shows no picture: it failed, or it plays only the sound of a codec that it does not know. */
  onFail: () => void;
}

const haveMetadata = 1;
const haveData = 2;
/** Frame times come with rounding of a microsecond or so. */
const toleranceSeconds = 0.002;
const staleSeconds = 0.25;

/**
 * Plays exactly one span of a video: seeks to its start, and pauses on the last frame that begins inside it. Who moves
 * the position out of the span, or plays on from its end, is let go.
 */
export class SpanPlayback {
  readonly #video: PlayableVideo;
  readonly #range: TimeRange;
  readonly #events: SpanPlaybackEvents;
  readonly #listeners: readonly (readonly [string, () => void])[];
  #frameCallback: number | null = null;
  #lastFrameSeconds: number | null = null;
  /** The shortest step between two frames so far: dropped frames make longer ones. */
  #frameSeconds = Number.POSITIVE_INFINITY;
  #isBound = true;
  #hasEnded = false;

  constructor(video: PlayableVideo, range: TimeRange, events: SpanPlaybackEvents) {
    this.#video = video;
    this.#range = range;
    this.#events = events;
    this.#listeners = [
      ['loadedmetadata', () => this.replay()],
      ['loadeddata', () => this.#requirePicture()],
      ['error', () => events.onFail()],
      ['play', () => this.#started()],
      ['pause', () => this.#paused()],
      ['seeking', () => this.#sought()],
      ['timeupdate', () => this.#take(video.currentTime)],
    ];
    for (const [name, listener] of this.#listeners) {
      video.addEventListener(name, listener);
    }
    if (video.readyState >= haveMetadata) {
      this.replay();
    }
    if (video.readyState >= haveData) {
      this.#requirePicture();
    }
    this.#awaitFrame();
  }

  /** From the start of the span. */
  replay(): void {
    this.#isBound = true;
    this.#hasEnded = false;
    this.#lastFrameSeconds = null;
    this.#video.currentTime = this.#range.startSeconds;
    // A browser may refuse to start by itself; then it stands on the first frame and the user starts it.
    this.#video.play().catch(() => this.#events.onReport('paused'));
  }

  dispose(): void {
    for (const [name, listener] of this.#listeners) {
      this.#video.removeEventListener(name, listener);
    }
    if (this.#frameCallback !== null) {
      this.#video.cancelVideoFrameCallback(this.#frameCallback);
    }
    this.#video.pause();
  }

  #requirePicture(): void {
    if (this.#video.videoWidth === 0) {
      this.#video.pause();
      this.#events.onFail();
    }
  }

  #awaitFrame(): void {
    this.#frameCallback = this.#video.requestVideoFrameCallback((_now, { mediaTime }) => {
      if (!this.#isStale(mediaTime)) {
        this.#learnStep(mediaTime);
        this.#take(mediaTime);
      }
      this.#awaitFrame();
    });
  }

  /** After a seek back, the frame that stood there may be told once more: the clock is far before it then. */
  #isStale(mediaTime: number): boolean {
    return this.#video.seeking || this.#video.currentTime < mediaTime - staleSeconds;
  }

  #learnStep(mediaTime: number): void {
    const stepSeconds = mediaTime - (this.#lastFrameSeconds ?? mediaTime);
    this.#lastFrameSeconds = mediaTime;
    if (stepSeconds > toleranceSeconds) {
      this.#frameSeconds = Math.min(this.#frameSeconds, stepSeconds);
    }
  }

  /** Stops on the last frame of the span, or at once when that has passed, as in a page in the background. */
  #take(seconds: number): void {
    if (!this.#isBound || this.#hasEnded || this.#video.paused) {
      return;
    }
    const { startSeconds, endSeconds } = this.#range;
    const stepSeconds = Number.isFinite(this.#frameSeconds) ? this.#frameSeconds : 0;
    if (seconds >= startSeconds && seconds + stepSeconds >= endSeconds - toleranceSeconds) {
      this.#hasEnded = true;
      this.#video.pause();
      this.#comeBack();
      this.#events.onReport('ended');
    }
  }

  /** On a busy machine the clock runs ahead of the frames, and a pause lets it run on a little. */
  #comeBack(): void {
    const { startSeconds, endSeconds } = this.#range;
    if (this.#video.currentTime >= endSeconds) {
      this.#video.currentTime = Math.max(startSeconds, endSeconds - toleranceSeconds);
    }
  }

  #started(): void {
    if (this.#hasEnded) {
      this.#isBound = false;
    }
    this.#events.onReport('playing');
  }

  #paused(): void {
    if (this.#hasEnded && this.#isBound) {
      this.#comeBack();
    } else {
      this.#events.onReport('paused');
    }
  }

  #sought(): void {
    const { currentTime } = this.#video;
    const { startSeconds, endSeconds } = this.#range;
    const isInside = currentTime >= startSeconds - toleranceSeconds && currentTime < endSeconds;
    this.#isBound = isInside;
    this.#lastFrameSeconds = null;
    if (isInside && currentTime < endSeconds - 2 * toleranceSeconds) {
      this.#hasEnded = false;
    }
  }
}
