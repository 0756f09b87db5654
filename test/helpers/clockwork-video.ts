import type { PlayableVideo } from '../../renderer/features/player/exact-seek.ts';

type FrameCallback = Parameters<PlayableVideo['requestVideoFrameCallback']>[0];

/** A video element that plays only when the test lets a frame pass; every frame is shown for `frameSeconds`. */
export class ClockworkVideo {
  readonly frameSeconds: number;
  paused = true;
  readyState = 0;
  seeking = false;
  videoWidth = 640;
  /** Presentation times of the frames shown while it played. */
  readonly shownSeconds: number[] = [];
  readonly #target = new EventTarget();
  #seconds = 0;
  #callbacks = new Map<number, FrameCallback>();
  #nextHandle = 1;

  constructor(frameSeconds: number) {
    this.frameSeconds = frameSeconds;
  }

  /** As the element that it stands for: only the members that a playback uses are there. */
  get asVideo(): PlayableVideo {
    return this as unknown as PlayableVideo;
  }

  /** How far the clock is before the frame shown, until the next seek. */
  clockLeadSeconds = 0;

  get currentTime(): number {
    return this.#seconds + this.clockLeadSeconds;
  }

  set currentTime(seconds: number) {
    this.#seconds = seconds;
    this.clockLeadSeconds = 0;
    this.say('seeking');
  }

  addEventListener(name: string, listener: () => void): void {
    this.#target.addEventListener(name, listener);
  }

  removeEventListener(name: string, listener: () => void): void {
    this.#target.removeEventListener(name, listener);
  }

  requestVideoFrameCallback(callback: FrameCallback): number {
    this.#callbacks.set(this.#nextHandle, callback);
    return this.#nextHandle++;
  }

  cancelVideoFrameCallback(handle: number): void {
    this.#callbacks.delete(handle);
  }

  async play(): Promise<void> {
    if (this.paused) {
      this.paused = false;
      this.say('play');
    }
  }

  pause(): void {
    if (!this.paused) {
      this.paused = true;
      this.say('pause');
    }
  }

  say(name: string): void {
    this.#target.dispatchEvent(new Event(name));
  }

  load(): void {
    this.readyState = 4;
    this.say('loadedmetadata');
    this.say('loadeddata');
  }

  /** Tells of a frame without playing on. */
  tell(mediaTime: number): void {
    const callbacks = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of callbacks) {
      callback(0, { mediaTime } as VideoFrameCallbackMetadata);
    }
  }

  /** Shows frames, from that of the current time on, until it is paused or `count` have passed. */
  run(count = 1000): void {
    for (let shown = 0; shown < count && !this.paused; shown += 1) {
      const frameIndex = Math.floor(this.#seconds / this.frameSeconds + 1e-6);
      const mediaTime = frameIndex * this.frameSeconds;
      this.shownSeconds.push(mediaTime);
      this.tell(mediaTime);
      if (!this.paused) {
        this.#seconds = mediaTime + this.frameSeconds;
      }
    }
  }
}
