import type { TimeRange } from '../../../electron/contract/time-range.ts';
import type { FrameGrid } from '../../lib/frame-grid.ts';

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
  | 'playbackRate'
  | 'paused'
  | 'ended'
  | 'muted'
  | 'duration'
  | 'readyState'
  | 'seeking'
  | 'videoWidth'
>;

/** The frames of the clip, and how to have those around a time. */
export interface KnownFrames {
  readonly grid: FrameGrid;
  ensure(seconds: number): Promise<void>;
}

export interface ExactSeekerOptions {
  readonly video: PlayableVideo;
  readonly frames: KnownFrames;
  /** Media time of the first displayed frame. */
  readonly zeroSeconds: () => number;
  /** The frame that is on the screen after a seek. */
  readonly onShown: (frame: TimeRange) => void;
}

/** Where in the wanted frame to land, one try after the other: its edges are where browsers disagree. */
const landings = [0.5, 0.75, 0.3, 0.95];
/** How long after `seeked` the picture may still come. */
const pictureWaitMs = 150;
const seekWaitMs = 5000;

/**
 * Brings exactly the asked frame on the screen: seeks to its middle, and believes only the time that the browser tells
 * of the picture it has drawn. One seek at a time; what is asked meanwhile replaces what was asked before, so that
 * scrubbing never queues.
 */
export class ExactSeeker {
  readonly #options: ExactSeekerOptions;
  #wantedSeconds: number | null = null;
  #target: number | null = null;
  #running: Promise<void> | null = null;
  #isDisposed = false;
  #cancelWait: () => void = () => {};

  constructor(options: ExactSeekerOptions) {
    this.#options = options;
  }

  /** The time last asked for, until it is shown. */
  get targetSeconds(): number | null {
    return this.#target;
  }

  /** Resolves when the frame that was asked for last is on the screen. */
  seek(seconds: number): Promise<void> {
    this.#wantedSeconds = seconds;
    this.#target = seconds;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** What was asked for is not shown any more. */
  cancel(): void {
    this.#wantedSeconds = null;
    this.#target = null;
    this.#cancelWait();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.cancel();
  }

  async #run(): Promise<void> {
    const { frames } = this.#options;
    while (this.#wantedSeconds !== null && !this.#isDisposed) {
      const seconds = this.#wantedSeconds;
      this.#wantedSeconds = null;
      await frames.ensure(seconds);
      if (this.#wantedSeconds === null && !this.#isDisposed && this.#target !== null) {
        await this.#show(frames.grid.frameAt(seconds));
      }
    }
    this.#target = null;
    this.#running = null;
  }

  async #show(frame: TimeRange): Promise<void> {
    const { frames, zeroSeconds, onShown } = this.#options;
    for (const landing of landings) {
      const seconds = frame.startSeconds + landing * (frame.endSeconds - frame.startSeconds);
      const isWanted = (mediaTime: number) =>
        frames.grid.frameNear(mediaTime - zeroSeconds()).startSeconds === frame.startSeconds;
      const mediaTime = await this.#shownAt(zeroSeconds() + seconds, isWanted);
      if (this.#isDisposed || this.#target === null) {
        return;
      }
      if (mediaTime === null) {
        // No picture is drawn, as in a page in the background: the clock is all there is.
        onShown(frame);
        return;
      }
      onShown(frames.grid.frameNear(mediaTime - zeroSeconds()));
      if (isWanted(mediaTime) || this.#wantedSeconds !== null) {
        return;
      }
    }
  }

  /** The media time of the picture after a seek; null when none is drawn. */
  #shownAt(mediaSeconds: number, isWanted: (mediaTime: number) => boolean): Promise<number | null> {
    const { video } = this.#options;
    return new Promise((resolve) => {
      let last: number | null = null;
      let timer = setTimeout(() => finish(), seekWaitMs);
      const watch = (): number =>
        video.requestVideoFrameCallback((_now, { mediaTime }) => {
          last = mediaTime;
          // A picture from before the seek may still be told; the wanted one may be told before `seeked`.
          if (isWanted(mediaTime)) {
            finish();
          } else {
            handle = watch();
          }
        });
      let handle = watch();
      const seeked = () => {
        clearTimeout(timer);
        timer = setTimeout(() => finish(), pictureWaitMs);
      };
      const finish = () => {
        clearTimeout(timer);
        video.cancelVideoFrameCallback(handle);
        video.removeEventListener('seeked', seeked);
        resolve(last);
      };
      this.#cancelWait = finish;
      video.addEventListener('seeked', seeked);
      video.currentTime = mediaSeconds;
    });
  }
}
